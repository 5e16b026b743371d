// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TimeBuckets.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>

namespace megascope {

class DocumentSession;
class LineMap;
class WorkTask;

// How many lines a log has in each of some lengths of time: all of it, or the part that is zoomed into. Made
// in the background, without reading the document; and again, when the document has changed, a moment later.
// GUI thread only.
class DocumentHistogram final : public QObject {
    Q_OBJECT

public:
    enum class State {
        Empty, // nothing was made yet
        Running, // what was made before is still there
        Done,
        Stopped,
        NoTimes, // the lines bear none
    };

    // Begins at once. To be deleted before the session.
    explicit DocumentHistogram(DocumentSession& session);
    ~DocumentHistogram() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] DocumentSession& session() const { return m_session; }
    // As last made. Borders may lie behind the end of a document that has become shorter since.
    [[nodiscard]] const TimeBuckets& buckets() const { return m_buckets; }
    // Of each bucket: lines, or bytes while lines are not counted.
    [[nodiscard]] const std::vector<std::int64_t>& counts() const { return m_counts.all; }
    [[nodiscard]] bool countsLines() const { return m_counts.areLines; }
    // How its times are shown. REQUIRES: there are buckets.
    [[nodiscard]] const TimestampFormat& format() const { return *m_format; }

    [[nodiscard]] bool isZoomed() const { return m_zoom.has_value(); }
    // Shows so much of what is shown now (less: below 1), with `center` where it is.
    void zoom(LogTime center, double factor);
    void showAll();
    void stop();

signals:
    void changed();
    void progressed(qint64 done, qint64 total); // borders of buckets

private:
    using Times = std::pair<LogTime, LogTime>;
    // Of each bucket.
    struct Counts {
        std::vector<std::int64_t> all;
        bool areLines = false;
    };
    struct Made {
        std::optional<TimeSpan> span;
        TimeBuckets buckets;
        Counts counts;
        Revision revision;
    };

    void make();
    void drop();
    void take(const Made& made);
    void countLines();
    [[nodiscard]] static Counts counted(const TimeBuckets& buckets, const Snapshot& snapshot,
        const LineMap& lines, const std::stop_token& stop);
    void setState(State state);

    DocumentSession& m_session;
    State m_state = State::Empty;
    std::optional<Times> m_zoom;
    std::optional<Times> m_whole;
    TimeBuckets m_buckets;
    Revision m_revision; // of the buckets
    std::optional<TimestampFormat> m_format;
    Counts m_counts;
    QTimer m_delay; // since the document has changed
    std::unique_ptr<WorkTask> m_task; // null while nothing runs, as is the next
    std::unique_ptr<WorkTask> m_counting; // of lines, when it was made before they were known
};

} // namespace megascope
