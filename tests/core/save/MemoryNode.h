// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "tests/core/save/MemoryVfs.h"

namespace megascope::testing {

// The content of a file: bytes, and which blocks of 4 KiB are not holes.
class MemoryContent {
public:
    static constexpr std::int64_t block = 4096;

    void write(std::int64_t offset, std::span<const std::byte> bytes);
    void setSize(std::int64_t size);
    void zero(std::int64_t begin, std::int64_t end); // whole blocks become holes
    [[nodiscard]] std::int64_t size() const { return std::ssize(m_bytes); }
    [[nodiscard]] const MemoryVfs::Bytes& bytes() const { return m_bytes; }
    [[nodiscard]] std::int64_t next(std::int64_t offset, bool data) const;
    [[nodiscard]] std::int64_t allocated() const { return std::ssize(m_blocks) * block; }

private:
    MemoryVfs::Bytes m_bytes;
    std::set<std::int64_t> m_blocks;
};

// A file: what it holds, what of that is on the disk, and what lies between.
struct MemoryNode {
    struct Change {
        enum class Kind { Write, Grow, SetSize, Zero };
        Kind kind = Kind::Write;
        std::int64_t offset = 0; // or the size
        MemoryVfs::Bytes bytes = {};
        std::int64_t end = 0;
    };

    MemoryContent content;
    MemoryContent durable;
    std::vector<Change> pending;
    FileStatus status;
    const void* lockedBy = nullptr;

    void write(std::int64_t offset, std::span<const std::byte> bytes);
    void setSize(std::int64_t size);
    void zero(std::int64_t begin, std::int64_t end);
    void sync();
    // A sync that failed: any part of what was written is on the disk, and the rest never will be, though it
    // is read.
    void syncFailed(std::mt19937_64& random);
    // What a crash may leave.
    [[nodiscard]] MemoryContent afterCrash(std::mt19937_64& random) const;

private:
    // What is on the disk when all that is pending with the given probability gets there.
    [[nodiscard]] MemoryContent reached(double share, std::mt19937_64& random) const;
};

} // namespace megascope::testing
