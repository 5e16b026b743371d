// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/FilterLines.h"
#include "core/search/MatchStore.h"
#include "ui/session/ReportedTask.h"

#include <atomic>

namespace megascope {

// What to filter in the background.
struct FilterOrder {
    Snapshot snapshot;
    std::shared_ptr<const LineFilter> filter;
    ByteOffset textBegin;
    FilterStart start;
};

// The lines that a filter shows, and those of them that pass: the same store without context.
struct LineStores {
    std::shared_ptr<MatchStore> shown;
    std::shared_ptr<MatchStore> passing;
};

// How it ended.
struct FilterOutcome {
    FilterEnd end;
    std::optional<Error> storing; // why lines could not be stored
};

// Filters, and puts the lines into stores. Starts when constructed.
class FilterTask final : public ReportedTask {
    Q_OBJECT

public:
    FilterTask(FilterOrder order, LineStores stores);

signals:
    void grown(); // there are lines, or more of them; at most 20 times a second, and at once for the first
    void ended(const megascope::FilterOutcome& outcome); // the last signal

private:
    void tellGrowth();

    std::shared_ptr<std::atomic<std::int64_t>> m_count;
    std::int64_t m_told = 0;
    QTimer m_growth;
};

} // namespace megascope
