// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/ByteWindow.h"
#include "core/text/Encoding.h"
#include "core/text/LineEnding.h"

namespace megascope {

// A piece of a line that is laid out at once: a whole line with its line end, or a part of a long one.
//
// A line of up to 16 KiB is one segment. A longer line is cut near multiples of 16 KiB of the file: at the
// first border between graphemes at or after each multiple M for which [M - 16 KiB, M) holds no newline,
// unless nothing but the line end, or the end of the file, follows there. So a segment is at most 32 KiB long
// (and some bytes), and where it begins can be told from the 48 KiB before any byte of it, however long the
// line is. The cuts depend on the bytes and the encoding alone, never on where a view started.
//
// Where no grapheme ends within 256 bytes behind M, the cut is at the first border between characters.
struct Segment {
    ByteRange range; // with the line end, if this segment has it
    ByteCount lineEnd; // bytes of the line end (1 or 2 code units) at the end of range; 0 in the middle of a
                       // long line and at the end of a file without a last newline
    bool beginsLine = true;
    bool endsLine = true; // the line, or the file, ends with this segment

    [[nodiscard]] ByteRange content() const { return {range.begin(), range.count() - lineEnd}; }

    friend bool operator==(const Segment&, const Segment&) = default;
};

// Finds segments around a place. A value: one snapshot, one encoding; cheap to make. It keeps the 64 KiB
// around the last place it looked at; so make a new one when the file may have changed. Not thread-safe, copy
// it instead. Bytes that cannot be read count as content, not as line ends. Positions that are given are
// clamped to the snapshot.
class LineScanner {
public:
    static constexpr ByteCount segmentSize = kibibytes(16);

    LineScanner(Snapshot snapshot, Encoding encoding, NewlineCode newline);

    // The segment that holds the byte at `offset`; at the end of the file, and in an empty file, the last
    // one, which is empty, at the end, when the file is empty or ends with a newline.
    [[nodiscard]] Segment segmentAt(ByteOffset offset) const;
    // The segment behind `segment`; nothing behind the last one.
    [[nodiscard]] std::optional<Segment> next(const Segment& segment) const;
    // The segment before `segment`; nothing before the first one.
    [[nodiscard]] std::optional<Segment> previous(const Segment& segment) const;

    // Where the line that holds `offset` begins, looking back at most `limit` bytes. Nothing when it begins
    // farther away, or bytes are not there in time that tell it.
    [[nodiscard]] std::optional<ByteOffset> lineBegin(ByteOffset offset, ByteCount limit) const;
    // Where its line end begins (or the file ends), looking ahead at most `limit` bytes.
    [[nodiscard]] std::optional<ByteOffset> lineEnd(ByteOffset offset, ByteCount limit) const;

private:
    [[nodiscard]] const Snapshot& snapshot() const { return m_window.snapshot(); }

    mutable ByteWindow m_window;
    Encoding m_encoding;
    NewlineCode m_newline;
};

} // namespace megascope
