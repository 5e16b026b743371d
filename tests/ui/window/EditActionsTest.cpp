// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/StatusLine.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/FillDialog.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QRadioButton>

using namespace megascope;

class EditActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    void open(const QByteArray& content, const char* layout = "view_text")
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("edit.txt"), content)));
        trigger(layout);
        m_window->pane().activeView()->setFocus();
    }
    QByteArray bytes()
    {
        QByteArray all(session().size().value(), '\0');
        (void)session().snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    void select(qint64 anchor, qint64 cursor)
    {
        session().setSelection({ByteOffset(anchor), ByteOffset(cursor)});
    }
    // "anchor-cursor"
    QString selected()
    {
        return QStringLiteral("%1-%2")
            .arg(session().selection().anchor.value())
            .arg(session().selection().cursor.value());
    }
    static QClipboard& clipboard() { return *QApplication::clipboard(); }
    static void offer(const QString& text, const QByteArray& bytes = {})
    {
        auto* data = new QMimeData;
        data->setText(text);
        if (!bytes.isEmpty())
            data->setData(QStringLiteral("application/octet-stream"), bytes);
        clipboard().setMimeData(data);
    }
    void copy()
    {
        offer(QStringLiteral("nothing was copied"));
        const QMimeData* before = clipboard().mimeData();
        trigger("edit_copy");
        QTRY_VERIFY(clipboard().mimeData() != before && clipboard().mimeData()->hasText());
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void anEditIsSeenEverywhere()
    {
        open("text\n", "view_both");
        QVERIFY(!m_window->isWindowModified());
        QVERIFY(!action("edit_undo")->isEnabled());
        auto* text = m_window->findChild<TextView*>();
        auto* hex = m_window->findChild<HexView*>();
        QTest::keyClicks(text, QStringLiteral("AB"));
        QCOMPARE(hex->model().cellAt(ByteOffset(1)).byte, 'B');
        QVERIFY(m_window->isWindowModified());
        hex->setFocus();
        QTest::keyClicks(hex->viewport(), QStringLiteral("43"));
        QCOMPARE(bytes(), "ABCext\n");
        QCOMPARE(text->upToDateScene().model().rows().front().text().toString(), QStringLiteral("ABCext"));
        trigger("edit_undo");
        QCOMPARE(bytes(), "ABtext\n");
        trigger("edit_undo");
        QCOMPARE(bytes(), "text\n");
        QVERIFY(!m_window->isWindowModified());
        trigger("edit_redo");
        QVERIFY(m_window->isWindowModified());
        QCOMPARE(bytes(), "ABtext\n");
    }

    void aDocumentWithoutAFileShowsItsEdits()
    {
        QVERIFY(!m_window->isWindowModified());
        QTest::keyClicks(m_window->pane().activeView(), QStringLiteral("new"));
        QVERIFY(m_window->isWindowModified());
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("Untitled [*]")));
        m_window->pane().undo();
        QVERIFY(!m_window->isWindowModified());
    }

    void theModeIsShown()
    {
        open("text\n", "view_hex");
        const auto shows = [this](const QString& mode) {
            for (const QLabel* label : m_window->findChild<StatusLine*>()->findChildren<QLabel*>()) {
                if (label->isVisible() && label->text() == mode)
                    return true;
            }
            return false;
        };
        QVERIFY(shows(QStringLiteral("Overwrite")));
        QTest::keyClick(m_window->pane().activeView(), Qt::Key_Insert);
        QVERIFY(shows(QStringLiteral("Insert")));
        QVERIFY(action("edit_insert_mode")->isChecked());
        trigger("view_text");
        QVERIFY(!shows(QStringLiteral("Insert")));
        QVERIFY(!action("edit_insert_mode")->isEnabled());
        trigger("edit_read_only");
        QVERIFY(shows(QStringLiteral("Read-Only")));
        for (const char* id : {"edit_paste", "edit_delete", "edit_indent", "edit_cut", "edit_fill"})
            QVERIFY(!action(id)->isEnabled());
        QTest::keyClicks(m_window->pane().activeView(), QStringLiteral("x"));
        QTest::keyClicks(m_window->pane().activeView(), QStringLiteral("x"));
        QCOMPARE(bytes(), "text\n");
        QCOMPARE(messages().size(), 1);
    }

    void piecesArePastedAsTheyAre()
    {
        open("a\r\n\xff\nb\n");
        select(0, 6);
        copy();
        select(7, 7);
        trigger("edit_paste");
        QCOMPARE(bytes(), "a\r\n\xff\nb\na\r\n\xff\nb"); // no line end changed, no byte replaced
        select(0, 3);
        trigger("edit_cut");
        QCOMPARE(bytes(), "\xff\nb\na\r\n\xff\nb");
        trigger("edit_paste");
        QCOMPARE(bytes(), "a\r\n\xff\nb\na\r\n\xff\nb");
        QTRY_COMPARE(clipboard().text(), QStringLiteral("a\r\n"));
        trigger("edit_undo");
        trigger("edit_undo");
        trigger("edit_undo");
        QCOMPARE(bytes(), "a\r\n\xff\nb\n");
    }

    // What was copied is what it was, though the file it lay in was written to since.
    void aCopyOutlivesItsFile()
    {
        open("0123456789");
        select(2, 8);
        copy();
        QFile written(m_folder.filePath(QStringLiteral("edit.txt")));
        QVERIFY(written.open(QIODevice::ReadWrite));
        written.write("abcdefghijklmno");
        written.close();
        session().checkFile();
        QTRY_COMPARE(session().size().value(), 15);
        select(0, 0);
        trigger("edit_paste");
        QCOMPARE(bytes(), "234567abcdefghijklmno");
    }

    void whatComesFromOutsideFitsTheDocument()
    {
        open("a\r\nb\r\n");
        select(3, 3);
        offer(QStringLiteral("ü\nx\r\n"), "bytes");
        trigger("edit_paste");
        QCOMPARE(bytes(), "a\r\n\xc3\xbc\r\nx\r\nb\r\n");
        session().setEncoding(Encoding::byName("ISO-8859-1"));
        offer(QStringLiteral("zł"));
        trigger("edit_paste");
        QCOMPARE(messages().size(), 1);
        QVERIFY(messages().front().contains(QStringLiteral("“ł” (U+0142)")));
        QCOMPARE(bytes(), "a\r\n\xc3\xbc\r\nx\r\nb\r\n");
        trigger("view_hex");
        select(0, 0);
        offer(QStringLiteral("ü\n"), "bytes");
        trigger("edit_paste");
        QCOMPARE(bytes(), "bytes\r\nx\r\nb\r\n"); // over what was there
        trigger("edit_insert_mode");
        offer(QStringLiteral("ü\n"));
        trigger("edit_paste");
        QCOMPARE(bytes(), "bytes\xfc\n\r\nx\r\nb\r\n");
    }

    void hexTextIsReadOrRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain") << QStringLiteral("414243") << QByteArray("ABC");
        QTest::newRow("blanks") << QStringLiteral(" 41 42\n4a ") << QByteArray("ABJ");
        QTest::newRow("prefixes") << QStringLiteral("0x41, 0X42,") << QByteArray("AB");
        QTest::newRow("odd") << QStringLiteral("41 4") << QByteArray();
        QTest::newRow("half a byte") << QStringLiteral("4 1 42 ") << QByteArray();
        QTest::newRow("a letter") << QStringLiteral("41 4g") << QByteArray();
        QTest::newRow("prose") << QStringLiteral("hello") << QByteArray();
    }

    void hexTextIsReadOrRefused()
    {
        QFETCH(const QString, text);
        QFETCH(const QByteArray, bytes);
        open("-");
        select(1, 1);
        offer(text);
        trigger("edit_paste_hex");
        QCOMPARE(this->bytes(), "-" + bytes);
        QCOMPARE(messages().size(), bytes.isEmpty() ? 1 : 0);
        QCOMPARE(session().editor().isModified(), !bytes.isEmpty());
    }

    void copyingAsSource()
    {
        open("AB\n");
        select(0, 3);
        trigger("edit_copy_c");
        QTRY_COMPARE(clipboard().text(),
            QStringLiteral("const unsigned char data[3] = {\n    0x41, 0x42, 0x0A,\n};\n"));
        trigger("edit_copy_base64");
        QTRY_COMPARE(clipboard().text(), QStringLiteral("QUIK"));
    }

    void fillingTakesNoTimeWhateverItsSize()
    {
        const std::string path = file(QStringLiteral("large.bin"), "start");
        QVERIFY(QFile::resize(QString::fromStdString(path), qint64{10} << 30));
        QVERIFY(m_window->openFile(path));
        trigger("edit_select_all");
        trigger("edit_fill");
        auto* dialog = m_window->findChild<FillDialog*>();
        auto* digits = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(digits, QStringLiteral("DE A"));
        QVERIFY(!dialog->filling());
        QTest::keyClicks(digits, QStringLiteral("D"));
        dialog->accept();
        QCOMPARE(session().size().value(), qint64{10} << 30);
        std::array<std::byte, 3> read{};
        QVERIFY(session().snapshot().read(ByteOffset((qint64{7} << 30) + 1), read).empty());
        QCOMPARE(read, (std::array{std::byte{0xad}, std::byte{0xde}, std::byte{0xad}}));
        trigger("edit_undo");
        QVERIFY(!session().editor().isModified());
    }

    void goingToChanges()
    {
        open(QByteArray("line\n").repeated(10'000));
        QVERIFY(!action("go_next_change")->isEnabled());
        for (const qint64 at : {40'000, 20'000, 1'000}) {
            select(at, at);
            QTest::keyClicks(m_window->pane().activeView(), QStringLiteral("xy"));
        }
        select(30'000, 30'010); // "line" five times
        trigger("edit_delete");
        select(0, 0);
        const auto cursor = [this] { return session().selection().cursor.value(); };
        for (const qint64 place : {1'000, 20'002, 30'000, 39'994}) {
            trigger("go_next_change");
            QCOMPARE(cursor(), place);
        }
        trigger("go_next_change");
        QCOMPARE(cursor(), 39'994);
        QCOMPARE(messages().size(), 1);
        trigger("go_previous_change");
        QCOMPARE(cursor(), 30'000);
        trigger("edit_undo");
        QCOMPARE(session().changes().all().size(), 3U);
    }

    void lines_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QPoint>("selection"); // anchor, cursor
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("selected");
        const auto row = [](const char* name, const char* before, QPoint selection, const char* id,
                             const char* after, const char* selected) {
            QTest::newRow(name) << QByteArray(before) << selection << QByteArray(id) << QByteArray(after)
                                << QString::fromLatin1(selected);
        };
        row("delete", "one\ntwo\nthree\n", {5, 5}, "edit_delete_line", "one\nthree\n", "4-4");
        row("delete several", "one\ntwo\nthree\n", {1, 8}, "edit_delete_line", "three\n", "0-0");
        row("delete the last", "one\ntwo", {4, 4}, "edit_delete_line", "one\n", "4-4");
        row("duplicate", "one\ntwo\n", {1, 1}, "edit_duplicate", "one\none\ntwo\n", "5-5");
        row("duplicate the last", "one\r\ntwo", {6, 6}, "edit_duplicate", "one\r\ntwo\r\ntwo", "11-11");
        row("duplicate selection", "one\ntwo\n", {3, 1}, "edit_duplicate", "onene\ntwo\n", "5-3");
        row("up", "one\ntwo\nthree\n", {5, 5}, "edit_move_up", "two\none\nthree\n", "1-1");
        row("up, the last", "one\r\ntwo", {5, 8}, "edit_move_up", "two\r\none", "0-3");
        row("up, the first", "one\ntwo\n", {1, 1}, "edit_move_up", "one\ntwo\n", "1-1");
        row("down", "one\ntwo\nthree\n", {5, 5}, "edit_move_down", "one\nthree\ntwo\n", "11-11");
        row("down, before the last", "one\r\ntwo", {0, 3}, "edit_move_down", "two\r\none", "5-8");
        row("down, the last", "one\ntwo\n", {5, 5}, "edit_move_down", "one\ntwo\n", "5-5");
        row("indent", "one\n\ntwo\n", {1, 6}, "edit_indent", "\tone\n\n\ttwo\n", "0-11");
        row("indent by blanks", "one\n  two\n", {9, 0}, "edit_indent", "    one\n      two\n", "18-0");
        row("indent one", "one\n", {2, 2}, "edit_indent", "\tone\n", "3-3");
        row("unindent", "\tone\n      two\n x\ny\n", {0, 20}, "edit_unindent", "one\n  two\nx\ny\n", "0-14");
        row("unindent one", "    one\n", {2, 2}, "edit_unindent", "one\n", "0-0");
        row("upper", "gr\xc3\xbc\xc3\x9f \xff k\n", {0, 8}, "edit_uppercase", "GR\xc3\x9cSS \xff k\n", "0-8");
        row("lower", "ABC\xc3\x84", {5, 1}, "edit_lowercase", "Abc\xc3\xa4", "5-1");
    }

    void lines()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QPoint, selection);
        QFETCH(const QByteArray, action);
        QFETCH(const QByteArray, after);
        open(before);
        session().setEncoding(Encoding());
        select(selection.x(), selection.y());
        trigger(action.constData());
        QCOMPARE(bytes(), after);
        QTEST(selected(), "selected");
        QCOMPARE(session().editor().isModified(), before != after);
        trigger("edit_undo"); // one step
        QCOMPARE(bytes(), before);
    }
};

QTEST_MAIN(EditActionsTest)
#include "EditActionsTest.moc"
