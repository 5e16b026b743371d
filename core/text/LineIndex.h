// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace megascope {

// Where the lines of a file are, at about one byte of memory for 32 KiB of file: the number of newlines in each block
// of 64 KiB, in groups of 1,024 blocks (64 MiB) that carry the sum of all before them. A group without newlines (a
// hole) takes no memory, so that files of 2^63 - 1 bytes fit.
//
// The index is filled in the background, group by group in ascending order for the most part, by LineIndexer, while
// others ask. An answer is exact as far as the groups are complete from the front, and absent beyond. Thread-safe.
class LineIndex {
public:
    static constexpr ByteCount blockSize = kibibytes(64);
    static constexpr std::int64_t blocksPerGroup = 1024;
    static constexpr ByteCount groupSize = blockSize * blocksPerGroup;

    // Newlines in each block of a group. A block of 64 KiB can hold 65,536 of them, one more than 16 bits count.
    using BlockCounts = std::array<std::uint32_t, blocksPerGroup>;

    explicit LineIndex(NewlineCode newline, ByteCount size);

    [[nodiscard]] NewlineCode newline() const { return m_newline; }
    // Bytes of the file that the index is for.
    [[nodiscard]] ByteCount size() const;
    // Everything before this is counted: the end of the last complete group from the front, or the end of the file.
    [[nodiscard]] ByteOffset countedTo() const;
    [[nodiscard]] bool isComplete() const;
    // Newlines before countedTo(): in a complete index what `wc -l` prints.
    [[nodiscard]] LineCount newlines() const;
    [[nodiscard]] ByteCount memory() const;

    // The line that holds the byte at `offset` (a newline belongs to the line that it ends). Reads one block of
    // `snapshot`. Nothing when the place is not counted yet.
    [[nodiscard]] std::optional<LineNumber> lineAt(const Snapshot& snapshot, ByteOffset offset) const;
    // The same from the density of what is counted so far; for showing with a "~".
    [[nodiscard]] LineNumber estimatedLineAt(ByteOffset offset) const;
    // Where a line begins. Reads one block. Nothing when the line is not counted yet or there is no such line.
    [[nodiscard]] std::optional<ByteOffset> lineBegin(const Snapshot& snapshot, LineNumber line) const;
    // Near where a line begins, from the density of what is counted so far, at most size().
    [[nodiscard]] ByteOffset estimatedLineBegin(LineNumber line) const;

    // For LineIndexer: puts the counts of group `group` in. Each group is put once, or again after truncate().
    void put(std::int64_t group, const BlockCounts& counts);
    // A group that holds no newline.
    void putEmpty(std::int64_t firstGroup, std::int64_t groups);
    // The file has another size now, and its bytes before `unchangedTo` are as before: groups that end at or before it
    // are kept, the others are to be put again.
    void resize(ByteCount size, ByteOffset unchangedTo);

private:
    struct Group;
    const NewlineCode m_newline;
    mutable std::mutex m_mutex;
    // State below is protected by m_mutex; see LineIndex.cpp.
    ByteCount m_size;
    std::vector<Group> m_groups;
    std::int64_t m_completeGroups = 0;
};

} // namespace megascope
