// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/TypingRun.h"

#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Who thinks for so long begins something new.
constexpr auto longestPause = 2s;

} // namespace

bool TypingRun::takesIn(const Change& change, EditKind kind, bool beginsWord, Clock::time_point now)
{
    const ByteOffset begin
        = kind == EditKind::DeletingBackward ? change.offset + change.removed : change.offset;
    const ByteOffset next = kind == EditKind::DeletingBackward ? change.offset : change.insertedRange().end();
    if (kind == EditKind::Continued) {
        m_last = Last{m_last ? m_last->kind : EditKind::Single, next, now};
        return true;
    }
    const std::optional<Last> before = std::exchange(m_last, Last{kind, next, now});
    if (kind == EditKind::Single || !before || before->kind != kind)
        return false;
    return before->next == begin && now - before->time < longestPause && !beginsWord;
}

} // namespace megascope
