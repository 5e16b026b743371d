// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"
#include "ui/session/EditOrder.h"

#include <chrono>
#include <optional>

namespace megascope {

// Decides which edits undo takes back together: typing goes on with typing where it ended, and deleting with
// deleting in the same direction, until a pause, until something else happens, and until a new word begins.
class TypingRun {
public:
    using Clock = std::chrono::steady_clock;

    // Whether the edit `change`, of `kind`, made at `now`, goes on with the one before. `beginsWord`: its
    // first character begins a word. Remembers it for the next one.
    bool takesIn(const Change& change, EditKind kind, bool beginsWord, Clock::time_point now);
    void end() { m_last.reset(); }

private:
    struct Last {
        EditKind kind = EditKind::Single;
        ByteOffset next; // where the run goes on
        Clock::time_point time;
    };
    std::optional<Last> m_last;
};

} // namespace megascope
