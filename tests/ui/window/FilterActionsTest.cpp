// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/FilterBar.h"
#include "ui/panel/FilterConditionRow.h"
#include "ui/panel/FilterPanel.h"
#include "ui/session/Bookmarks.h"
#include "ui/view/DocumentView.h"
#include "ui/view/FilterView.h"
#include "ui/window/FilterCommands.h"

#include <KConfigGroup>
#include <KSharedConfig>

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace megascope;

class FilterActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    std::string m_path;

    void open(const QByteArray& content)
    {
        static int number = 0;
        m_path = file(QStringLiteral("filter%1.log").arg(++number), content);
        m_window->pane().setSession(DocumentSession::open(m_path).value());
        trigger("view_text");
        m_window->pane().activeView()->setFocus();
        session().startIndexing();
    }
    FilterPanel& panel() { return *m_window->findChild<FilterPanel*>(); }
    FilterBar& bar() { return panel().bar(); }
    FilterView& view() { return *panel().view(); }
    QLineEdit* field(qsizetype row = 0)
    {
        return &bar().findChildren<FilterConditionRow*>().at(row)->field();
    }
    // "3 text" of each visible row
    QStringList rows()
    {
        if (!QTest::qWaitFor(
                [this] { return !panel().lines()->isRunning() && !session().isIndexing(); }, 30000))
            return {QStringLiteral("still running")};
        view().bringUpToDate();
        QStringList texts;
        const TextModel& model = view().model();
        for (int row = 0; row < model.rowCount(); ++row)
            texts.append(model.index(row, TextModel::LineColumn).data().toString() + u' '
                + model.index(row, TextModel::TextColumn).data().toString());
        return texts;
    }
    bool shows(const QString& text)
    {
        for (const QLabel* label : bar().findChildren<QLabel*>()) {
            if (label->text() == text)
                return true;
        }
        return false;
    }
    QToolButton* button(const QString& text)
    {
        for (QToolButton* button : bar().findChildren<QToolButton*>()) {
            if (button->text().remove(u'&') == text)
                return button;
        }
        qFatal("there is no button %s", qPrintable(text));
    }
    qint64 cursor() { return session().selection().cursor.value(); }

private slots:
    void init()
    {
        KSharedConfig::openStateConfig()->deleteGroup(QStringLiteral("Filter"));
        openWindow();
    }
    void cleanup() { closeWindow(); }

    // Conditions and bookmarks, for each file its own.
    void areKeptFromStartToStart()
    {
        open("one\ntwo\nthree\n");
        const std::string first = m_path;
        session().setSelection(Selection::at(ByteOffset(4)));
        trigger("go_toggle_bookmark");
        trigger("view_filter");
        field()->setText(QStringLiteral("e"));
        QCOMPARE(rows(), (QStringList{QStringLiteral("1 one"), QStringLiteral("3 three")}));
        open("another\n");
        closeWindow();
        {
            QFile file(QString::fromStdString(first));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("none\none\ntwo\nthree\n");
        }
        openWindow();
        m_window->pane().setSession(DocumentSession::open(first).value());
        const auto* commands = m_window->findChild<FilterCommands*>();
        QTRY_COMPARE(commands->bookmarks().all().size(), 1u);
        QCOMPARE(commands->bookmarks().all().front(), ByteOffset(9)); // with its line
        QVERIFY(!m_window->findChild<FilterPanel*>()); // nobody has asked for it
        trigger("view_filter");
        QCOMPARE(field()->text(), QStringLiteral("e"));
        session().startIndexing();
        QCOMPARE(rows().size(), 3);
        trigger("go_clear_bookmarks");
        field()->clear();
        m_window->pane().setSession(DocumentSession::open(first).value());
        trigger("view_text");
        QVERIFY(commands->bookmarks().all().empty());
        QCOMPARE(field()->text(), QString());
    }

    void isMadeWhenItIsAskedFor()
    {
        open("one\n");
        QVERIFY(!m_window->findChild<FilterPanel*>());
        trigger("view_filter");
        QVERIFY(panel().isVisible());
        QVERIFY(field()->hasFocus());
        QTest::keyClick(field(), Qt::Key_Escape);
        QVERIFY(m_window->pane().activeView()->hasFocus());
    }

    void filtersWhileOneWrites()
    {
        open("one\nerror two\nthree\nwarning four\nerror five");
        session().setSelection({ByteOffset(4), ByteOffset(9)});
        trigger("view_filter");
        QCOMPARE(field()->text(), QStringLiteral("error"));
        QCOMPARE(rows(), (QStringList{QStringLiteral("2 error two"), QStringLiteral("5 error five")}));
        QTRY_VERIFY(shows(QStringLiteral("2 of 5 lines")));
        QTest::keyClicks(field(), QStringLiteral("error f"));
        QTRY_COMPARE(rows(), QStringList{QStringLiteral("5 error five")});
        QAbstractItemModelTester tester(
            &view().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);

        field()->setText(QStringLiteral("error"));
        QTest::mouseClick(button(QStringLiteral("Add Condition")), Qt::LeftButton);
        QTest::keyClicks(field(1), QStringLiteral("warning"));
        QTRY_COMPARE(rows(), QStringList());
        QComboBox* combine = nullptr;
        for (QComboBox* box : bar().findChildren<QComboBox*>()) {
            if (box->itemText(0) == QStringLiteral("All conditions"))
                combine = box;
        }
        QVERIFY(combine && combine->isEnabled());
        combine->setCurrentIndex(1);
        QTRY_COMPARE(rows().size(), 3);
        QTRY_VERIFY(shows(QStringLiteral("3 of 5 lines")));
        bar().findChild<QSpinBox*>()->setValue(1);
        QTRY_COMPARE(rows().size(), 5);
        QTRY_VERIFY(shows(QStringLiteral("3 of 5 lines")));
    }

    void tabGoesThroughTheConditions()
    {
        open("one\n");
        trigger("view_filter");
        QTest::mouseClick(button(QStringLiteral("Add Condition")), Qt::LeftButton);
        QVERIFY(field(1)->hasFocus());
        field(0)->setFocus();
        for (int i = 0; i < 6; ++i) // kind, case, remove; use, sense, field
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(field(1)->hasFocus());
    }

    void tellsWhatIsWrong()
    {
        open("a(b\n");
        trigger("view_filter");
        for (QComboBox* box : bar().findChildren<QComboBox*>()) {
            if (const int index = box->findText(QStringLiteral("Regular Expression")); index >= 0)
                box->setCurrentIndex(index);
        }
        QTest::keyClicks(field(), QStringLiteral("a(b"));
        QVERIFY(shows(QStringLiteral("At character 4: missing closing parenthesis")));
        QTest::keyClicks(field(), QStringLiteral(")"));
        QTRY_COMPARE(rows(), QStringList());
        QVERIFY(!shows(QStringLiteral("At character 4: missing closing parenthesis")));
    }

    void jumpsToLines()
    {
        QByteArray text;
        for (int i = 0; i < 5000; ++i)
            text += i % 100 == 0 ? "error\n" : "fine!\n";
        open(text);
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(panel().lines()->rowCount(), 50);
        QTest::keyClick(field(), Qt::Key_Return);
        QVERIFY(view().hasFocus());
        QTest::keyClick(&view(), Qt::Key_Down);
        QCOMPARE(cursor(), 600);
        QTest::keyClick(&view(), Qt::Key_End);
        QCOMPARE(cursor(), 4900 * 6);
        DocumentView* document = m_window->pane().activeView();
        QTRY_VERIFY(!document->placeRectangle(ByteOffset(4900 * 6)).isEmpty());
        QTest::keyClick(&view(), Qt::Key_Home);
        const int height = view().fontMetrics().height();
        QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, QPoint(80, height * 5 / 2));
        QCOMPARE(cursor() % 600, 0);
        QCOMPARE(cursor(), view().current() * 600);
        QVERIFY(view().current() > 0);
    }

    void copiesAndSaves()
    {
        open("one\nerror 1\ntwo\nerror 2\nerror 3\n");
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(panel().lines()->rowCount(), 3);
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(view().selectedCount(), 2);
        QTest::keySequence(&view(), QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("error 1\nerror 2\n"));
        const QString path = m_folder.filePath(QStringLiteral("lines.txt"));
        QSignalSpy saved(&panel(), &FilterPanel::saved);
        panel().save(path);
        QTRY_COMPARE(saved.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "error 1\nerror 2\nerror 3\n");
    }

    // At its end, the list stays there; elsewhere, it stays where it is.
    void looksAsTheDocumentDoes()
    {
        open("\x1b[31mone error\x1b[0m\nnone\ntwo error\n");
        trigger("view_filter");
        field()->setText(QStringLiteral("error"));
        QTRY_COMPARE(rows(), (QStringList{QStringLiteral("1 one error"), QStringLiteral("3 two error")}));

        const auto red = AnsiColors(view().viewStyle().text.rgb(), view().viewStyle().background.rgb())
                             .spanOf({.text = {AnsiColor::Kind::Palette, 1}})
                             .text;
        QVERIFY(pixels(view(), QColor(red)) > 0);
        const auto isHighlighted = [this](std::size_t row) {
            view().grab();
            const RowHighlights* const known = view().highlights().of(view().page().rows().at(row).text);
            return known && std::ranges::any_of(known->spans, [](const TextStyleSpan& span) {
                return span.unit == 0 && span.units == 3 && qAlpha(span.background) != 0;
            });
        };
        const ByteOffset two(session().snapshot().size().value() - 10);
        session().setSelection({two, two + ByteCount(3)});
        trigger("highlight_selection");
        QTRY_VERIFY(isHighlighted(1));
        QVERIFY(!isHighlighted(0));
        trigger("highlight_clear");
        QTRY_VERIFY(!isHighlighted(1));
    }

    void followsTheFile()
    {
        QByteArray text;
        for (int i = 0; i < 300; ++i)
            text += "error " + QByteArray::number(i) + "\nfine\n";
        open(text);
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(panel().lines()->rowCount(), 300);
        QVERIFY(rows().first().startsWith(u"1 error"));
        const auto append = [&](const QByteArray& more) {
            QFile file(QFile::decodeName(m_path.c_str()));
            QVERIFY(file.open(QIODevice::Append));
            QCOMPARE(file.write(more), more.size());
            file.close();
            session().checkFile();
        };
        append("error 300\n");
        QTRY_COMPARE(panel().lines()->rowCount(), 301);
        QVERIFY(rows().first().startsWith(u"1 error"));
        view().scrollToPosition(view().verticalExtent().maximum);
        append("fine\nerror 301\n");
        QTRY_COMPARE(rows().last(), QStringLiteral("603 error 301"));
        QCOMPARE(view().verticalExtent().position, view().verticalExtent().maximum);
    }

    void longLinesAreShownInPart()
    {
        open("short error\n" + QByteArray(3'000'000, 'x') + " error\n");
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(panel().lines()->rowCount(), 2);
        QVERIFY(rows().last().size() < 40'000);
        QVERIFY(view().page().rows().back().isCut);
        QVERIFY(view().page().rows().back().text.beginsLine());
        view().grab();
        QTRY_VERIFY(view().horizontalScrollBar()->maximum() > 1000);
        // The part in which it is found.
        open(QByteArray(700'000, 'x') + " an error " + QByteArray(100'000, 'y') + "\nerror\n");
        QTRY_VERIFY(rows().value(0).startsWith(u"1 ") && rows().value(0).contains(u" an error "));
        QTRY_COMPARE(rows().size(), 2);
        QVERIFY(rows().first().size() < 40'000);
        const std::vector<ByteRange> marks{
            {ByteOffset(700'004), ByteCount(5)}, {ByteOffset(800'011), ByteCount(5)}};
        QTRY_VERIFY(view().page().marks() == marks);
        view().grab();
    }

    void bookmarksAreShownEverywhere()
    {
        open("one\nerror 1\ntwo\nerror 2\n");
        DocumentView* document = m_window->pane().activeView();
        session().setSelection(Selection::at(ByteOffset(14)));
        const QColor color = document->viewStyle().bookmark;
        QCOMPARE(pixels(*document->viewport(), color), 0);
        trigger("go_toggle_bookmark");
        QVERIFY(pixels(*document->viewport(), color) > 0);
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(panel().lines()->rowCount(), 2);
        view().setFocus();
        QTest::keyClick(&view(), Qt::Key_End);
        QCOMPARE(pixels(*view().viewport(), color), 0);
        trigger("go_toggle_bookmark");
        QVERIFY(pixels(*view().viewport(), color) > 0);
        trigger("go_previous_bookmark");
        QCOMPARE(cursor(), 12);
        trigger("go_next_bookmark");
        QCOMPARE(cursor(), 16);
        trigger("view_both");
        trigger("view_text"); // the views are others
        QVERIFY(pixels(*m_window->pane().activeView()->viewport(), color) > 0);
        trigger("go_clear_bookmarks");
        QCOMPARE(pixels(*m_window->pane().activeView()->viewport(), color), 0);
        trigger("go_next_bookmark");
        QVERIFY(messages().contains(QStringLiteral("There is no bookmark behind the cursor.")));
    }

    void remembersPatterns()
    {
        open("one\n");
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("some"));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(bar().history(), QStringList{QStringLiteral("some")});
        closeWindow();
        openWindow();
        open("two\n");
        trigger("view_filter");
        QCOMPARE(bar().history(), QStringList{QStringLiteral("some")});
    }

    // The panel stays and shows another document by the same conditions.
    void anotherDocumentComes()
    {
        open("error 1\n");
        trigger("view_filter");
        QTest::keyClicks(field(), QStringLiteral("error"));
        QTRY_COMPARE(rows(), QStringList{QStringLiteral("1 error 1")});
        open("fine\nerror 2\n");
        QTRY_COMPARE(rows(), QStringList{QStringLiteral("2 error 2")});
    }
};

QTEST_MAIN(FilterActionsTest)
#include "FilterActionsTest.moc"
