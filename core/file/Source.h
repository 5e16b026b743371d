// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Error.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace megascope {

// A part of a request that holds no bytes of the file.
struct Gap {
    enum class Cause {
        PastEnd, // the file is shorter than that now
        Failed, // the system could not read it
        Pending, // it is not read yet: the thread has a ReadPatience, and the storage is slow
    };
    ByteRange range;
    Cause cause = Cause::PastEnd;
    int systemCode = 0; // errno, for Failed; EAGAIN when the place changes faster than it can be read

    friend bool operator==(const Gap&, const Gap&) = default;
};

// Why those bytes could not be read, for people; `subject` is what they are of.
[[nodiscard]] Error errorOf(const Gap& gap, std::string subject);

// In ascending order, not touching one another where the cause is the same. Empty: every byte was read.
using Gaps = std::vector<Gap>;

// A run of bytes of one kind.
struct Extent {
    enum class Kind { Data, Hole }; // a hole reads as zeros and takes no space
    ByteRange range;
    Kind kind = Kind::Data;
};

// One step of a Scan.
struct ScanChunk {
    enum class Kind { Data, Hole, Unreadable, PastEnd };
    ByteRange range;
    Kind kind = Kind::Data;
    std::span<const std::byte>
        bytes; // those of `range` for Data, else empty; valid until the next call of next()
};

// Walks a range of a source once, from front to back, at the machine's speed. Belongs to one thread.
//
//     while (const std::optional<ScanChunk> chunk = scan->next()) {
//         … compute something from chunk->bytes …
//         if (scan->confirm())
//             … keep it …
//     }
//
// confirm() tells whether the bytes of the last chunk were the file's while they were looked at. After false,
// whatever was computed from them is to be thrown away, and next() gives the same range again, read another
// way. Chunks are not larger than a scanning window; their borders fall on multiples of 64 KiB of the file,
// apart from the two ends of the range, the borders of holes, the end of the file and the borders of what
// cannot be read.
class Scan {
public:
    virtual ~Scan() = default;
    [[nodiscard]] virtual std::optional<ScanChunk> next() = 0;
    [[nodiscard]] virtual bool confirm() = 0;
};

// Bytes that can be read by offset: a file, a piece of memory. Thread-safe; never changes what it reads.
class Source {
public:
    virtual ~Source() = default;

    // As last seen: refresh() of a file may change it.
    [[nodiscard]] virtual ByteCount size() const = 0;

    // Copies the bytes from `offset` on to `out`. What could not be read is zero in `out` and listed in the
    // result. For what is looked at: a page or a few, up to some MiB. REQUIRES: offset + out.size() fits a
    // ByteOffset.
    [[nodiscard]] virtual Gaps read(ByteOffset offset, std::span<std::byte> out) const = 0;

    // The run of data, or the hole, that holds `offset`, from `offset` on. REQUIRES: offset < size().
    [[nodiscard]] virtual Extent extentAt(ByteOffset offset) const = 0;

    // The hole that holds `offset`, from `offset` on; nothing when there is data, or where finding out takes
    // a question to a server. Unlike extentAt() this does not look where data ends, so it is cheap wherever
    // it is asked. REQUIRES: offset < size().
    [[nodiscard]] virtual std::optional<ByteRange> holeAt(ByteOffset offset) const;

    // The source must outlive the scan.
    [[nodiscard]] virtual std::unique_ptr<Scan> scan(const ByteRange& range) const = 0;
};

} // namespace megascope
