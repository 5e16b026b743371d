// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/window/WindowFixture.h"
#include "ui/session/DocumentFollower.h"
#include "ui/view/DocumentView.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"

#include <QLabel>
#include <QPointer>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStatusBar>
#include <QToolButton>
#include <QWheelEvent>

#include <filesystem>

using namespace megascope;

namespace {

QByteArray lines(int first, int count)
{
    QByteArray text;
    for (int i = first; i < first + count; ++i)
        text += "line " + QByteArray::number(i) + '\n';
    return text;
}

bool isAtEnd(const DocumentView& view)
{
    const LargeScrollArea::VerticalExtent extent = view.verticalExtent();
    return extent.maximum > 0 && extent.position == extent.maximum;
}

} // namespace

// Following a log, and what the window says of what others do to its file.
class FollowActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    std::string m_path;

    void open(const QByteArray& content, const char* layout = "view_text")
    {
        static int number = 0;
        m_path = file(QStringLiteral("log%1").arg(++number), content);
        m_window->pane().setSession(DocumentSession::open(m_path).value());
        trigger(layout);
        session().startIndexing();
        QApplication::processEvents();
    }

    // Returns when the document has it.
    bool append(const QByteArray& content)
    {
        QFile file(QString::fromStdString(m_path));
        const ByteCount size = session().size() + ByteCount(content.size());
        if (!file.open(QIODevice::Append) || file.write(content) != content.size())
            return false;
        file.close();
        session().checkFile();
        const bool came = QTest::qWaitFor([&] { return session().size() == size; });
        QApplication::processEvents();
        return came;
    }

    void put(const QByteArray& content)
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    void edit()
    {
        const QByteArray text = "edit ";
        const auto bytes = std::as_bytes(std::span(text));
        QVERIFY(session().editor().apply({.range = {ByteOffset(0), ByteCount(0)},
            .content = std::vector(bytes.begin(), bytes.end()),
            .selection = {}}));
    }

    DocumentView& view() { return *m_window->pane().activeView(); }

    // The text of the status line's button; empty while it is not there.
    QString state()
    {
        for (const QToolButton* button : m_window->statusBar()->findChildren<QToolButton*>()) {
            const QString text = button->text().remove(u'&');
            if (button->isVisible()
                && (text == QLatin1String("Following") || text == QLatin1String("Not at the End")))
                return text;
        }
        return {};
    }

    QStringList choices()
    {
        QStringList texts;
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>()) {
            for (const QAction* action : message->actions())
                texts.append(action->text().remove(u'&'));
        }
        return texts;
    }

    bool choose(const QString& text)
    {
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>()) {
            for (QAction* action : message->actions()) {
                if (action->text().remove(u'&') == text) {
                    action->trigger();
                    return true;
                }
            }
        }
        return false;
    }

    // A window that is opened meanwhile.
    template <class Act>
    std::unique_ptr<MainWindow> opened(const Act& act)
    {
        const QWidgetList before = QApplication::topLevelWidgets();
        act();
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* window = qobject_cast<MainWindow*>(widget); window && !before.contains(window))
                return owned(window);
        }
        return nullptr;
    }

    QByteArray content(DocumentSession& of)
    {
        QByteArray bytes(of.size().value(), '?');
        const Gaps gaps = of.snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        return gaps.empty() ? bytes : QByteArray("unreadable");
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    // What comes is counted at once: neither the number of lines nor what is beside it comes and goes.
    void theStatusLineStaysAtRestWhileFollowing()
    {
        open(lines(0, 3000), "view_text");
        trigger("view_follow");
        const QWidget& bar = *m_window->statusBar();
        const auto* progress = bar.findChild<QProgressBar*>();
        const auto counted = [&bar] {
            for (const QLabel* label : bar.findChildren<QLabel*>()) {
                if (label->isVisible() && label->text().endsWith(QLatin1String(" lines")))
                    return label->text();
            }
            return QString();
        };
        QTRY_COMPARE(counted(), QStringLiteral("3,000 lines"));
        int looks = 0;
        int unrest = 0;
        const auto look = [&] {
            ++looks;
            unrest += counted().isEmpty() || progress->isVisible() ? 1 : 0;
        };
        connect(&session(), &DocumentSession::snapshotChanged, this, look);
        connect(&session(), &DocumentSession::indexProgressed, this, look);
        for (int i = 0; i < 20; ++i)
            QVERIFY(append(lines(3000 + i * 50, 50)));
        QTRY_COMPARE(counted(), QStringLiteral("4,000 lines"));
        QVERIFY(looks >= 20);
        QCOMPARE(unrest, 0);
    }

    void theEndStaysInSight_data()
    {
        QTest::addColumn<QByteArray>("layout");
        for (const char* layout : {"view_text", "view_hex", "view_both"})
            QTest::newRow(layout) << QByteArray(layout);
    }

    void theEndStaysInSight()
    {
        QFETCH(const QByteArray, layout);
        open(lines(0, 3000), layout.constData());
        QVERIFY(append(lines(3000, 100)));
        QVERIFY(view().topOffset() == ByteOffset(0)); // not followed yet
        QCOMPARE(state(), QString());
        trigger("view_follow");
        QApplication::processEvents();
        QCOMPARE(state(), QStringLiteral("Following"));
        const auto allAtEnd = [&] {
            return std::ranges::all_of(m_window->findChildren<DocumentView*>(),
                [](const DocumentView* each) { return isAtEnd(*each); });
        };
        QVERIFY(allAtEnd());
        QVERIFY(append(lines(3100, 1)));
        QVERIFY(append(lines(3101, 500)));
        QVERIFY(allAtEnd());
        m_window->resize(m_window->width() - 50, m_window->height() - 100);
        QTRY_VERIFY(allAtEnd());
        trigger("view_follow");
        QVERIFY(append(lines(3601, 100)));
        QVERIFY(!allAtEnd());
        QCOMPARE(state(), QString());
    }

    void whoGoesElsewhereIsLeftThere_data()
    {
        QTest::addColumn<QByteArray>("layout");
        QTest::addColumn<QByteArray>("how");
        for (const char* layout : {"view_text", "view_hex"}) {
            for (const char* how : {"wheel", "page key", "bar", "drag", "place"})
                QTest::addRow("%s, %s", layout, how) << QByteArray(layout) << QByteArray(how);
        }
    }

    void whoGoesElsewhereIsLeftThere()
    {
        QFETCH(const QByteArray, layout);
        QFETCH(const QByteArray, how);
        open(lines(0, 3000), layout.constData());
        trigger("view_follow");
        trigger("go_end"); // where the keyboard is
        QApplication::processEvents();
        QVERIFY(isAtEnd(view()));
        if (how == "wheel") {
            QWheelEvent turn(QPointF(50, 50), view().viewport()->mapToGlobal(QPointF(50, 50)), QPoint(),
                QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QApplication::sendEvent(view().viewport(), &turn);
        } else if (how == "page key")
            QTest::keyClick(&view(), Qt::Key_PageUp);
        else if (how == "bar")
            view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
        else if (how == "drag")
            view().verticalScrollBar()->setValue(view().verticalScrollBar()->maximum() / 2);
        else
            m_window->pane().goTo({.kind = Place::Kind::Offset, .offset = ByteOffset(1000)});
        QApplication::processEvents();
        if (how == "page key") // one is not enough where the cursor was behind the page before
            QTest::keyClick(&view(), Qt::Key_PageUp);
        QApplication::processEvents();
        QCOMPARE(state(), QStringLiteral("Not at the End"));
        const ByteOffset top = view().topOffset();
        QVERIFY(append(lines(3000, 500)));
        QCOMPARE(view().topOffset().value(), top.value());
        QVERIFY(action("view_follow")->isChecked());

        if (how == "wheel" || how == "bar")
            view().verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
        else if (how == "page key")
            QTest::keyClick(&view(), Qt::Key_End, Qt::ControlModifier);
        else
            trigger("go_end");
        QApplication::processEvents();
        QCOMPARE(state(), QStringLiteral("Following"));
        QVERIFY(append(lines(3500, 500)));
        QVERIFY(isAtEnd(view()));
    }

    void theEarlierFileIsShownWhereItWas_data()
    {
        QTest::addColumn<QByteArray>("way");
        for (const char* way : {"rename", "remove", "copy"})
            QTest::newRow(way) << QByteArray(way);
    }

    void theEarlierFileIsShownWhereItWas()
    {
        QFETCH(const QByteArray, way);
        const QByteArray before = lines(0, 3000);
        open(before);
        trigger("view_follow");
        QApplication::processEvents();
        m_window->pane().goTo({.kind = Place::Kind::Offset, .offset = ByteOffset(10'000)});
        QApplication::processEvents();
        const ByteOffset top = view().topOffset();
        const std::string old = m_path + ".1";
        if (way == "rename")
            std::filesystem::rename(m_path, old);
        else if (way == "remove")
            std::filesystem::remove(m_path);
        else
            std::filesystem::copy_file(m_path, old);
        put("new\n");
        QTRY_COMPARE(messages(), QStringList{QStringLiteral("The log was rotated; this is the new file.")});
        QCOMPARE(content(session()), "new\n");
        QCOMPARE(choices(), QStringList{QStringLiteral("Show Earlier File")});
        const std::unique_ptr<MainWindow> earlier
            = opened([&] { QVERIFY(choose(QStringLiteral("Show Earlier File"))); });
        QVERIFY(earlier && earlier->isVisible());
        DocumentSession& shown = earlier->pane().session();
        QCOMPARE(content(shown), before);
        QCOMPARE(shown.path().toStdString(), way == "remove" ? m_path + " (earlier)" : old);
        QTRY_COMPARE(earlier->pane().activeView()->topOffset().value(), top.value());
    }

    void oneMessageOfManyChanges()
    {
        open(lines(0, 100));
        for (int i = 0; i < 10; ++i) {
            put(lines(i, 100 - i));
            session().checkFile();
            QTRY_COMPARE(session().size().value(), lines(i, 100 - i).size());
        }
        QVERIFY2(messages().size() == 1, qPrintable(messages().join(u'|')));
        QVERIFY(messages().front().contains(QStringLiteral("cut short"))
            || messages().front().contains(QStringLiteral("changed")));
    }

    void changesUnderEdits_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<QStringList>("offered");
        const QStringList all{QStringLiteral("Reload"), QStringLiteral("Keep My Edits on Top"),
            QStringLiteral("Compare…"), QStringLiteral("Ignore")};
        QTest::newRow("modified") << QByteArray("modify") << all;
        QTest::newRow("replaced") << QByteArray("replace") << all;
        QTest::newRow("truncated") << QByteArray("truncate") << all;
        QTest::newRow("removed") << QByteArray("remove") << QStringList{QStringLiteral("Ignore")};
    }

    void changesUnderEdits()
    {
        QFETCH(const QByteArray, change);
        QFETCH(const QStringList, offered);
        open("one\ntwo\n");
        edit();
        if (change == "modify")
            put("ONE\nTWO\n");
        else if (change == "truncate")
            put("ONE\n");
        else
            std::filesystem::remove(m_path);
        if (change == "replace")
            put("ONE\nTWO\n");
        session().checkFile();
        QTRY_COMPARE(messages().size(), 1);
        QCOMPARE(choices(), offered);
        QVERIFY(session().editor().isModified());
        QCOMPARE(session().size().value(), 13);
        if (change == "replace" || change == "remove")
            QCOMPARE(content(session()), "edit one\ntwo\n");
        if (change == "modify")
            QCOMPARE(content(session()), "edit ONE\nTWO\n");
        if (change == "truncate")
            QCOMPARE(content(session()), "unreadable");
        if (change == "remove")
            return;
        const std::unique_ptr<MainWindow> other
            = opened([&] { QVERIFY(choose(QStringLiteral("Compare…"))); });
        QVERIFY(other && other->isVisible());
        QCOMPARE(content(other->pane().session()), change == "truncate" ? "ONE\n" : "ONE\nTWO\n");
        QVERIFY(choose(QStringLiteral("Keep My Edits on Top")));
        QCOMPARE(content(session()), change == "truncate" ? "edit ONE\n" : "edit ONE\nTWO\n");
        QVERIFY(session().editor().isModified());
    }

    // Until another kind of change comes.
    void ignoredChangesAreNotToldAgain()
    {
        open(lines(0, 100));
        put(lines(1, 100));
        session().checkFile();
        QTRY_COMPARE(choices(), QStringList{QStringLiteral("Ignore")});
        QVERIFY(choose(QStringLiteral("Ignore")));
        QTRY_VERIFY(messages().empty());
        put(lines(2, 120));
        session().checkFile();
        QTRY_COMPARE(content(session()), lines(2, 120));
        QVERIFY(messages().empty());
        put("short\n");
        session().checkFile();
        QTRY_COMPARE(messages().size(), 1);
    }

    // Who saves by taking the name away gives it back at once; that is nothing to tell.
    void aNameThatComesBackIsNoNews()
    {
        open("one\n");
        std::filesystem::rename(m_path, m_path + ".old");
        session().checkFile();
        QTRY_COMPARE(messages().size(), 1);
        std::filesystem::rename(m_path + ".old", m_path);
        session().checkFile();
        QTRY_VERIFY(messages().empty());
    }

    // A document without a file, and one that was copied to be shown.
    void whatCannotBeFollowed()
    {
        QVERIFY(!action("view_follow")->isEnabled());
        m_window->pane().setSession(DocumentSession::open("/proc/version").value());
        QVERIFY(!action("view_follow")->isEnabled());
        open("one\n");
        QVERIFY(action("view_follow")->isEnabled());
        QVERIFY(!action("view_follow")->isChecked());
    }
};

QTEST_MAIN(FollowActionsTest)
#include "FollowActionsTest.moc"
