// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Error.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace megascope {

class WritableFile;

// The matches of a search, in about two bytes each. One thread appends; any thread reads what was appended,
// and waits for no disk that the writer waits for.
//
// In blocks of 4096; a block is, for each match, the distance from the end of the one before (0 for the first
// of a block) and its size, both as LEB128. Only the index of the blocks, the newest matches and blocks up to
// a limit are in memory; the others go to a file.
class MatchStore {
public:
    // Makes the file, which nobody else uses. Called at most once, in the thread that appends.
    using FileMaker = std::function<Result<std::shared_ptr<WritableFile>>()>;

    static constexpr ByteCount usualMemory = mebibytes(64);

    // Without a FileMaker there is no limit to the memory.
    explicit MatchStore(FileMaker makeFile = {}, ByteCount memory = usualMemory);

    // REQUIRES: ascending, disjoint, not empty, behind all that were appended before. Errors: those of making
    // the file and of writing; some of the matches are stored then.
    [[nodiscard]] Result<void> append(std::span<const ByteRange> matches);

    [[nodiscard]] std::int64_t count() const;
    // Where the last match ends.
    [[nodiscard]] ByteOffset end() const;
    // Nothing when there is no such match, or the file cannot be read.
    [[nodiscard]] std::optional<ByteRange> at(std::int64_t index) const;
    // How many matches begin before a place. Matches in blocks that cannot be read count as if they did.
    [[nodiscard]] std::int64_t countBefore(ByteOffset place) const;
    // Whether a match begins in there.
    [[nodiscard]] bool hasBegin(const ByteRange& range) const;
    // What the matches take in memory, and in the file.
    [[nodiscard]] ByteCount memory() const;
    [[nodiscard]] ByteCount fileSize() const;

private:
    using Bytes = std::vector<std::byte>;
    using Matches = std::vector<ByteRange>;
    struct Block {
        ByteOffset begin; // of its first match
        std::shared_ptr<const Bytes> bytes; // null when they are in the file
        ByteOffset inFile;
        std::uint32_t size = 0;
    };

    void sealTail();
    [[nodiscard]] Result<void> moveToFile();
    // Null when it cannot be read.
    [[nodiscard]] std::shared_ptr<const Matches> block(std::size_t number) const;

    const FileMaker m_makeFile;
    const ByteCount m_memoryLimit;
    // The writer's own.
    std::size_t m_firstToMove = 0; // the first block that was made when memory was full, and is still there
    ByteCount m_toMove; // bytes of those

    mutable std::mutex m_mutex; // guards what follows, though the writer reads it as it is
    std::vector<Block> m_blocks;
    Matches m_tail; // those behind the blocks
    std::shared_ptr<WritableFile> m_file; // null at first
    ByteCount m_fileSize;
    ByteCount m_memory; // of the blocks' bytes
    ByteOffset m_end;
    mutable std::size_t m_knownNumber = 0; // of m_known
    mutable std::shared_ptr<const Matches> m_known; // the block that was read last
};

} // namespace megascope
