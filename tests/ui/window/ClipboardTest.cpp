// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KMessageWidget>

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;

class ClipboardTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

    std::string file(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return QFile::encodeName(file.fileName()).toStdString();
    }

    // A file that takes no space on the disk.
    std::string holeyFile(const QString& name, ByteCount size)
    {
        const std::string path = file(name, "start");
        if (!QFile::resize(QString::fromStdString(path), size.value()))
            qFatal("cannot resize %s", path.c_str());
        return path;
    }

    DocumentSession& session() { return m_window->pane().session(); }

    void select(ByteCount count) { session().setSelection({ByteOffset(0), ByteOffset(count.value())}); }

    void trigger(const char* id)
    {
        QAction* action = m_window->actionCollection()->action(QString::fromLatin1(id));
        QVERIFY2(action, id);
        action->trigger();
    }

    QStringList messages()
    {
        QStringList texts;
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>())
            texts.append(message->text());
        return texts;
    }

private slots:
    void initTestCase() { KLocalizedString::setApplicationDomain("megascope"); }

    void init()
    {
        m_window = std::make_unique<MainWindow>();
        m_window->setAttribute(Qt::WA_DeleteOnClose, false);
        m_window->setSettings(ViewSettings());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QApplication::clipboard()->setText(QStringLiteral("untouched"));
    }

    void cleanup() { m_window.reset(); }

    void copyPutsTextAndHexOnTheClipboard()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("copy.txt"), "gr\xc3\xbc\xc3\x9f dich\xff\n")));
        select(ByteCount(12));
        trigger("edit_copy");
        QTRY_COMPARE(QApplication::clipboard()->text(), QStringLiteral("grüß dich\uFFFD"));
        QCOMPARE(QApplication::clipboard()->mimeData()->data(QStringLiteral("application/octet-stream")),
            QByteArray("gr\xc3\xbc\xc3\x9f dich\xff"));
        session().setSelection({ByteOffset(2), ByteOffset(4)});
        trigger("edit_copy_hex");
        QTRY_COMPARE(QApplication::clipboard()->text(), QStringLiteral("C3 BC"));
    }

    void aSelectionTooLargeForTheClipboardIsRefused()
    {
        QVERIFY(m_window->openFile(holeyFile(QStringLiteral("large.txt"), mebibytes(300))));
        trigger("edit_select_all");
        QCOMPARE(session().selection().range().count(), mebibytes(300));
        trigger("edit_copy");
        QCOMPARE(messages().size(), 1);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("untouched"));
        select(mebibytes(20));
        trigger("edit_copy");
        QCOMPARE(messages().size(), 2); // asks
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("untouched"));
    }

    void hexCountsWithAllItsDigits()
    {
        QVERIFY(m_window->openFile(holeyFile(QStringLiteral("hex.bin"), mebibytes(100))));
        trigger("edit_select_all");
        trigger("edit_copy_hex");
        QCOMPARE(messages().size(), 1);
        QVERIFY2(messages().back().contains(QStringLiteral("300.0 MiB is too large")),
            qPrintable(messages().back()));
        select(mebibytes(6));
        trigger("edit_copy_hex");
        QCOMPARE(messages().size(), 2);
        QVERIFY2(
            messages().back().startsWith(QStringLiteral("Copy 18.0 MiB?")), qPrintable(messages().back()));
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("untouched"));
        select(mebibytes(5));
        trigger("edit_copy_hex");
        QTRY_COMPARE(QApplication::clipboard()->text().size(), qsizetype(15 << 20) - 1);
        QCOMPARE(messages().size(), 2);
    }

    void hexHasNoSeamsBetweenItsPieces()
    {
        QByteArray bytes;
        while (bytes.size() < 2'500'000)
            bytes += char(bytes.size() * 7 + bytes.size() / 1000);
        QVERIFY(m_window->openFile(file(QStringLiteral("seams.bin"), bytes)));
        trigger("edit_select_all");
        trigger("edit_copy_hex");
        const QString digits = QString::fromLatin1(bytes.toHex(' ').toUpper());
        QTRY_VERIFY(QApplication::clipboard()->text() == digits);
    }
};

QTEST_MAIN(ClipboardTest)
#include "ClipboardTest.moc"
