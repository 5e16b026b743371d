// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/text/NewlineCounter.h"

#include <map>
#include <mutex>

namespace megascope {

// What a run of bytes shows of the lengths of lines. Runs that touch one another are joined into one.
class LineRun {
public:
    explicit LineRun(NewlineCode newline)
        : m_newline(newline)
    {
    }

    // The bytes that follow; returns how many newlines are among them. REQUIRES: as for countNewlines().
    [[nodiscard]] std::int64_t add(std::span<const std::byte> bytes);
    // The same for bytes without newlines and CRs: a hole, what cannot be read.
    void addPlain(ByteCount count);
    // The run that follows.
    void append(const LineRun& next);

    // The longest line when the file is this run.
    [[nodiscard]] ByteCount longest() const;

private:
    [[nodiscard]] std::int64_t content(const OpenLine& ended) const;

    NewlineCode m_newline;
    // The bytes before the first newline: the end of a line that began in the run before. Nothing without
    // newline.
    std::optional<OpenLine> m_head;
    LineMeter m_meter; // the bytes behind that newline; all, without newline
};

// The longest line of a file of which parts are looked at in several threads and in any order. Thread-safe.
class LongestLine {
public:
    explicit LongestLine(NewlineCode newline)
        : m_newline(newline)
    {
    }

    // A part of the file. REQUIRES: it does not overlap another part.
    void put(const ByteRange& range, const LineRun& run);

    // Bytes of the longest line of a file of `size` bytes, without its line end: the newline, and a CR before
    // it. Parts that were not put hold no newline. REQUIRES: no part ends past `size`.
    [[nodiscard]] ByteCount inFileOf(ByteCount size) const;

private:
    struct Part {
        ByteOffset end;
        LineRun run;
    };
    using Parts = std::map<ByteOffset, Part>; // by begin

    void joinWithNext(Parts::iterator part);

    const NewlineCode m_newline;
    mutable std::mutex m_mutex;
    Parts m_parts; // protected by m_mutex; none touches another
};

} // namespace megascope
