// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/GoToBar.h"
#include "ui/panel/StatusLine.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"

#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QToolButton>

using namespace megascope;
using Layout = ViewSettings::Layout;

class MainWindowTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    void typePlace(const QString& text)
    {
        auto* bar = m_window->findChild<GoToBar*>();
        auto* field = bar->findChild<QLineEdit*>();
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    QMenu* openedMenu(const char* id)
    {
        QMenu* menu = action(id)->menu();
        emit menu->aboutToShow();
        return menu;
    }

    static QAction* itemNamed(QMenu* menu, const QString& text)
    {
        for (QAction* action : menu->findChildren<QAction*>()) {
            if (action->text().remove(QLatin1Char('&')) == text) // any letter may be marked
                return action;
        }
        return nullptr;
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void textIsShownAsTextAndBinaryAsHex()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "some text\n")));
        QCOMPARE(m_window->pane().shownLayout(), Layout::Text);
        const auto elf = QByteArray("\x7f"
                                    "ELF\2\1\1\0\0\0\0\0\0\0\0\0",
            16);
        const auto window = m_window->openFile(file(QStringLiteral("a.bin"), elf.repeated(100)));
        QVERIFY(window && *window != m_window.get());
        const std::unique_ptr<MainWindow> other = owned(*window);
        QCOMPARE(other->pane().shownLayout(), Layout::Hex);
    }

    void contentIsPaintedAndThenLinesAreCounted()
    {
        QSignalSpy painted(m_window.get(), &MainWindow::firstContentPainted);
        QVERIFY(m_window->openFile(file(QStringLiteral("lines.txt"), QByteArray("x\n").repeated(1000))));
        QTRY_COMPARE(painted.count(), 1);
        QTRY_VERIFY(session().lineIndex().isComplete());
        QCOMPARE(session().lineIndex().newlines().value(), 1000);
    }

    void aMissingFileIsToldAndTheOldOneStays()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("kept.txt"), "kept\n")));
        const std::string missing = m_folder.filePath(QStringLiteral("missing.txt")).toStdString();
        QVERIFY(!m_window->openFile(missing));
        QCOMPARE(messages().size(), 1);
        QVERIFY(messages().front().contains(QStringLiteral("missing.txt")));
        QVERIFY(session().path().endsWith(QStringLiteral("kept.txt")));
        QVERIFY(!m_window->openFile(m_folder.path().toStdString()));
        QCOMPARE(messages().size(), 2);
    }

    void layoutsShareCursorAndSelection()
    {
        QByteArray text;
        for (int i = 0; i < 5000; ++i)
            text += "line number " + QByteArray::number(i) + "\n";
        QVERIFY(m_window->openFile(file(QStringLiteral("both.txt"), text)));
        trigger("view_both");
        QCOMPARE(m_window->pane().shownLayout(), Layout::SideBySide);
        auto* textView = m_window->findChild<TextView*>();
        auto* hexView = m_window->findChild<HexView*>();
        QVERIFY(textView && hexView);
        session().setSelection({ByteOffset(30), ByteOffset(40)});
        trigger("view_hex");
        QVERIFY(!m_window->findChild<TextView*>());
        QCOMPARE(session().selection().range().count().value(), 10);
        trigger("view_text");
        QVERIFY(!m_window->findChild<HexView*>());
        QCOMPARE(session().selection().range().begin().value(), 30);
    }

    void oneViewFollowsTheOther()
    {
        QVERIFY(m_window->openFile(
            file(QStringLiteral("follow.txt"), QByteArray("0123456789abcde\n").repeated(20000))));
        trigger("view_both");
        auto* textView = m_window->findChild<TextView*>();
        auto* hexView = m_window->findChild<HexView*>();
        textView->scrollByRows(1000);
        const ByteOffset top = textView->topOffset();
        QVERIFY(top.value() > 0);
        QVERIFY(hexView->topOffset() <= top);
        QVERIFY(top - hexView->topOffset() < ByteCount(256));
        hexView->scrollByRows(-100);
        QVERIFY(textView->topOffset() <= hexView->topOffset());
        QVERIFY(hexView->topOffset() - textView->topOffset() < ByteCount(256));
    }

    // The pane in which one works is not moved by the other, which shows less and has to bring the cursor
    // into sight.
    void settingTheCursorMovesOnlyTheOtherView()
    {
        QVERIFY(m_window->openFile(
            file(QStringLiteral("cursor.txt"), (QByteArray(150, 'x') + '\n').repeated(20000))));
        trigger("view_both");
        auto* textView = m_window->findChild<TextView*>();
        auto* hexView = m_window->findChild<HexView*>();
        textView->scrollByRows(1000);
        const ByteOffset top = textView->topOffset();
        const QPoint far(textView->viewport()->width() / 2, textView->viewport()->height() - 40);
        QTest::mouseClick(textView->viewport(), Qt::LeftButton, {}, far);
        const ByteOffset cursor = session().selection().cursor;
        QVERIFY(cursor > top + ByteCount(2000));
        QCOMPARE(textView->topOffset(), top);
        QVERIFY(hexView->topOffset() <= cursor && cursor - hexView->topOffset() < ByteCount(1200));

        m_window->pane().goTo({.kind = Place::Kind::Percentage, .percentage = 50});
        const ByteOffset middle = session().selection().cursor;
        for (const DocumentView* view :
            {static_cast<DocumentView*>(textView), static_cast<DocumentView*>(hexView)})
            QVERIFY(view->topOffset() < middle);
        QVERIFY(middle - hexView->topOffset() < ByteCount(1200));
        QVERIFY(middle - textView->topOffset() < ByteCount(6000));
    }

    void goToBarGoesAndRefuses()
    {
        QByteArray text;
        for (int i = 1; i <= 500; ++i)
            text += QByteArray::number(i) + "\n";
        QVERIFY(m_window->openFile(file(QStringLiteral("goto.txt"), text)));
        QTRY_VERIFY(session().lineIndex().isComplete());
        trigger("go_line");
        typePlace(QStringLiteral("120"));
        QCOMPARE(session().selection().cursor.value(), qint64(text.indexOf("\n120\n") + 1));
        QVERIFY(!m_window->findChild<GoToBar*>()->isVisible());

        trigger("go_offset");
        typePlace(QStringLiteral("16"));
        QCOMPARE(session().selection().cursor.value(), 16);

        trigger("go_line");
        typePlace(QStringLiteral("nonsense"));
        QVERIFY(m_window->findChild<GoToBar*>()->isVisible());
        QCOMPARE(session().selection().cursor.value(), 16);
        QTest::keyClick(m_window->findChild<GoToBar*>(), Qt::Key_Escape);
        QVERIFY(!m_window->findChild<GoToBar*>()->isVisible());

        trigger("go_line");
        typePlace(QStringLiteral("9999"));
        QVERIFY(m_window->findChild<GoToBar*>()->isVisible());
        bool told = false;
        for (const auto* label : m_window->findChild<GoToBar*>()->findChildren<QLabel*>())
            told = told || label->text().contains(QStringLiteral("501"));
        QVERIFY(told);
        QCOMPARE(session().selection().cursor.value(), 16);
        trigger("go_end");
        QCOMPARE(session().selection().cursor.value(), qint64(text.size()));
    }

    void goToBarOpensByKeys()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("keys.txt"), "text\n")));
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        for (const Qt::KeyboardModifiers modifiers : {Qt::KeyboardModifiers(Qt::ControlModifier),
                 Qt::KeyboardModifiers(Qt::ControlModifier | Qt::ShiftModifier)}) {
            QTest::keyClick(m_window->pane().activeView(), Qt::Key_G, modifiers);
            QVERIFY(m_window->findChild<GoToBar*>()->isVisible());
            QTest::keyClick(m_window->findChild<GoToBar*>(), Qt::Key_Escape);
            QVERIFY(!m_window->findChild<GoToBar*>()->isVisible());
        }
    }

    void aPlaceAskedForAtTheStartIsInSight()
    {
        // One long line, so that the end of it is far to the right.
        const std::string path = file(QStringLiteral("wide.txt"), QByteArray(100'000, 'x'));
        for (const Layout layout : {Layout::Text, Layout::Hex, Layout::SideBySide}) {
            MainWindow window;
            window.setAttribute(Qt::WA_DeleteOnClose, false);
            window.pane().chooseLayout(layout);
            QVERIFY(window.openFile(path));
            window.pane().goTo({.kind = Place::Kind::End});
            window.resize(900, 600);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            if (const auto* view = window.findChild<TextView*>())
                QTRY_VERIFY(view->viewport()->rect().contains(view->cursorRectangle().center()));
            if (const auto* view = window.findChild<HexView*>())
                QTRY_COMPARE(view->verticalExtent().position, view->verticalExtent().maximum);
        }
    }

    void droppedFilesAreOpened()
    {
        const std::string one = file(QStringLiteral("one.txt"), "1\n");
        const std::string two = file(QStringLiteral("two.txt"), "2\n");
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(one)),
            QUrl::fromLocalFile(QString::fromStdString(two))});
        // A drop counts only where a drag has entered.
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QVERIFY(session().path().endsWith(QStringLiteral("one.txt")));
        QList<MainWindow*> others;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            auto* window = qobject_cast<MainWindow*>(widget);
            if (window && window != m_window.get())
                others.append(window);
        }
        QCOMPARE(others.size(), 1);
        QVERIFY(others.front()->pane().session().path().endsWith(QStringLiteral("two.txt")));
        qDeleteAll(others);
    }

    void zoomChangesTheFontOfTheViews()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("zoom.txt"), "text\n")));
        const int before = m_window->findChild<TextView*>()->viewStyle().font.pointSize();
        trigger("view_zoom_in");
        trigger("view_zoom_in");
        QCOMPARE(m_window->findChild<TextView*>()->viewStyle().font.pointSize(), before + 2);
        trigger("view_actual_size");
        QCOMPARE(m_window->findChild<TextView*>()->viewStyle().font.pointSize(), before);
    }

    void encodingMenuChangesTheEncoding()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("enc.txt"), "na\xefve\n")));
        auto* button = m_window->findChild<StatusLine*>()->encodingButton();
        QMenu* menu = button->menu();
        emit menu->aboutToShow();
        QAction* wanted = nullptr;
        for (QAction* action : menu->findChildren<QAction*>()) {
            if (action->property("encoding").toString() == QStringLiteral("KOI8-R"))
                wanted = action;
        }
        QVERIFY(wanted);
        wanted->trigger();
        QCOMPARE(QString::fromLatin1(session().textFormat().encoding.name()), QStringLiteral("KOI8-R"));
        QCOMPARE(button->text(), QStringLiteral("KOI8-R"));
        emit menu->aboutToShow();
        QVERIFY(wanted->isChecked());
    }

    void syntaxIsFoundAndCanBeChosen()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("code.cpp"), "int main() { return 0; }\n")));
        QTRY_COMPARE(m_window->pane().syntaxName(), QStringLiteral("C++"));
        QVERIFY(itemNamed(openedMenu("view_syntax"), QStringLiteral("Automatic (C++)"))->isChecked());
        QAction* python = itemNamed(openedMenu("view_syntax"), QStringLiteral("Python"));
        QVERIFY(python);
        python->trigger();
        QCOMPARE(m_window->pane().syntaxName(), QStringLiteral("Python"));
        trigger("view_hex");
        trigger("view_text"); // a new view of the same document
        QTRY_COMPARE(m_window->pane().syntaxName(), QStringLiteral("Python"));
        openedMenu("view_syntax");
        QVERIFY(python->isChecked());
        itemNamed(openedMenu("view_syntax"), QStringLiteral("None"))->trigger();
        QCOMPARE(m_window->pane().syntaxName(), QString());
        const auto window = m_window->openFile(file(QStringLiteral("data.json"), "{\"a\": 1}\n"));
        QVERIFY(window);
        const std::unique_ptr<MainWindow> other = owned(*window);
        other->show();
        QTRY_COMPARE(other->pane().syntaxName(), QStringLiteral("JSON"));
    }

    void syntaxIsFoundAnewInWhatIsReloaded()
    {
        const std::string path = file(QStringLiteral("script"), "no script at all\n");
        QVERIFY(m_window->openFile(path));
        QTRY_VERIFY(m_window->findChild<TextView*>()->isPainted());
        QVERIFY(QFile::remove(QString::fromStdString(path)));
        file(QStringLiteral("script"), "#!/usr/bin/perl\nprint 1;\n");
        trigger("file_reload");
        QTRY_COMPARE(m_window->pane().syntaxName(), QStringLiteral("Perl"));
    }

    void themeMenuChangesTheColors()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("theme.txt"), "text\n")));
        trigger("view_both");
        const QColor before = m_window->findChild<TextView*>()->viewStyle().background;
        QAction* dracula = itemNamed(openedMenu("view_theme"), QStringLiteral("Dracula"));
        QVERIFY(dracula);
        dracula->trigger();
        QCOMPARE(m_window->findChild<TextView*>()->viewStyle().background, QColor(0x28, 0x2a, 0x36));
        QCOMPARE(m_window->findChild<HexView*>()->viewStyle().background, QColor(0x28, 0x2a, 0x36));
        QVERIFY(m_window->findChild<TextView*>()->viewStyle().isDark());
        itemNamed(openedMenu("view_theme"), QStringLiteral("Desktop Colors"))->trigger();
        QCOMPARE(m_window->findChild<TextView*>()->viewStyle().background, before);
    }

    void sideBySideHexHasRoomForSixteenBytes()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("room.txt"), QByteArray("text\n").repeated(1000))));
        m_window->resize(1100, 700);
        trigger("view_both");
        QTRY_COMPARE(m_window->findChild<HexView*>()->hexLayout().grid().bytesPerRow(), 16);
        QVERIFY(m_window->findChild<TextView*>()->width() > 300);
    }

    void hexFormatIsSwitchedInTheMenu()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("hex.bin"), "text\n")));
        trigger("view_hex");
        trigger("view_uppercase_hex");
        QVERIFY(!m_window->findChild<HexView*>()->format().uppercase);
        trigger("view_decimal_offsets");
        QVERIFY(m_window->findChild<HexView*>()->format().decimalOffsets);
    }

    void firstContentIsToldOnceForBothViews()
    {
        QSignalSpy painted(&m_window->pane(), &DocumentPane::firstContentPainted);
        trigger("view_both");
        QVERIFY(m_window->openFile(file(QStringLiteral("both.txt"), "text\n")));
        QTRY_COMPARE(painted.count(), 1);
        m_window->findChild<TextView*>()->repaint();
        m_window->findChild<HexView*>()->repaint();
        QTest::qWait(50);
        QCOMPARE(painted.count(), 1);
    }

    void everyActionIsReachable()
    {
        // A command that no menu shows, or that has no name, does not exist for people.
        for (const QAction* action : m_window->actionCollection()->actions()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            QVERIFY2(!action->associatedObjects().isEmpty(), qPrintable(action->objectName()));
        }
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
