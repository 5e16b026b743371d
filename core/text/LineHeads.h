// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/TextFormat.h"

#include <cstddef>
#include <string>
#include <vector>

namespace megascope {

// The first characters of a line, of those that one looks for times in.
inline constexpr std::size_t headCharacters = 256;

// One byte for each character of the begin of a line, as far as it goes: ASCII as it is, others as bytes
// above it. Sequences that set a terminal's colours, and a byte order mark, are left out. `bytes` begins at
// the line's begin.
void readHead(std::span<const std::byte> bytes, const TextFormat& format, std::string& head);
// Bytes that one has to have for that, at most.
[[nodiscard]] ByteCount headBytes(const TextFormat& format);
[[nodiscard]] std::string headOfLine(const Snapshot& snapshot, const TextFormat& format, ByteOffset begin);

// Goes over the lines that begin in a range, and gives the head of each. Reads in steps that grow, as far as
// a budget goes; holes cost nothing, and what cannot be read has no line ends.
class LineHeads {
public:
    struct Line {
        ByteOffset begin;
        std::string_view head; // valid until the next call of next()
    };

    // `range` is cut to the snapshot.
    LineHeads(const Snapshot& snapshot, const TextFormat& format, const ByteRange& range, ByteCount budget);

    [[nodiscard]] std::optional<Line> next();
    // The budget was used up before the end of the range.
    [[nodiscard]] bool isGivenUp() const { return m_isGivenUp; }

private:
    [[nodiscard]] bool fill();
    [[nodiscard]] std::span<const std::byte> rest() const { return std::span(m_bytes).subspan(m_at); }
    [[nodiscard]] ByteOffset place() const { return m_begin + ByteCount(static_cast<std::int64_t>(m_at)); }
    [[nodiscard]] bool reachesEnd() const;
    void skipHole();

    const Snapshot& m_snapshot;
    const TextFormat& m_format;
    ByteRange m_range;
    ByteCount m_budget;
    ByteCount m_step;
    ByteOffset m_begin; // of m_bytes
    std::vector<std::byte> m_bytes;
    std::size_t m_at = 0; // what comes next, in m_bytes
    bool m_isAtLine = false; // a line begins there
    bool m_isGivenUp = false;
    std::string m_head;
};

} // namespace megascope
