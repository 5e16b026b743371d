// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/file/WritableFile.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace megascope {

// The recovery log of a document: what was done with it since it was opened or saved, one record behind the
// other. All numbers are little-endian.
//
//     a record:  size of the body u32, body, CRC u32 (crc32c of size and body)
//     a body:    kind u8, and then
//
//     1 Head     magic 16, version u32, has a file u8, of that u64: device, inode, size, modified, changed;
//                its path
//     2 Source   number u32, of the file that it is, as above; its path
//     3 Bytes    end u64, CRC u32: the file of added bytes holds them as far as the end; CRC of all of them
//     4 Copies   the same of the file of copied bytes
//     5 Replace, 6 ReplaceInGroup, 7 Extend
//                begin u64, count u64, then of each piece: source u32, begin u64, count u64
//     8 Undo, 9 Redo
//     10 Saving  size u64: a save of all that was done before begins, after which the file has this size
//     11 Pattern number u32, of the source that it is, size u64, seed u64; the pattern, empty for what looks
//                like chance. See PatternSource
//
// Sources 0, 1 and 2 are the document's file, the added bytes, the copied bytes; others are named before they
// are used. The first record is the Head; what follows a record that is damaged counts for nothing.
namespace editlog {

struct Place {
    bool hasFile = false;
    FileIdentity identity;
    std::string path;
};

struct Head {
    Place place;
};

struct OtherSource {
    std::uint32_t number = 0;
    Place place;
};

struct Pattern {
    std::uint32_t number = 0;
    ByteCount size;
    std::uint64_t seed = 0;
    std::vector<std::byte> pattern;
};

struct Stored {
    bool isCopies = false;
    ByteCount end;
    std::uint32_t sum = 0;
};

struct LoggedPiece {
    std::uint32_t source = 0;
    ByteRange range;
};
constexpr std::uint32_t fileNumber = 0;
constexpr std::uint32_t addedNumber = 1;
constexpr std::uint32_t copiesNumber = 2;
constexpr std::uint32_t firstOther = 3;

struct Put {
    enum class Kind : std::uint8_t { Replace = 5, ReplaceInGroup = 6, Extend = 7 };
    Kind kind = Kind::Replace;
    ByteRange range;
    std::vector<LoggedPiece> pieces;
};

struct Step {
    bool isUndo = true;
};

struct Saving {
    ByteCount size;
};

using Record = std::variant<Head, OtherSource, Stored, Put, Step, Saving, Pattern>;

// Puts of more pieces than this are to be told in several.
constexpr std::size_t mostPieces = 65536;
// A longer pattern is to be copied.
constexpr std::size_t longestPattern = 65536;

// The record, framed. REQUIRES: no more than mostPieces, no longer than longestPattern.
[[nodiscard]] std::vector<std::byte> encoded(const Record& record);

// Reads a log from its begin. Belongs to one thread.
class Reader {
public:
    // The file must outlive the reader.
    Reader(const VfsFile& file, ByteCount size)
        : m_file(file)
        , m_size(size)
    {
    }

    // Nothing at the end, and where a record is damaged.
    [[nodiscard]] std::optional<Record> next();
    // Where the last record ended that next() returned.
    [[nodiscard]] ByteOffset end() const { return m_end; }
    // Whether that is where the file ends.
    [[nodiscard]] bool isAtEnd() const { return m_end.value() == m_size.value(); }

private:
    const VfsFile& m_file;
    const ByteCount m_size;
    ByteOffset m_end;
};

} // namespace editlog

} // namespace megascope
