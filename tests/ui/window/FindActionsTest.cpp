// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/FindFixture.h"
#include "ui/panel/FindResults.h"
#include "ui/panel/MatchTable.h"
#include "ui/panel/ReplacePreview.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"

#include <KConfigGroup>
#include <KSharedConfig>

#include <QClipboard>
#include <QDockWidget>
#include <QLineEdit>
#include <QScrollBar>
#include <QStatusBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace megascope;

class FindActionsTest : public QObject, protected FindFixture {
    Q_OBJECT

private slots:
    void init()
    {
        KSharedConfig::openStateConfig()->deleteGroup(QStringLiteral("Find"));
        openWindow();
    }
    void cleanup() { closeWindow(); }

    void looksWhileOneWrites()
    {
        open("one cat, two cards, three carts\n");
        QVERIFY(!m_window->findChild<FindBar*>()); // a start does not make it
        QVERIFY(!bar().isVisible());
        trigger("edit_find");
        QVERIFY(bar().isVisible());
        QVERIFY(field()->hasFocus());
        type(QStringLiteral("ca"));
        QCOMPARE(selected(), QStringLiteral("4-6"));
        type(QStringLiteral("rt"));
        QCOMPARE(selected(), QStringLiteral("26-30"));
        QTRY_VERIFY(shows(QStringLiteral("1 of 1")));
        QTest::keyClick(field(), Qt::Key_Backspace);
        QTest::keyClick(field(), Qt::Key_Backspace);
        QCOMPARE(selected(), QStringLiteral("4-6"));
        QTRY_VERIFY(shows(QStringLiteral("1 of 3")));
        type(QStringLiteral("x"));
        QVERIFY(shows(QStringLiteral("Not found.")));
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!bar().isVisible());
        QVERIFY(m_window->pane().activeView()->hasFocus());
    }

    void goesOnAndBack()
    {
        open("cat dog cat cow cat\n");
        trigger("edit_find");
        type(QStringLiteral("CAT"));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("8-11"));
        QTRY_VERIFY(shows(QStringLiteral("2 of 3")));
        QTest::keyClick(field(), Qt::Key_Return);
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("0-3"));
        QVERIFY(shows(QStringLiteral("1 of 3")));
        QVERIFY(shows(QStringLiteral("Continued from the beginning.")));
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(selected(), QStringLiteral("16-19"));
        QVERIFY(shows(QStringLiteral("Continued from the end.")));
        QTest::keyClick(field(), Qt::Key_Escape);
        // Also when the bar is closed; then the status bar tells.
        trigger("edit_find_prev");
        QCOMPARE(selected(), QStringLiteral("8-11"));
        trigger("edit_find_next");
        trigger("edit_find_next");
        QCOMPARE(selected(), QStringLiteral("0-3"));
        QVERIFY(!bar().isVisible());
        QCOMPARE(m_window->statusBar()->currentMessage(), QStringLiteral("Continued from the beginning."));
        box(QStringLiteral("Match case"))->setChecked(true);
        trigger("edit_find_next");
        QCOMPARE(m_window->statusBar()->currentMessage(), QStringLiteral("Not found."));
    }

    void beginsWithWhatIsSelected()
    {
        open("one (cat) two (cat)\n");
        session().setSelection({ByteOffset(4), ByteOffset(9)});
        trigger("edit_find");
        QCOMPARE(field()->currentText(), QStringLiteral("(cat)"));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("14-19"));
        choose(Pattern::Kind::Regex);
        QCOMPARE(selected(), QStringLiteral("15-18")); // as an expression it means something else
        session().setSelection({ByteOffset(4), ByteOffset(9)});
        trigger("edit_find");
        QCOMPARE(field()->currentText(), QStringLiteral("\\(cat\\)"));
        QTest::keyClick(field(), Qt::Key_Escape);
        session().setSelection({ByteOffset(0), ByteOffset(1)});
        trigger("edit_find_selection");
        QCOMPARE(field()->currentText(), QStringLiteral("o"));
        QVERIFY(!bar().isVisible());
        QCOMPARE(selected(), QStringLiteral("12-13"));
        // Bytes that are no text are looked for as bytes.
        open(QByteArray("some bytes \0\xff, then the same \0\xff\n", 32));
        session().setSelection({ByteOffset(11), ByteOffset(13)});
        trigger("edit_find_selection");
        QCOMPARE(field()->currentText(), QStringLiteral("00 ff"));
        QCOMPARE(selected(), QStringLiteral("29-31"));
        // Lines are no pattern: what was there stays.
        open("a\nb\nab");
        session().setSelection({ByteOffset(0), ByteOffset(0)});
        trigger("edit_find");
        QCOMPARE(field()->currentText(), QStringLiteral("00 ff"));
    }

    void tellsWhatIsWrongAndWhere()
    {
        open("text\n");
        trigger("edit_find");
        choose(Pattern::Kind::Regex);
        QApplication::clipboard()->setText(QStringLiteral("é(x"));
        field()->lineEdit()->paste();
        QVERIFY(!finder().isReady());
        QVERIFY(std::ranges::any_of(bar().findChildren<QLabel*>(), [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("At character 4: ")) && label->text().size() > 20;
        }));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("0-0"));
        type(QStringLiteral(")"));
        QVERIFY(finder().isReady());
        QVERIFY(!std::ranges::any_of(bar().findChildren<QLabel*>(),
            [](const QLabel* label) { return label->text().startsWith(QStringLiteral("At character")); }));
        choose(Pattern::Kind::Hex);
        QVERIFY(!finder().isReady());
        QVERIFY(!box(QStringLiteral("Match case"))->isEnabled());
        field()->lineEdit()->selectAll();
        type(QStringLiteral("74 6?"));
        QVERIFY(finder().isReady());
        QCOMPARE(selected(), QStringLiteral("0-2"));
        type(QStringLiteral(" 7"));
        QVERIFY(finder().error());
    }

    void findsInTheSelectionOnly()
    {
        open("cat cat cat cat\n");
        session().setSelection({ByteOffset(2), ByteOffset(12)});
        trigger("edit_find");
        field()->lineEdit()->selectAll();
        type(QStringLiteral("cat"));
        session().setSelection({ByteOffset(2), ByteOffset(12)});
        box(QStringLiteral("In selection"))->setChecked(true);
        QTest::keyClick(field(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(selected(), QStringLiteral("8-11"));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("4-7"));
        QTRY_VERIFY(shows(QStringLiteral("1 of 2")));
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(!finder().scope());
        box(QStringLiteral("Whole words"))->setChecked(true);
        trigger("edit_find_next");
        QCOMPARE(selected(), QStringLiteral("8-11"));
    }

    void matchesAreMarked()
    {
        open(QByteArray("some cat here\n").repeated(3000), "view_both");
        auto* text = m_window->findChild<TextView*>();
        auto* hex = m_window->findChild<HexView*>();
        const QColor match = text->viewStyle().match;
        const QColor tick = text->viewStyle().matchTick;
        QVERIFY(match != text->viewStyle().background && match != text->viewStyle().selection);
        QCOMPARE(pixels(*text, match), 0);
        trigger("edit_find");
        type(QStringLiteral("cat"));
        QTRY_VERIFY(pixels(*text, tick) > 100);
        QTRY_VERIFY(pixels(*hex, tick) > 100);
        QVERIFY(pixels(*text, match) > 1000);
        QVERIFY(pixels(*hex, match) > 1000);
        // The current one is shown as the selection, though the keyboard is elsewhere.
        QVERIFY(pixels(*text, text->viewStyle().selection) > 100);
        QVERIFY(pixels(*hex, hex->viewStyle().selection) > 100);
        QTest::keyClick(field(), Qt::Key_Escape);
        QTRY_COMPARE(pixels(*text, tick), 0);
        QCOMPARE(pixels(*text, match), 0);
        QCOMPARE(pixels(*hex, match), 0);
    }

    void aFarMatchComesIntoSight()
    {
        open(QByteArray("some dog here\n").repeated(3000) + "cat\n");
        trigger("edit_find");
        type(QStringLiteral("cat"));
        QCOMPARE(selected(), QStringLiteral("42000-42003"));
        auto* view = m_window->pane().activeView();
        QTRY_VERIFY(!view->placeRectangle(ByteOffset(42000)).isEmpty());
        view->setTopOffset(ByteOffset(0));
        QTRY_VERIFY(view->placeRectangle(ByteOffset(42000)).isEmpty());
        QTest::keyClick(field(), Qt::Key_Return); // to the same one
        QTRY_VERIFY(!view->placeRectangle(ByteOffset(42000)).isEmpty());
    }

    void whatWasLookedForIsKept()
    {
        open("cat dog cow\n");
        trigger("edit_find");
        for (const char* text : {"cat", "dog", "cat", "cow"}) {
            field()->lineEdit()->selectAll();
            type(QLatin1String(text));
            QTest::keyClick(field(), Qt::Key_Return);
        }
        const QStringList expected{QStringLiteral("cow"), QStringLiteral("cat"), QStringLiteral("dog")};
        QCOMPARE(bar().history(), expected);
        QCOMPARE(field()->currentText(), QStringLiteral("cow"));
        closeWindow();
        openWindow();
        open("cat\n");
        trigger("edit_find");
        QCOMPARE(bar().history(), expected);
        QCOMPARE(field()->count(), 3);
        QCOMPARE(field()->currentText(), QString());
    }

    void allAreListed()
    {
        open("one cat\ntwo cats\nno dog\n");
        auto* dock = m_window->findChild<QDockWidget*>(QStringLiteral("find_results"));
        QVERIFY(!dock->isVisible());
        trigger("edit_find");
        type(QStringLiteral("cat"));
        trigger("edit_find_all");
        QVERIFY(dock->isVisible());
        auto* results = m_window->findChild<FindResults*>();
        MatchTable& table = results->currentPage()->table();
        QTRY_COMPARE(table.model().rowCount(), 2);
        table.setCurrent(1);
        QTest::keyClick(table.findChild<QTableView*>(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("12-15"));
        // Of another document nothing is left.
        open("cat\n");
        QCOMPARE(results->pageCount(), 0);
        QVERIFY(!dock->isVisible());
    }

    // Another document is searched for the same.
    void thePatternStays()
    {
        open("cat\n");
        trigger("edit_find");
        type(QStringLiteral("cat"));
        open("one cat\n");
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(selected(), QStringLiteral("4-7"));
        QTRY_VERIFY(shows(QStringLiteral("1 of 1")));
    }

    void replacesOneAfterTheOther()
    {
        open("cat dog cat cow cat\n");
        trigger("edit_replace");
        QVERIFY(bar().isVisible() && replaceField()->isVisible());
        QVERIFY(field()->hasFocus()); // first what, then by what
        type(QStringLiteral("cat"));
        QCOMPARE(selected(), QStringLiteral("0-3"));
        QTest::keyClicks(replaceField(), QStringLiteral("lion"));
        QVERIFY(shows(QStringLiteral("→ lion")));
        QTest::keyClick(replaceField(), Qt::Key_Return);
        QCOMPARE(content(), "lion dog cat cow cat\n");
        QCOMPARE(selected(), QStringLiteral("9-12"));
        trigger("edit_replace_next");
        QCOMPARE(content(), "lion dog lion cow cat\n");
        QTRY_VERIFY(shows(QStringLiteral("1 of 1")));
        // With what is selected, and the keyboard goes to what is missing.
        QTest::keyClick(replaceField(), Qt::Key_Escape);
        QVERIFY(!bar().isVisible());
        trigger("edit_find");
        QVERIFY(!replaceField()->isVisible());
        trigger("edit_replace");
        QVERIFY(replaceField()->hasFocus());
        QCOMPARE(field()->currentText(), QStringLiteral("cat"));
        // What was put is remembered.
        closeWindow();
        openWindow();
        open("cat\n");
        trigger("edit_replace");
        QCOMPARE(replaceField()->itemText(0), QStringLiteral("lion"));
    }

    void replacesAll()
    {
        const QByteArray before = QByteArray("some cat here\n").repeated(1000);
        open(before);
        trigger("edit_replace_all"); // asks
        QVERIFY(replaceField()->isVisible());
        choose(Pattern::Kind::Regex);
        type(QStringLiteral("(c)at"));
        QTest::keyClicks(replaceField(), QStringLiteral("$2"));
        QVERIFY(std::ranges::any_of(bar().findChildren<QLabel*>(), [](const QLabel* label) {
            return label->text().startsWith(QStringLiteral("At character 3: "));
        }));
        trigger("edit_replace_all");
        QVERIFY(!session().isRewriting());
        QTest::keyClick(replaceField(), Qt::Key_Backspace);
        QTest::keyClicks(replaceField(), QStringLiteral("1\\t"));
        QVERIFY(shows(QStringLiteral("→ c␉")));
        QTest::keyClick(replaceField(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(shows(QStringLiteral("1,000 replacements")));
        QCOMPARE(content(), QByteArray("some c\t here\n").repeated(1000));
        trigger("edit_undo");
        QVERIFY(content() == before);
        box(QStringLiteral("Keep length"))->setChecked(true);
        trigger("edit_replace_all");
        QTRY_VERIFY(!session().isRewriting());
        QVERIFY(content() == before);
        QVERIFY(
            std::ranges::any_of(m_window->findChildren<KMessageWidget*>(), [](const KMessageWidget* message) {
                return message->text().contains(
                    QStringLiteral("at offset 5 are 3 bytes, which 2 would replace"));
            }));
        session().editor().setReadOnly(true);
        QVERIFY(!action("edit_replace_all")->isEnabled());
    }

    void replacesWhatTheListLeavesIn()
    {
        open("cat dog cat cow cat");
        trigger("edit_replace_preview"); // asks
        QVERIFY(!m_window->findChild<ReplacePreview*>());
        type(QStringLiteral("cat"));
        QTest::keyClicks(replaceField(), QStringLiteral("lion"));
        trigger("edit_replace_preview");
        auto* preview = m_window->findChild<ReplacePreview*>();
        QVERIFY(QTest::qWaitForWindowExposed(preview));
        QTRY_COMPARE(preview->table().model().rowCount(), 3);
        auto* rows = preview->table().findChild<QTableView*>();
        QTest::keyClick(rows, Qt::Key_Down);
        QTest::keyClick(rows, Qt::Key_Space);
        QTest::keyClick(rows, Qt::Key_Return);
        QTRY_COMPARE(content(), "lion dog cat cow lion");
        QVERIFY(shows(QStringLiteral("2 replacements")));
        trigger("edit_undo");
        QCOMPARE(content(), "cat dog cat cow cat");
    }

    void findsNumbers()
    {
        open(QByteArray("\x01\xd2\x04\xff", 4), "view_hex");
        trigger("edit_find");
        choose(Pattern::Kind::Number);
        QVERIFY(!box(QStringLiteral("Match case"))->isEnabled());
        type(QStringLiteral("u16:123"));
        QVERIFY(shows(QStringLiteral("Not found.")));
        type(QStringLiteral("4"));
        QCOMPARE(selected(), QStringLiteral("1-3"));
        type(QStringLiteral("56"));
        QVERIFY(shows(QStringLiteral("At character 5: 123456 does not fit into u16")));
    }

    void allOpenFilesAreSearched()
    {
        open("one cat\n");
        auto second = owned(new MainWindow);
        second->pane().setSession(
            DocumentSession::open(file(QStringLiteral("second.txt"), "a cat, a cat\n")).value());
        second->show();
        QVERIFY(QTest::qWaitForWindowExposed(second.get()));
        trigger("edit_find");
        type(QStringLiteral("cat"));
        trigger("edit_find_everywhere");
        auto* results = m_window->findChild<FindResults*>();
        QCOMPARE(results->pageCount(), 2);
        auto* tabs = results->findChild<QTabWidget*>();
        const int index = tabs->tabText(1).contains(QStringLiteral("second.txt")) ? 1 : 0;
        tabs->setCurrentIndex(index);
        MatchTable& table = results->currentPage()->table();
        QTRY_COMPARE(table.model().rowCount(), 2);
        table.setCurrent(1);
        QTest::keyClick(table.findChild<QTableView*>(), Qt::Key_Return);
        QCOMPARE(second->pane().session().selection().range(), ByteRange(ByteOffset(9), ByteCount(3)));
        QVERIFY(
            second->pane().activeView()->hasFocus() || second->focusWidget() == second->pane().activeView());
        // A list goes with its document.
        second.reset();
        QCOMPARE(results->pageCount(), 1);
        tabs->setCurrentIndex(0);
        QTRY_COMPARE(results->currentPage()->table().model().rowCount(), 1);
        // And is made anew when that has changed.
        session().editor().apply({.range = {ByteOffset(0), ByteCount(0)},
            .content = std::vector<std::byte>{std::byte{'c'}, std::byte{'a'}, std::byte{'t'}},
            .selection = {}});
        QTest::keyClick(results->currentPage()->table().findChild<QTableView*>(), Qt::Key_F5);
        QTRY_COMPARE(results->currentPage()->table().model().rowCount(), 2);
        QTest::keyClick(
            results->currentPage()->table().findChild<QTableView*>(), Qt::Key_W, Qt::ControlModifier);
        QTRY_COMPARE(results->pageCount(), 0);
        QVERIFY(m_window->isVisible());
    }

    // By keyboard, and with names for those who cannot see it.
    void allCanBeReached()
    {
        open("cat\n");
        trigger("edit_replace");
        QSet<QWidget*> reached;
        for (int i = 0; i < 30; ++i) {
            reached.insert(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        for (const QCheckBox* one : bar().findChildren<QCheckBox*>())
            QVERIFY(reached.contains(const_cast<QCheckBox*>(one)));
        for (QToolButton* one : bar().findChildren<QToolButton*>()) {
            const bool isOfField = qobject_cast<QLineEdit*>(one->parent()) != nullptr;
            QVERIFY(isOfField || !one->accessibleName().isEmpty() || !one->text().isEmpty());
        }
        QVERIFY(reached.contains(kind()) && reached.contains(field()) && reached.contains(replaceField()));
        QVERIFY(!kind()->accessibleName().isEmpty() && !field()->accessibleName().isEmpty());
    }
};

QTEST_MAIN(FindActionsTest)
#include "FindActionsTest.moc"
