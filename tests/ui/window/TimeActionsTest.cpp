// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the window does with the times that lines bear, against a look at every line.

#include "tests/ui/window/WindowFixture.h"
#include "ui/panel/GoToBar.h"
#include "ui/panel/HistogramPanel.h"
#include "ui/panel/TimeHistogram.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentHistogram.h"
#include "ui/session/DocumentTimes.h"
#include "ui/session/TimeTexts.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/HistogramDock.h"
#include "ui/window/PaneFinder.h"

#include <QComboBox>
#include <QDateTime>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTimeZone>
#include <QToolButton>

using namespace megascope;
using namespace std::chrono_literals;

namespace {

// A line each second from noon on, but for a pause of an hour; every tenth is followed by two lines without a
// time.
QByteArray log(int lines)
{
    QByteArray text;
    QDateTime now(QDate(2024, 1, 2), QTime(12, 0), QTimeZone::UTC);
    for (int i = 0; i < lines; ++i) {
        text += now.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toLatin1() + ",000 INFO line "
            + QByteArray::number(i) + (i % 50 == 7 ? " ERROR\n" : "\n");
        if (i % 10 == 9)
            text += "  trace\n  trace\n";
        now = now.addSecs(i == lines / 2 ? 3600 : 1);
    }
    return text;
}

} // namespace

class TimeActionsTest : public QObject, protected WindowFixture {
    Q_OBJECT

private:
    QByteArray m_content;

    void open(const QByteArray& content)
    {
        static int number = 0;
        m_content = content;
        const QString name = QStringLiteral("time%1.log").arg(++number);
        m_window->pane().setSession(DocumentSession::open(file(name, content)).value());
        trigger("view_text");
        m_window->pane().activeView()->setFocus();
        session().startIndexing();
    }
    GoToBar& bar() { return *m_window->findChild<GoToBar*>(); }
    QLineEdit* field() { return bar().findChild<QLineEdit*>(); }
    void go(const QString& text)
    {
        trigger("go_time");
        field()->setText(text);
        QTest::keyClick(field(), Qt::Key_Return);
    }
    qsizetype cursor() { return qsizetype(session().selection().cursor.value()); }
    void append(const QByteArray& text)
    {
        m_content += text;
        const auto bytes = std::as_bytes(std::span(text));
        QVERIFY(session().editor().apply(EditOrder{.range = {session().snapshot().end(), ByteCount(0)},
            .content = std::vector<std::byte>(bytes.begin(), bytes.end()),
            .selection = Selection::at(ByteOffset(0))}));
    }
    QByteArray cursorLine()
    {
        const qsizetype begin = cursor();
        const bool isBegin = begin == 0 || m_content.at(begin - 1) == '\n';
        return isBegin ? m_content.mid(begin, m_content.indexOf('\n', begin) - begin)
                       : QByteArray("no begin");
    }
    bool statusShows(const QString& text)
    {
        return std::ranges::any_of(m_window->statusBar()->findChildren<QLabel*>(),
            [&](const QLabel* label) { return label->isVisible() && label->text() == text; });
    }
    HistogramPanel& openHistogram()
    {
        trigger("view_histogram");
        return m_window->findChild<HistogramDock*>()->panel();
    }
    static bool isDone(HistogramPanel& panel)
    {
        return panel.histogram() && panel.histogram()->state() == DocumentHistogram::State::Done;
    }
    // By hand: the lines in each bucket, of which the first begins at the given second of 1970.
    std::vector<std::int64_t> countedByHand(qint64 begin, qint64 step, std::size_t buckets, const char* word)
    {
        std::vector<std::int64_t> counts(buckets);
        std::size_t bucket = 0;
        for (const QByteArray& line : m_content.split('\n')) {
            const QByteArray iso = line.first(std::min<qsizetype>(line.size(), 19)).replace(' ', 'T') + 'Z';
            const QDateTime time = QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate);
            if (time.isValid())
                bucket = std::size_t((time.toSecsSinceEpoch() - begin) / step);
            counts.at(bucket) += !line.isEmpty() && line.contains(word) ? 1 : 0;
        }
        return counts;
    }

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void goesToATime()
    {
        open(log(1000));
        go(QStringLiteral("2024-01-02 12:03:20"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:03:20,000 INFO line 200"));
        QTRY_VERIFY(!bar().isVisible());
        QVERIFY(m_window->pane().activeView()->hasFocus());
        QTRY_VERIFY(!m_window->pane().activeView()->placeRectangle(session().selection().cursor).isEmpty());
        go(QStringLiteral("12:05"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:05:00,000 INFO line 300"));
        go(QStringLiteral("+90s"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:06:30,000 INFO line 390"));
        go(QStringLiteral("-1m30s"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:05:00,000 INFO line 300"));
        // Into the pause: the first line behind it.
        go(QStringLiteral("13:00:00"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 13:08:20,000 INFO line 501"));
        QVERIFY(messages().isEmpty());
        // A time is understood whatever a number would mean.
        trigger("go_line");
        field()->setText(QStringLiteral("2024-01-02T12:00:07Z"));
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:00:07,000 INFO line 7 ERROR"));
    }

    void timesOutsideAreTold()
    {
        open(log(100));
        go(QStringLiteral("2023-12-31"));
        QTRY_COMPARE(messages().size(), 1);
        QVERIFY(messages().at(0).contains(QStringLiteral("2024-01-02 12:00:00")));
        QCOMPARE(cursor(), 0);
        go(QStringLiteral("2025-01-01"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 13:01:38,000 INFO line 99"));
        QTRY_VERIFY(messages().join(u' ').contains(QStringLiteral("2024-01-02 13:01:38")));
        go(QStringLiteral("nonsense"));
        QVERIFY(bar().isVisible());
        open("no\ntimes\nat all\n");
        go(QStringLiteral("12:00:00"));
        QTRY_VERIFY(std::ranges::any_of(bar().findChildren<QLabel*>(),
            [](const QLabel* label) { return label->text().contains(QStringLiteral("No times")); }));
        QVERIFY(bar().isVisible());
        QCOMPARE(cursor(), 0);
    }

    void whatIsAppendedAndTypedIsFound()
    {
        open(log(100));
        go(QStringLiteral("12:00:30"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:00:30,000 INFO line 30"));
        append("2024-01-02 19:00:00,000 typed\n");
        go(QStringLiteral("18:00:00"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 19:00:00,000 typed"));
    }

    void anotherContentIsLookedAtAnew()
    {
        open(log(100));
        go(QStringLiteral("12:00:30"));
        QTRY_COMPARE(cursorLine(), QByteArray("2024-01-02 12:00:30,000 INFO line 30"));
        m_content = QByteArray("zero\n") + "Nov 21 20:55:04 host one\nNov 21 20:57:04 host two\n";
        QFile written(session().path());
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(m_content) == m_content.size());
        written.close();
        m_window->pane().reloadWith(DocumentSession::Edits::Lose);
        go(QStringLiteral("Nov 21 20:56"));
        QTRY_COMPARE(cursorLine(), QByteArray("Nov 21 20:57:04 host two"));
        // Read in an encoding in which it is no text, it has no times.
        session().setEncoding(Encoding::byName("UTF-32LE"));
        go(QStringLiteral("Nov 21 20:56"));
        QTRY_VERIFY(std::ranges::any_of(bar().findChildren<QLabel*>(),
            [](const QLabel* label) { return label->text().contains(QStringLiteral("No times")); }));
    }

    void theSelectionTellsItsTime()
    {
        open(log(1000));
        const auto select = [&](const char* from, const char* to) {
            session().setSelection(
                {ByteOffset(m_content.indexOf(from)), ByteOffset(m_content.indexOf(to) + 4)});
        };
        select("line 3\n", "line 10\n");
        QTRY_VERIFY(statusShows(QStringLiteral("Δ 7 s")));
        select("line 400\n", "line 600\n");
        QVERIFY(statusShows(QStringLiteral("Δ 1 h 03 min 19 s")));
        select("INFO line 5\n", "line 5\n");
        QVERIFY(!std::ranges::any_of(m_window->statusBar()->findChildren<QLabel*>(), [](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(QStringLiteral("Δ"));
        }));
        QCOMPARE(durationText(1h + 2min + 3s + 456ms), QStringLiteral("1 h 02 min 03.456 s"));
        QCOMPARE(durationText(26h + 5us), QStringLiteral("1 d 02 h 00 min 00.000005 s"));
        QCOMPARE(durationText(-1500ms), QStringLiteral("\u22121.500 s"));
        QCOMPARE(durationText(0s), QStringLiteral("0 s"));
        QCOMPARE(durationText(2min), QStringLiteral("2 min"));
        QCOMPARE(durationText(48h), QStringLiteral("2 d"));
        QCOMPARE(durationText(1h + 1s), QStringLiteral("1 h 00 min 01 s"));
    }

    void differencesStandBesideLines()
    {
        open(log(1000));
        auto* view = m_window->findChild<TextView*>();
        const int before = view->upToDateScene().geometry().gutterWidth();
        trigger("view_time_differences");
        QTRY_VERIFY(view->upToDateScene().geometry().gutterWidth() > before);
        TextTimes times(session());
        times.setShown(true);
        const auto texts = [&] {
            QStringList list;
            for (const QString& text : times.texts(view->upToDateScene().model().rows()))
                list.append(text);
            return list.first(14).join(u' ');
        };
        QVERIFY(times.areThere());
        QCOMPARE(texts(),
            QStringLiteral(
                " +1.000 +1.000 +1.000 +1.000 +1.000 +1.000 +1.000 +1.000 +1.000   +1.000 +1.000"));
        view->setTopOffset(ByteOffset(m_content.indexOf("  trace")));
        QVERIFY(texts().startsWith(QStringLiteral("  +1.000")));
        // From a line that is chosen.
        session().setSelection(Selection::at(ByteOffset(m_content.indexOf("line 5\n"))));
        trigger("time_measure_here");
        view->setTopOffset(ByteOffset(0));
        QVERIFY(texts().startsWith(QStringLiteral("-5.000 -4.000 -3.000 -2.000 -1.000 +0 +1.000")));
        trigger("time_measure_before");
        QVERIFY(texts().startsWith(QStringLiteral(" +1.000")));
        trigger("view_time_differences");
        QCOMPARE(view->upToDateScene().geometry().gutterWidth(), before);
    }

    void theHistogramCountsLines()
    {
        open(log(3000));
        HistogramPanel& panel = openHistogram();
        QTRY_VERIFY(isDone(panel));
        QTRY_VERIFY(panel.histogram()->countsLines());
        const DocumentHistogram& histogram = *panel.histogram();
        const qint64 begin
            = std::chrono::floor<std::chrono::seconds>(histogram.buckets().begin).time_since_epoch().count();
        const qint64 step = histogram.buckets().step / 1s;
        const std::size_t buckets = histogram.buckets().count();
        QVERIFY(buckets > 20);
        QVERIFY(histogram.counts() == countedByHand(begin, step, buckets, ""));
        QVERIFY(panel.plot().bucketText(0).contains(QStringLiteral("2024-01-02 12:00:00")));
        QVERIFY(panel.plot().matchCounts().empty());
        // Matches in each.
        m_window->pane().finder().finder()->setPattern(Pattern{.text = "ERROR"});
        m_window->pane().finder().finder()->setShown(true);
        QTRY_VERIFY(panel.plot().matchCounts() == countedByHand(begin, step, buckets, "ERROR"));
        QVERIFY(panel.plot().bucketText(0).contains(QStringLiteral("match")));
        // Zoomed.
        panel.histogram()->zoom(histogram.buckets().begin, 0.1);
        QTRY_VERIFY(isDone(panel) && panel.histogram()->buckets().step < step * 1s);
        const qint64 zoomedStep = histogram.buckets().step / 1s;
        const auto all = countedByHand(begin, zoomedStep, 100'000, "");
        for (std::size_t i = 0; i + 1 < histogram.counts().size(); ++i)
            QCOMPARE(histogram.counts()[i], all.at(i));
        panel.histogram()->showAll();
        QTRY_VERIFY(isDone(panel) && histogram.buckets().count() == buckets && !histogram.isZoomed());
    }

    void theHistogramIsAScrollBar()
    {
        open(log(3000));
        HistogramPanel& panel = openHistogram();
        QTRY_VERIFY(isDone(panel));
        TimeHistogram& plot = panel.plot();
        auto* view = m_window->pane().activeView();
        QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(plot.width() - 3, plot.height() / 2));
        QVERIFY(view->topOffset() > ByteOffset(m_content.size() * 9 / 10));
        QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(1, plot.height() / 2));
        QCOMPARE(view->topOffset(), ByteOffset(0));
        plot.setFocus();
        QTest::keyClick(&plot, Qt::Key_End);
        const ByteOffset last
            = panel.histogram()->buckets().borders.at(panel.histogram()->buckets().count() - 1);
        QVERIFY(view->topOffset() <= last && view->topOffset() > ByteOffset(m_content.size() * 8 / 10));
        QVERIFY(plot.accessibleDescription().contains(QStringLiteral("13:")));
        QTest::keyClick(&plot, Qt::Key_Home);
        QTest::keyClick(&plot, Qt::Key_Right);
        QCOMPARE(view->topOffset(), panel.histogram()->buckets().borders.at(1));
        for (const std::int64_t place :
            {std::int64_t(0), std::int64_t(5000), std::int64_t(m_content.size() / 2)})
            QVERIFY(std::abs(plot.placeAt(plot.xOf(ByteOffset(place))).value() - place) <= 1);
        QTest::keyClick(&plot, Qt::Key_Plus);
        QTRY_VERIFY(isDone(panel) && panel.histogram()->isZoomed());
        QTest::keyClick(&plot, Qt::Key_0);
        QTRY_VERIFY(isDone(panel) && !panel.histogram()->isZoomed());
        // Both views go along.
        trigger("view_both");
        QTest::mouseClick(&plot, Qt::LeftButton, {}, QPoint(plot.width() / 2, plot.height() / 2));
        const ByteOffset top = m_window->findChild<TextView*>()->topOffset();
        QVERIFY(top > ByteOffset(0));
        QVERIFY((m_window->findChild<HexView*>()->topOffset() - top).value() <= 64);
        trigger("view_histogram");
        QVERIFY(!panel.isVisible());
        QVERIFY(!panel.histogram());
    }

    void theHistogramFollowsTheDocument()
    {
        open("no times\nat all\n");
        HistogramPanel& panel = openHistogram();
        QTRY_VERIFY(panel.histogram()->state() == DocumentHistogram::State::NoTimes);
        open(log(500));
        QTRY_VERIFY(isDone(panel));
        const std::size_t buckets = panel.histogram()->buckets().count();
        append("2024-01-09 19:00:00,000 typed\n");
        QTRY_VERIFY(isDone(panel) && panel.histogram()->buckets().end() > LogTime(1'704'826'000s));
        QVERIFY(panel.histogram()->buckets().count() != buckets || panel.histogram()->buckets().step > 1min);
        QVERIFY(panel.grab().toImage().size().width() > 100);
    }
};

QTEST_MAIN(TimeActionsTest)
#include "TimeActionsTest.moc"
