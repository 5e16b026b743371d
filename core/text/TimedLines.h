// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineHeads.h"
#include "core/text/TimestampFormat.h"

#include <stop_token>

namespace megascope {

// A line that bears a time.
struct TimedLine {
    ByteOffset begin;
    LogTime time;

    friend bool operator==(const TimedLine&, const TimedLine&) = default;
};

// The lines of a log that bear times, in one state of it. A value; thread-safe.
class TimedLines {
public:
    TimedLines(Snapshot snapshot, const TextFormat& text, TimestampFormat format);

    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const TimestampFormat& format() const { return m_format; }
    void setFormat(TimestampFormat format) { m_format = std::move(format); }

    // The heads of the lines that begin in a range.
    [[nodiscard]] LineHeads heads(const ByteRange& range, ByteCount budget) const
    {
        return {m_snapshot, m_text, range, budget};
    }
    // Of the line that begins there.
    [[nodiscard]] std::optional<LogTime> timeOf(ByteOffset lineBegin) const;

    // The first that begins in a range, as far as so many bytes tell.
    struct Sight {
        std::optional<TimedLine> line = {};
        bool isGivenUp = false; // there may be one farther on
    };
    [[nodiscard]] Sight first(const ByteRange& range, ByteCount budget) const;
    // The last that begins in a range, of which all is read.
    [[nodiscard]] std::optional<TimedLine> last(const ByteRange& range) const;
    // The line that holds a place, or the nearest one before it that bears a time, up to a MiB back.
    [[nodiscard]] std::optional<TimedLine> lineFor(ByteOffset place) const;

private:
    Snapshot m_snapshot;
    TextFormat m_text;
    TimestampFormat m_format;
};

// How the lines of a document bear their times, from samples of all parts of it and, where years or days have
// to be made out, from its first and last line; nothing where they bear none. `latest` is when the last line
// may have been written at the latest. Reads some 500 KiB. When stopped, what it says is of no use.
[[nodiscard]] std::optional<TimestampFormat> detectTimestamps(
    const Snapshot& snapshot, const TextFormat& text, LogTime latest, std::stop_token stop = {});

} // namespace megascope
