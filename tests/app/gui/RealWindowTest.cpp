// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The program itself, as a person starts it, in a real window on a display of its own (Xvfb).

#include "tests/app/gui/RealDisplay.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <set>

class RealWindowTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    megascope::testing::RealDisplay m_display;

    QString file(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return file.fileName();
    }

    std::unique_ptr<QProcess> start(const QStringList& arguments) { return m_display.open(arguments); }

    QImage screenshot()
    {
        QProcess capture;
        capture.setProcessEnvironment(m_display.environment());
        capture.start(QStringLiteral("import"),
            {QStringLiteral("-window"), QStringLiteral("root"), QStringLiteral("png:-")});
        capture.waitForFinished();
        return QImage::fromData(capture.readAllStandardOutput());
    }

    static std::size_t colors(const QImage& image)
    {
        std::set<QRgb> seen;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                seen.insert(image.pixel(x, y));
        }
        return seen.size();
    }

    static QStringList threadNames(const QProcess& process)
    {
        const QDir threads(QStringLiteral("/proc/%1/task").arg(process.processId()));
        QStringList names;
        for (const QString& thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile name(threads.filePath(thread + QStringLiteral("/comm")));
            if (name.open(QIODevice::ReadOnly))
                names += QString::fromLocal8Bit(name.readAll()).trimmed();
        }
        return names;
    }

private slots:
    void initTestCase()
    {
        if (const QString reason = m_display.start(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }

    void startupTimeIsPrintedAfterTheFirstContent_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("text") << QStringList{QStringLiteral("--view=text")};
        QTest::newRow("hex") << QStringList{QStringLiteral("--view=hex")};
        QTest::newRow("both, at the end")
            << QStringList{QStringLiteral("--view=both"), QStringLiteral("--goto=end")};
    }

    void startupTimeIsPrintedAfterTheFirstContent()
    {
        QFETCH(QStringList, options);
        const QString path
            = file(QStringLiteral("some.log"), QByteArray("a line of a log\n").repeated(100000));
        const auto process = start(options + QStringList{QStringLiteral("--startup-time"), path});
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitCode(), 0);
        QCOMPARE(process->readAllStandardError(), QByteArray());
        const QByteArray output = process->readAllStandardOutput();
        QVERIFY2(
            QRegularExpression(QStringLiteral("^\\d+ ms\n$")).match(QString::fromLatin1(output)).hasMatch(),
            output);
    }

    void theWindowShowsTheFile()
    {
        const QString path = file(QStringLiteral("shown.txt"),
            QByteArray("THE QUICK BROWN FOX jumps over the lazy dog\n").repeated(500));
        const auto process = start({QStringLiteral("--view=both"), path});
        QTRY_VERIFY_WITH_TIMEOUT(colors(screenshot()) > 30, 20000);
        // See drawInOneThread(): the first scroll bar would have made one.
        const QStringList threads = threadNames(*process);
        QVERIFY(!threads.isEmpty());
        QVERIFY2(!threads.contains(QStringLiteral("Thread (pooled)")), qPrintable(threads.join(u' ')));
        process->terminate();
        QVERIFY(process->waitForFinished());
    }

    void standardInputIsShownWhileItComes()
    {
        const auto process = start({QStringLiteral("-")});
        QVERIFY(process->waitForStarted());
        const QByteArray window = m_display.focusedWindow(*process);
        QTRY_VERIFY(m_display.title(window).contains("standard input"));
        const std::size_t empty = colors(screenshot());
        process->write(QByteArray("ERROR the quick brown fox jumps over the lazy dog\n").repeated(60));
        QTRY_VERIFY_WITH_TIMEOUT(colors(screenshot()) > empty, 20000);
        QCOMPARE(process->state(), QProcess::Running); // though its input goes on
        process->terminate();
        QVERIFY(process->waitForFinished());
    }

    void aMissingFileIsToldAndTheWindowStays()
    {
        const QString missing = m_folder.filePath(QStringLiteral("missing.txt"));
        const auto process = start({missing});
        process->setReadChannel(QProcess::StandardError);
        QTRY_VERIFY(process->canReadLine());
        const QByteArray line = process->readLine();
        QVERIFY2(line.contains("missing.txt: "), line);
        QTRY_VERIFY_WITH_TIMEOUT(colors(screenshot()) > 30, 20000);
        QCOMPARE(process->state(), QProcess::Running);
        process->terminate();
        QVERIFY(process->waitForFinished());
    }

    void whatCannotBeOpenedIsExitCodeThree()
    {
        const QString missing = m_folder.filePath(QStringLiteral("missing.txt"));
        const QString here = file(QStringLiteral("here.txt"), "text\n");
        const auto process = start({QStringLiteral("--startup-time"), missing, here});
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitCode(), 3);
        const QByteArray error = process->readAllStandardError();
        QCOMPARE(error.count('\n'), 1);
        QVERIFY2(error.contains("missing.txt: "), error);
    }

    void helpNeedsNoDisplay()
    {
        for (const char* option : {"--help", "--version"}) {
            const auto process = megascope::testing::RealDisplay::openWithoutDisplay({QLatin1String(option)});
            QVERIFY(process->waitForFinished());
            QCOMPARE(process->exitCode(), 0);
            QCOMPARE(process->readAllStandardError(), QByteArray());
            QVERIFY(process->readAllStandardOutput().contains("megascope"));
        }
    }

    void badUsageIsOneLineAndExitCodeTwo_data()
    {
        QTest::addColumn<QString>("option");
        for (const char* option :
            {"--no-such-option", "--goto=nowhere", "--encoding=klingon", "--view=sideways", "--backend=tape"})
            QTest::newRow(option) << QString::fromLatin1(option);
    }

    void badUsageIsOneLineAndExitCodeTwo()
    {
        QFETCH(QString, option);
        const auto process = start({option});
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitCode(), 2);
        const QByteArray error = process->readAllStandardError();
        QCOMPARE(error.count('\n'), 1);
        QVERIFY2(error.startsWith("megascope: "), error);
    }
};

QTEST_GUILESS_MAIN(RealWindowTest)
#include "RealWindowTest.moc"
