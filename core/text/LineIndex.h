// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace megascope {

// Where the lines of a file are, at about one byte of memory for 32 KiB of file: the number of newlines in
// each block of 64 KiB, in groups of 1,024 blocks (64 MiB) that carry the sum of all before them. A group
// without newlines (a hole) takes no memory, so that files of 2^63 - 1 bytes fit.
//
// The index is filled in the background, group by group in ascending order for the most part, by
// fillLineIndex(), while others ask. An answer is exact as far as the groups are complete from the front, and
// absent beyond. Thread-safe; a question never waits for the filling, only for another question.
//
// Snapshots that are given are those that the index was filled from, or later ones with the same bytes before
// countedTo(). When the file has changed behind the snapshot's back, an answer may be wrong or absent.
class LineIndex {
public:
    static constexpr ByteCount blockSize = kibibytes(64);
    static constexpr std::int64_t blocksPerGroup = 1024;
    static constexpr ByteCount groupSize = blockSize * blocksPerGroup;

    // Newlines in each block of a group: up to 65,536, one more than 16 bits count.
    using BlockCounts = std::array<std::uint32_t, blocksPerGroup>;

    // The group that the offset is in, and the block of that group.
    [[nodiscard]] static constexpr std::int64_t groupOf(ByteOffset offset)
    {
        return offset.value() / groupSize.value();
    }
    [[nodiscard]] static constexpr std::size_t blockInGroup(ByteOffset offset)
    {
        return static_cast<std::size_t>(offset.value() / blockSize.value() % blocksPerGroup);
    }

    LineIndex(NewlineCode newline, ByteCount size);
    ~LineIndex();
    LineIndex(const LineIndex&) = delete;
    LineIndex& operator=(const LineIndex&) = delete;

    [[nodiscard]] NewlineCode newline() const { return m_newline; }
    // Bytes of the file that the index is for.
    [[nodiscard]] ByteCount size() const;
    // Everything before this is counted: the end of the last complete group from the front, or the end that
    // the file had when it was counted.
    [[nodiscard]] ByteOffset countedTo() const;
    [[nodiscard]] bool isComplete() const;
    // Newlines before countedTo(): in a complete index what `wc -l` prints.
    [[nodiscard]] LineCount newlines() const;
    // Bytes that the index takes.
    [[nodiscard]] ByteCount memory() const;

    // The line that holds the byte at `offset` (a newline belongs to the line that it ends); at the end of
    // the file its last line, which is empty when the file ends with a newline. Reads one block of
    // `snapshot`. Nothing when the place is not counted yet, or lies past the end.
    [[nodiscard]] std::optional<LineNumber> lineAt(const Snapshot& snapshot, ByteOffset offset) const;
    // The same from the density of what is counted so far; for showing with a "~". Reads nothing.
    [[nodiscard]] LineNumber estimatedLineAt(ByteOffset offset) const;
    // Where a line begins. Reads one block. Nothing when the line is not counted yet, or there is none.
    [[nodiscard]] std::optional<ByteOffset> lineBegin(const Snapshot& snapshot, LineNumber line) const;
    // Near where a line begins, from the density of what is counted so far, at most size(). Reads nothing.
    [[nodiscard]] ByteOffset estimatedLineBegin(LineNumber line) const;

    // For fillLineIndex(): puts the counts of group `group` in; blocks past the end of the file hold none.
    // Groups may come in any order, and, when counting was stopped and taken up again, more than once.
    // REQUIRES: the group begins before the end of the file.
    void put(std::int64_t group, const BlockCounts& counts);
    // Groups that hold no newline. REQUIRES: groups > 0, and as for put().
    void putEmpty(std::int64_t firstGroup, std::int64_t groups);
    // Where counting has to go on: the begin of the block that holds countedTo(). Fills in `counts` for the
    // blocks before it in its group.
    [[nodiscard]] ByteOffset resume(BlockCounts& counts) const;

    // The file has another size now, and its bytes before `unchangedTo` are as before: what was counted
    // before that is kept, by blocks, and the rest is to be put again. REQUIRES: the index is not being
    // filled.
    void resize(ByteCount size, ByteOffset unchangedTo);

private:
    struct Group;
    struct BlockLines;
    struct Newline;

    [[nodiscard]] std::span<const Group> countedGroups() const;
    [[nodiscard]] BlockLines linesOfBlock(ByteOffset blockBegin) const;
    [[nodiscard]] Newline newlineAt(std::int64_t nth) const;
    [[nodiscard]] double density() const;
    [[nodiscard]] std::ptrdiff_t placeOf(std::int64_t group) const;
    void take(std::int64_t first, std::int64_t end, std::vector<Group> made);
    void advance();
    void cutLastGroup(std::size_t block);

    const NewlineCode m_newline;
    mutable std::mutex m_mutex; // protects what follows
    ByteCount m_size;
    ByteOffset m_front; // countedTo()
    std::int64_t m_newlines = 0; // before m_front
    std::vector<Group> m_groups; // those that hold newlines, in ascending order
    // Groups beyond m_front that were put: the first of a run, and the end of the run.
    std::map<std::int64_t, std::int64_t> m_ahead;
};

} // namespace megascope
