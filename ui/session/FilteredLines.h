// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FilterTask.h"

#include <QElapsedTimer>

namespace megascope {

class DocumentSession;

// The lines of a document that a filter shows, as rows, kept up with the document: what is appended to it is
// filtered by itself, edits move the rows, and a while after an edit all is filtered again, with the old rows
// shown until then. GUI thread only; lives as long as the session at most.
class FilteredLines final : public QObject {
    Q_OBJECT

public:
    explicit FilteredLines(DocumentSession& session, QObject* parent = nullptr);
    ~FilteredLines() override;

    // Which lines are shown from now on. Nothing happens for the same as before.
    void setSpec(const FilterSpec& spec);
    [[nodiscard]] const FilterSpec& spec() const { return m_spec; }
    // What is wrong with it; the rows stay as they were meanwhile.
    [[nodiscard]] const std::vector<FilterError>& errors() const { return m_errors; }
    // The filter in use; null: nothing is filtered, and there are no rows.
    [[nodiscard]] const std::shared_ptr<const LineFilter>& filter() const { return m_filter; }

    [[nodiscard]] std::int64_t rowCount() const;
    // Lines that pass: the rows without those of context.
    [[nodiscard]] std::int64_t passingCount() const;
    // As it is now; after an edit in it the range may be more or less than a line, or empty. Nothing when
    // there is no such row, or it cannot be read.
    [[nodiscard]] std::optional<FilteredLine> at(std::int64_t row) const;
    // The first row whose line does not begin before a place; rowCount() when there is none.
    [[nodiscard]] std::int64_t firstFrom(ByteOffset place) const;
    // Another number when a row that was there may be another one.
    [[nodiscard]] int generation() const { return m_generation; }

    // Looks for lines, or is about to.
    [[nodiscard]] bool isRunning() const;
    // The rows come from what was appended to the document.
    [[nodiscard]] bool isFollowing() const { return m_shown && m_shown->isFollowing; }
    // Nothing before all was looked at, or a stop.
    [[nodiscard]] const std::optional<FilterOutcome>& outcome() const;
    // Bytes, of how many, and how many a second.
    [[nodiscard]] std::int64_t done() const { return m_done; }
    [[nodiscard]] std::int64_t total() const { return m_total; }
    [[nodiscard]] double rate() const;
    // Ends soon, with what was found.
    void stop();

    // For a task: all rows as they are now.
    struct Rows {
        Snapshot snapshot;
        std::shared_ptr<const MatchStore> lines;
        std::int64_t count = 0; // of `lines`
        std::vector<FilteredLine> last; // behind them
        std::vector<Change> changes; // to be made to `lines`
    };
    [[nodiscard]] Rows rows() const;

signals:
    void reset(); // other rows
    void grown(); // more rows
    void moved(); // an edit moved rows
    void stateChanged(); // errors, whether it runs, how far; a few times a second

private:
    // One pass over the document, and what was appended since.
    struct Pass {
        LineStores stores;
        std::int64_t count = 0; // of the lines that were told of
        std::int64_t passing = 0;
        std::vector<FilteredLine> last;
        Revision revision; // of the document that the lines are of
        ByteOffset end; // of that
        std::optional<FilterOutcome> outcome; // nothing while it runs
        bool isFollowing = false;
        mutable std::vector<Change> changes; // since then
        mutable std::optional<Revision> changesTo;
        mutable bool isLost = false;
    };

    void prepare(bool keepRows);
    void begin();
    void show();
    void goOn();
    void run(Pass& pass, const FilterStart& start);
    void takeGrowth();
    void finish(const FilterOutcome& outcome);
    void takeSnapshot();
    void abandon();
    void drop();
    [[nodiscard]] const std::vector<Change>& changesOf(const Pass& pass) const;
    [[nodiscard]] Pass& running() { return m_coming ? *m_coming : *m_shown; }

    DocumentSession& m_session;
    FilterSpec m_spec;
    std::vector<FilterError> m_errors;
    std::shared_ptr<const LineFilter> m_filter;
    std::unique_ptr<Pass> m_shown; // null: no rows
    std::unique_ptr<Pass> m_coming; // takes its place; null while there is none
    bool m_comingAtEnd = false; // when it has ended; else with its first rows
    FilterTask* m_task = nullptr; // of the coming pass, else of the shown one
    QTimer m_delay; // until a pass begins
    QTimer m_patience; // until old rows go though no new ones have come
    QElapsedTimer m_clock;
    std::int64_t m_done = 0;
    std::int64_t m_total = 0;
    int m_generation = 0;
};

} // namespace megascope
