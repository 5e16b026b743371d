// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"

#include <functional>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace megascope::testing {

// A file system in memory that remembers what is on its disk for certain, and what is not: any call can fail,
// and after a crash it may hold what was synced and any part of what was not. Files lie in one folder or
// more, which are there when a path says so. Not thread-safe.
//
// A sync that fails leaves any part on the disk, and the rest is only read, and never gets there: as Linux
// does it.
//
// After a crash: of each write that was not synced, any sectors of 512 bytes; of each change of size, punched
// sector, or growth, any; of names that were made, changed or removed and not synced, those up to any moment.
class MemoryVfs final : public Vfs {
public:
    using Bytes = std::vector<std::byte>;

    MemoryVfs();
    ~MemoryVfs() override;
    MemoryVfs(MemoryVfs&& other) noexcept;

    // Puts a file there, on the disk. Blocks of 4 KiB that hold only zeros are holes.
    void put(const std::filesystem::path& path, Bytes content);
    // What a file holds; stops the test when it is not there.
    [[nodiscard]] Bytes content(const std::filesystem::path& path) const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] ByteCount allocated(const std::filesystem::path& path) const;

    // What a machine finds that lost its power now.
    [[nodiscard]] MemoryVfs crashed(std::mt19937_64& random) const;
    // Called after each operation that changes something or brings it to the disk.
    void afterEach(std::function<void()> action);

    // The call that goes wrong, of all from now on; reads and questions count too.
    struct Fault {
        std::int64_t number = -1; // from 0; -1: none
        bool forEver = false; // all later ones as well
        int code = 0; // errno; 0: what reads or writes does half of what it should
    };
    void arm(const Fault& fault);
    [[nodiscard]] std::int64_t calls() const;
    // The bytes that were given to writeAt so far.
    [[nodiscard]] ByteCount written() const;
    void setFreeSpace(ByteCount free);
    void setRights(const FileRights& rights);

    [[nodiscard]] Result<std::shared_ptr<VfsFile>> open(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<FileStatus> status(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<Spool> spool(
        const ByteStream& content, const std::filesystem::path& subject, ByteCount limit) const override;
    [[nodiscard]] Result<std::shared_ptr<WritableFile>> openForWriting(
        const std::filesystem::path& path) const override;
    [[nodiscard]] Result<std::shared_ptr<WritableFile>> create(
        const std::filesystem::path& path, unsigned mode) const override;
    [[nodiscard]] Result<std::shared_ptr<WritableFile>> createNameless(
        const std::filesystem::path& folder) const override;
    [[nodiscard]] Result<void> rename(
        const std::filesystem::path& from, const std::filesystem::path& to, Existing existing) const override;
    [[nodiscard]] Result<void> remove(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<void> syncFolder(const std::filesystem::path& folder) const override;
    [[nodiscard]] Result<void> makeFolder(const std::filesystem::path& folder) const override;
    [[nodiscard]] Result<std::vector<std::string>> list(const std::filesystem::path& folder) const override;
    [[nodiscard]] Result<ByteCount> freeSpace(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<std::filesystem::path> realPath(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<FileRights> rights(const std::filesystem::path& path) const override;
    [[nodiscard]] Result<std::vector<std::string>> copyAttributes(
        const VfsFile& from, WritableFile& to) const override;

private:
    friend class MemoryFile;
    struct State;

    [[nodiscard]] Result<std::shared_ptr<WritableFile>> opened(const std::filesystem::path& path) const;

    std::shared_ptr<State> m_state;
};

} // namespace megascope::testing
