// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// On a display of its own (Xvfb): no other platform of the tests has a clipboard for the middle mouse button.

#include "ui/window/PrimarySelection.h"
#include "ui/session/DocumentSession.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;

class PrimarySelectionTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<DocumentSession> m_session;

    static QString selected() { return QGuiApplication::clipboard()->text(QClipboard::Selection); }

    void select(qint64 begin, qint64 end) { m_session->setSelection({ByteOffset(begin), ByteOffset(end)}); }

private slots:
    void initTestCase()
    {
        if (QGuiApplication::platformName() != QLatin1String("xcb"))
            QSKIP("Xvfb is not installed");
    }

    void init()
    {
        QFile file(m_folder.filePath(QStringLiteral("some.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.write("gr\xc3\xbc\xc3\x9f dich\nand more\n") > 0 && file.resize(20 << 20));
        file.close();
        auto session = DocumentSession::open(QFile::encodeName(file.fileName()).toStdString());
        QVERIFY(session);
        m_session = *std::move(session);
        new PrimarySelection(*m_session);
        QGuiApplication::clipboard()->setText(QStringLiteral("before"), QClipboard::Selection);
        QGuiApplication::clipboard()->setText(QStringLiteral("untouched"));
    }

    void whatIsSelectedCanBePasted()
    {
        select(0, 7);
        QTRY_COMPARE(selected(), QStringLiteral("grüß "));
        select(7, 11);
        QTRY_COMPARE(selected(), QStringLiteral("dich"));
        select(3, 3);
        QTest::qWait(400); // longer than a selection needs to come to rest
        QCOMPARE(selected(), QStringLiteral("dich"));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("untouched"));
    }

    void onlyTheLastOfManyIsCopied()
    {
        int changes = 0;
        connect(QGuiApplication::clipboard(), &QClipboard::selectionChanged, this, [&] { ++changes; });
        for (int end = 1; end <= 7; ++end)
            select(0, end);
        QTRY_COMPARE(selected(), QStringLiteral("grüß "));
        QCOMPARE(changes, 1);
        disconnect(QGuiApplication::clipboard(), nullptr, this, nullptr);
    }

    void whatOneWouldBeAskedAboutIsNotCopied()
    {
        select(0, 17 << 20);
        QTest::qWait(400);
        QCOMPARE(selected(), QStringLiteral("before"));
    }
};

int main(int argc, char** argv)
{
    // The server picks a free display and writes its number when it is ready.
    QProcess server;
    server.start(QStringLiteral("Xvfb"),
        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-nolisten"),
            QStringLiteral("tcp")});
    if (server.waitForStarted() && server.waitForReadyRead()) {
        qputenv("DISPLAY", ':' + server.readAllStandardOutput().trimmed());
        qputenv("QT_QPA_PLATFORM", "xcb");
    }
    int status = 0;
    {
        QGuiApplication application(argc, argv);
        PrimarySelectionTest test;
        status = QTest::qExec(&test, argc, argv);
    }
    server.terminate();
    server.waitForFinished();
    return status;
}

#include "PrimarySelectionTest.moc"
