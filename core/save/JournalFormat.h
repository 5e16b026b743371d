// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/save/Layout.h"

#include <array>
#include <optional>
#include <string>

namespace megascope {

// The journal of a save that writes into the file itself. All numbers are little-endian; every CRC is crc32c
// of what stands before it in its part.
//
//     0          head          512 bytes: magic 16, version u32, kind u32, then u64: device, inode, born,
//                              old size, modified, changed, new size, step bytes, path bytes, moves,
//                              records, end of the records, place of the slots, bytes of a slot; mode u32;
//                              zeros; CRC u32 in the last four
//     512        path          the file's real path; CRC u32
//                moves         for each: source u64, target u64, count u64; CRC u32. Those that are not
//                              still, in ascending order
//                records       what is new in the file, in ascending order
//     slots      slot 0        512 bytes of a mark, then the bytes of its step
//                slot 1
//
// A record:  target u64, count u64, form u32 (0: its bytes follow, 1: zeros), old CRCs u32, those CRCs u32
//            each (of the bytes that the file had, in pieces that end at multiples of 512 of the file; only
//            in a patch), bytes, CRC u32
// A mark:    magic u32, phase u32, then u64: number, and twice (from and to) index of a move and bytes done
//            of it, byte count; then CRC of the bytes u32; zeros; CRC u32 in the last four
//
// The journal is written under another name, brought to the disk, and then given its name, which the folder
// brings to the disk: where it has that name, it is complete, and anything else in it is damage. Nothing is
// written to the file before.
//
// Marks 0 and 1 are there from the begin. Mark n stands in slot n modulo 2, and is on the disk before its
// step begins to write to the file; all of the step is on the disk before mark n + 1 is written. So the
// newest mark says what has to be done again, and its step can always be done again:
//   Copied     its bytes are in the slot; when they are not all there, the mark was just being written, the
//              bytes are still in the file (their CRC tells), and the step has not begun
//   Plain      what it reads and what it writes do not overlap
//   Hole       what it reads was a hole, which what it writes becomes
//   Fresh      it writes the records, and sets the size
//   Done       nothing; the journal goes
//   Abandoned  nothing, and nothing was written to the file; the journal goes
// This takes a sector of 512 bytes to be written whole or not at all, in any order, and no more than that.
//
// FALLOC_FL_INSERT_RANGE is not used: ext4 and XFS move extents in several transactions, so that a power cut
// may leave some of them moved and others not.
struct JournalHead {
    enum class Kind : std::uint32_t { Patch = 1, Shift = 2 };
    Kind kind = Kind::Patch;
    FileIdentity identity = {}; // of the file, before
    FileTime born = {}; // 0: not known
    ByteCount newSize = {};
    ByteCount stepBytes = {}; // the most that a step takes to memory
    ByteCount pathBytes = {};
    std::int64_t moves = 0;
    std::int64_t records = 0;
    ByteOffset recordsEnd = {};
    ByteOffset slots = {};
    ByteCount slotBytes = {}; // of one, with its mark; a multiple of journalSector
    std::uint32_t mode = 0; // of the file, before

    friend bool operator==(const JournalHead&, const JournalHead&) = default;
};

// A record without what it holds.
struct RecordHead {
    enum class Form : std::uint32_t { Bytes = 0, Zeros = 1 };
    ByteRange target = {};
    Form form = Form::Bytes;
    std::uint32_t oldSums = 0; // CRCs that follow
};

// A place among the moves, in the order in which they are made: SaveSteps has that.
struct MovePlace {
    std::uint64_t index = 0;
    ByteCount done = {}; // of that move
    friend bool operator==(const MovePlace&, const MovePlace&) = default;
};

struct JournalMark {
    enum class Phase : std::uint32_t {
        Begin = 0,
        Copied = 1,
        Plain = 2,
        Hole = 3,
        Fresh = 4,
        Done = 5,
        Abandoned = 6
    };
    Phase phase = Phase::Begin;
    std::uint64_t number = 0;
    MovePlace from = {};
    MovePlace to = {};
    ByteCount count = {}; // bytes in the slot
    std::uint32_t sum = 0; // their CRC
    friend bool operator==(const JournalMark&, const JournalMark&) = default;
};

constexpr ByteCount journalSector = ByteCount(512);
constexpr std::size_t moveBytes = 24;
constexpr std::size_t recordHeadBytes = 24;
constexpr std::size_t sumBytes = 4;

using JournalSector = std::array<std::byte, 512>;

[[nodiscard]] JournalSector encoded(const JournalHead& head);
[[nodiscard]] JournalSector encoded(const JournalMark& mark);
[[nodiscard]] std::array<std::byte, moveBytes> encoded(const Move& move);
[[nodiscard]] std::array<std::byte, recordHeadBytes> encoded(const RecordHead& head);
[[nodiscard]] std::array<std::byte, sumBytes> encoded(std::uint32_t sum);

// Nothing when the bytes are not what encoded() gives, or hold numbers that no journal has.
[[nodiscard]] std::optional<JournalHead> decodedHead(const JournalSector& bytes);
[[nodiscard]] std::optional<JournalMark> decodedMark(const JournalSector& bytes);
[[nodiscard]] std::optional<Move> decodedMove(std::span<const std::byte, moveBytes> bytes);
[[nodiscard]] std::optional<RecordHead> decodedRecord(std::span<const std::byte, recordHeadBytes> bytes);
[[nodiscard]] std::uint32_t decodedSum(std::span<const std::byte, sumBytes> bytes);

} // namespace megascope
