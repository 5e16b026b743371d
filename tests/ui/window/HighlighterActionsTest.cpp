// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/model/HighlighterStore.h"
#include "ui/view/TextView.h"
#include "ui/window/HighlighterDialog.h"
#include "ui/window/PaneHighlighter.h"

#include <KColorButton>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTextBlock>
#include <QTextLayout>
#include <QTreeWidget>

using namespace megascope;

class HighlighterActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    QMenu* menu()
    {
        QMenu* menu = action("view_highlighters")->menu();
        emit menu->aboutToShow();
        return menu;
    }

    QAction* item(const QString& text)
    {
        for (QAction* item : menu()->actions()) {
            if (item->text().remove(QLatin1Char('&')).startsWith(text))
                return item;
        }
        qFatal("there is no item %s", qPrintable(text));
    }

    TextView& view() { return *m_window->pane().textView(); }

    // The ground behind the text's left border.
    QRgb groundOfRow(int row)
    {
        const QImage image = view().viewport()->grab().toImage();
        const TextGeometry& geometry = view().upToDateScene().geometry();
        const double scale = image.devicePixelRatio() / geometry.metrics().devicePixelRatio;
        return image.pixel(
            qRound((geometry.gutterWidth() + 1) * scale), qRound((geometry.rowTop(row) + 2) * scale));
    }

    void openLog(const char* name = "a.log")
    {
        QVERIFY(m_window->openFile(file(QString::fromLatin1(name),
            "2026-01-31 12:00 INFO one\n2026-01-31 12:01 FATAL two\n2026-01-31 12:02 INFO word "
            "word\nlast\n")));
        QTRY_VERIFY(view().isPainted());
    }

    std::unique_ptr<HighlighterDialog> dialog()
    {
        return std::make_unique<HighlighterDialog>(
            m_window->pane().highlighter().store(), QString(), nullptr);
    }

    static QPushButton* button(const QWidget& in, const char* text)
    {
        for (QPushButton* button : in.findChildren<QPushButton*>()) {
            if (button->text().remove(QLatin1Char('&')) == QLatin1StringView(text))
                return button;
        }
        qFatal("there is no button %s", text);
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("XDG_DATA_HOME", QFile::encodeName(m_folder.filePath(QStringLiteral("data"))));
    }

    void init()
    {
        QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QStringLiteral("/megascope/highlighters"))
            .removeRecursively();
        openWindow();
    }
    void cleanup() { closeWindow(); }

    void aLogIsHighlightedByItself()
    {
        openLog();
        QTRY_COMPARE(m_window->pane().highlighter().setName(), QStringLiteral("Log Levels"));
        QTRY_VERIFY(groundOfRow(1) != groundOfRow(2));
        QCOMPARE(groundOfRow(2), groundOfRow(3));
        QVERIFY(item(QStringLiteral("Automatic (Log Levels)"))->isChecked());
    }

    void aSetIsChosen()
    {
        openLog("a.txt");
        QTest::qWait(0);
        QCOMPARE(m_window->pane().highlighter().setName(), QString());
        const QRgb plain = groundOfRow(1);
        item(QStringLiteral("Log Levels"))->trigger();
        QTRY_VERIFY(groundOfRow(1) != plain);
        QVERIFY(item(QStringLiteral("Log Levels"))->isChecked());
        QVERIFY(!item(QStringLiteral("None"))->isChecked());
        // It is a setting, of other windows from now on too.
        const auto other = owned(new MainWindow);
        QCOMPARE(other->pane().highlighter().choice().name, QStringLiteral("Log Levels"));
        item(QStringLiteral("None"))->trigger();
        QTRY_COMPARE(groundOfRow(1), plain);
    }

    void selectionIsHighlightedAtOnce()
    {
        openLog("a.txt");
        QVERIFY(!action("highlight_selection")->isEnabled());
        const qint64 word = session().size().value() - 15; // "word word\nlast\n"
        session().setSelection({ByteOffset(word), ByteOffset(word + 4)});
        QVERIFY(action("highlight_selection")->isEnabled());
        QVERIFY(!action("highlight_clear")->isEnabled());
        trigger("highlight_selection");
        session().setSelection(Selection::at(ByteOffset(0)));
        const auto groundAt = [&](qint64 offset) {
            const QImage image = view().viewport()->grab().toImage();
            const QRect place = view().rectangleOf({ByteOffset(offset)});
            return image.pixel(
                (QPointF(place.topLeft() + QPoint(2, 1)) * image.devicePixelRatio()).toPoint());
        };
        const QRgb first = qRgb(0xff, 0xe0, 0x66);
        QTRY_VERIFY(groundAt(word) == first || groundAt(word) == qRgb(0x6b, 0x59, 0x00));
        QCOMPARE(groundAt(word + 5), groundAt(word)); // the other one
        QVERIFY(groundAt(word + 4) != groundAt(word));
        session().setSelection({ByteOffset(word + 10), ByteOffset(word + 14)}); // "last"
        trigger("highlight_selection");
        session().setSelection(Selection::at(ByteOffset(0)));
        QTRY_VERIFY(groundAt(word + 10) != groundAt(word + 4));
        QVERIFY(groundAt(word + 10) != groundAt(word));
        trigger("highlight_clear");
        QTRY_COMPARE(groundAt(word), groundAt(word + 4));
        QVERIFY(!action("highlight_clear")->isEnabled());
    }

    void aCatastrophicRuleIsLeftOutAndTold()
    {
        HighlighterSet set{.name = QStringLiteral("Bad"), .files = {}, .rules = {}};
        HighlightRule rule;
        rule.pattern = {.kind = Pattern::Kind::Regex, .text = "(a+)+$"};
        set.rules.push_back(rule);
        QVERIFY(m_window->pane().highlighter().store().setOwn({set}));
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), QByteArray(5'000, 'a') + "!\n")));
        QTRY_VERIFY(view().isPainted());
        item(QStringLiteral("Bad"))->trigger();
        QTRY_VERIFY(messages().join(u' ').contains(QStringLiteral("(a+)+$")));
    }

    void aBrokenFileIsTold()
    {
        const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QStringLiteral("/megascope/highlighters");
        QVERIFY(QDir().mkpath(folder));
        QFile broken(folder + QStringLiteral("/broken.json"));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{]");
        broken.close();
        openLog();
        QTRY_VERIFY(messages().join(u' ').contains(QStringLiteral("broken.json: line 1")));
    }

    void setsAreEdited()
    {
        openLog("a.txt");
        auto edited = dialog();
        edited->show();
        auto* list = edited->findChild<QListWidget*>();
        auto* rules = edited->findChild<QTreeWidget*>();
        const int builtIn = list->count();
        QVERIFY(!button(*edited, "Delete Set")->isEnabled());
        QVERIFY(!button(*edited, "Add Rule")->isEnabled());
        button(*edited, "New Set")->click();
        QCOMPARE(list->count(), builtIn + 1);
        button(*edited, "Add Rule")->click();
        button(*edited, "Add Rule")->click();
        QCOMPARE(rules->topLevelItemCount(), 2);
        auto* pattern = qobject_cast<QLineEdit*>(edited->focusWidget());
        QVERIFY(pattern);
        pattern->setText(QStringLiteral("(open"));
        QVERIFY(button(*edited, "OK")->isEnabled()); // text, not an expression
        for (QComboBox* box : edited->findChildren<QComboBox*>()) {
            if (const int regex = box->findText(QStringLiteral("Regular Expression")); regex >= 0)
                box->setCurrentIndex(regex);
        }
        QVERIFY(!button(*edited, "OK")->isEnabled());
        list->setCurrentRow(1);
        QVERIFY(!button(*edited, "OK")->isEnabled()); // it is still there
        list->setCurrentRow(0);
        rules->setCurrentItem(rules->topLevelItem(1));
        pattern->setText(QStringLiteral("o.e"));
        QVERIFY(button(*edited, "OK")->isEnabled());
        button(*edited, "Move Up")->click();
        QCOMPARE(rules->topLevelItem(0)->text(0), QStringLiteral("o.e"));
        edited->accept();
        const auto set = m_window->pane().highlighter().store().own();
        QCOMPARE(set.size(), std::size_t{1});
        QCOMPARE(set.front().rules.size(), std::size_t{2});
        QCOMPARE(set.front().rules.front().pattern.text, std::string("o.e"));
        QVERIFY(item(set.front().name));
    }

    void aSampleIsWrittenAsRulesSay()
    {
        auto edited = dialog();
        edited->show();
        auto* sample = edited->findChild<QPlainTextEdit*>();
        auto* list = edited->findChild<QListWidget*>();
        list->setCurrentRow(1); // the levels
        sample->setPlainText(QStringLiteral("x FATAL y\nnothing"));
        const QTextBlock first = sample->document()->firstBlock();
        QVERIFY(!first.layout()->formats().isEmpty());
        QVERIFY(first.layout()->formats().front().format.fontWeight() == QFont::Bold);
        QVERIFY(first.next().layout()->formats().isEmpty());
    }

    void setsAreImportedAndExported()
    {
        const QString path = m_folder.filePath(QStringLiteral("out.json"));
        {
            auto edited = dialog();
            edited->exportTo(path);
            edited->importFrom(path);
            edited->importFrom(path);
            edited->importFrom(m_folder.filePath(QStringLiteral("missing.json")));
            QStringList texts;
            for (const QLabel* label : edited->findChildren<QLabel*>())
                texts.append(label->text());
            QVERIFY(texts.join(u' ').contains(QStringLiteral("missing.json")));
            edited->accept();
        }
        const auto& own = m_window->pane().highlighter().store().own();
        QCOMPARE(own.size(), std::size_t{2});
        QVERIFY(own[0].rules == builtInHighlighters().front().rules);
        QVERIFY(own[0].name != own[1].name);
        auto edited = dialog();
        button(*edited, "Delete Set")->click();
        edited->accept();
        QCOMPARE(m_window->pane().highlighter().store().own().size(), std::size_t{1});
    }

    void everythingHasAName()
    {
        auto edited = dialog();
        for (const QWidget* widget : edited->findChildren<QWidget*>()) {
            const bool isField = qobject_cast<const QLineEdit*>(widget)
                || qobject_cast<const QComboBox*>(widget) || qobject_cast<const KColorButton*>(widget)
                || qobject_cast<const QTreeWidget*>(widget) || qobject_cast<const QPlainTextEdit*>(widget);
            if (!isField)
                continue;
            const auto labels = edited->findChildren<QLabel*>();
            const bool hasLabel
                = std::ranges::any_of(labels, [&](const QLabel* l) { return l->buddy() == widget; });
            QVERIFY2(hasLabel || !widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }

    void sequencesAreASetting()
    {
        QVERIFY(m_window->openFile(file(QStringLiteral("a.txt"), "\x1b[31mred\x1b[0m\n")));
        QTRY_VERIFY(view().isPainted());
        QCOMPARE(view().shownSequences(), SequenceDisplay::Colored);
        for (QAction* choice : action("view_sequences")->menu()->actions()) {
            if (choice->text() == QStringLiteral("As They Are"))
                choice->trigger();
        }
        QCOMPARE(view().shownSequences(), SequenceDisplay::Shown);
        QCOMPARE(m_window->settings().sequences, SequenceDisplay::Shown);
        trigger("view_hex");
        QVERIFY(!action("view_sequences")->isEnabled());
        QVERIFY(!action("view_highlighters")->isEnabled());
    }
};

QTEST_MAIN(HighlighterActionsTest)
#include "HighlighterActionsTest.moc"
