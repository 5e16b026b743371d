// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/MatchSeek.h"
#include "core/search/MatchStore.h"
#include "ui/session/ReportedTask.h"

#include <atomic>
#include <optional>

namespace megascope {

// What to find in the background.
struct FindOrder {
    Snapshot snapshot;
    std::shared_ptr<const Matcher> matcher;
    SearchRequest request;
    std::int64_t most = 0; // matches to store; those behind are counted only
    std::int64_t found = 0; // matches before, which are in the store already
    std::optional<ByteRange> scope = {}; // that the range comes from, where it is not the whole text
};

// How it ended.
struct FindOutcome {
    SearchEnd end;
    std::optional<Error> storing; // why matches could not be stored
    // Where to go on when something has come behind the end, and how many matches are before.
    ByteOffset next;
    std::int64_t foundBefore = 0;
    // Matches behind `next`, as long as nothing has come; they are not in the store.
    std::vector<ByteRange> last = {};
};

// Finds all matches and puts those into a store that stay whatever is appended. Starts when constructed.
class FindTask final : public ReportedTask {
    Q_OBJECT

public:
    FindTask(FindOrder order, std::shared_ptr<MatchStore> store);

    // So far, also those before, and those that were not stored.
    [[nodiscard]] std::int64_t count() const { return *m_count; }

signals:
    void grown(); // there are matches, or more of them; at most 20 times a second, and at once for the first
    void ended(const megascope::FindOutcome& outcome); // the last signal

private:
    void tellGrowth();

    std::shared_ptr<std::atomic<std::int64_t>> m_count;
    std::int64_t m_told = 0;
    QTimer m_growth;
};

// What one match is sought in: the parts in turn.
struct SeekOrder {
    Snapshot snapshot;
    std::shared_ptr<const Matcher> matcher;
    std::vector<SeekRequest> parts;
    bool forward = true;
};

struct SeekOutcome {
    SeekEnd end;
    std::size_t part = 0; // in which it ended
    Revision revision; // of the snapshot
};

// Seeks one match, the next or the one before. Starts when constructed.
class SeekTask final : public ReportedTask {
    Q_OBJECT

public:
    explicit SeekTask(SeekOrder order);

signals:
    void ended(const megascope::SeekOutcome& outcome); // the last signal
};

} // namespace megascope
