// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/ChangedRanges.h"

#include <chrono>
#include <optional>
#include <span>

namespace megascope {

class DocumentSession;

// Where a document differs from its file: what is marked in the views. Found when somebody asks, once for
// each state of the document; after very many edits only now and then, and in between by what was edited
// since, which may mark too much for a moment. GUI thread only.
class ChangeMarks {
public:
    // Borrowed.
    explicit ChangeMarks(const DocumentSession& session)
        : m_session(session)
    {
    }

    // As changedRanges() has them. Valid until the document changes.
    [[nodiscard]] std::span<const ByteRange> all() const;
    // Those that share a byte, a border or an empty place with `range`.
    [[nodiscard]] std::span<const ByteRange> touching(const ByteRange& range) const;
    // The nearest that begins behind a place, or before it.
    [[nodiscard]] std::optional<ByteRange> behind(ByteOffset offset) const;
    [[nodiscard]] std::optional<ByteRange> before(ByteOffset offset) const;

private:
    using Clock = std::chrono::steady_clock;
    // What the ranges were made of.
    struct State {
        Revision revision;
        const Source* file = nullptr;
        ByteCount fileSize;
        friend bool operator==(const State&, const State&) = default;
    };

    [[nodiscard]] bool follow(const State& now) const;
    void add(const Change& change) const;

    const DocumentSession& m_session;
    mutable std::vector<ByteRange> m_ranges;
    mutable std::optional<State> m_state;
    mutable Clock::time_point m_found;
    mutable Clock::duration m_cost{0};
};

} // namespace megascope
