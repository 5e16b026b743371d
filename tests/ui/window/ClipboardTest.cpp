// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

using namespace megascope;

class ClipboardTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    // A file that takes no space on the disk.
    std::string holeyFile(const QString& name, ByteCount size)
    {
        const std::string path = file(name, "start");
        if (!QFile::resize(QString::fromStdString(path), size.value()))
            qFatal("cannot resize %s", path.c_str());
        return path;
    }

    void select(ByteCount count) { session().setSelection({ByteOffset(0), ByteOffset(count.value())}); }

private slots:
    void init()
    {
        openWindow();
        QApplication::clipboard()->setText(QStringLiteral("untouched"));
    }

    void cleanup() { closeWindow(); }

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

    // Whoever types fast pastes what he has just copied, and not what was there before.
    void aCopyIsPastedAtOnce()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("once.txt"), "text\n")));
        select(ByteCount(5));
        trigger("edit_copy");
        session().setSelection(Selection::at(ByteOffset(5)));
        trigger("edit_paste");
        QCOMPARE(session().size(), ByteCount(10));
    }

    void aSelectionTooLargeForTheClipboardIsForThisProgram()
    {
        QVERIFY(m_window->openFile(holeyFile(QStringLiteral("large.txt"), mebibytes(300))));
        trigger("edit_select_all");
        QCOMPARE(session().selection().range().count(), mebibytes(300));
        trigger("edit_copy");
        QCOMPARE(messages().size(), 1);
        QVERIFY(!QApplication::clipboard()->mimeData()->hasText());
        QVERIFY(
            !QApplication::clipboard()->mimeData()->hasFormat(QStringLiteral("application/octet-stream")));
        session().setSelection(Selection::at(session().snapshot().end()));
        trigger("edit_paste");
        QCOMPARE(session().size(), mebibytes(600));
        trigger("edit_undo");
        QCOMPARE(session().size(), mebibytes(300));
        QApplication::clipboard()->setText(QStringLiteral("untouched"));
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
