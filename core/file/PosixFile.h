// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSystemKind.h"
#include "core/file/WritableFile.h"

#include <cerrno>
#include <string>

#include <sys/stat.h>

namespace megascope {

// The most that one call reads, writes or copies on Linux, on 64-bit systems too.
inline constexpr std::size_t longestTransfer = 0x7ffff000;

// Owns a file descriptor, or none (-1).
class FileDescriptor {
public:
    explicit FileDescriptor(int number = -1)
        : m_number(number)
    {
    }
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

// An open file, also when it was opened for reading only: what would write then fails with EBADF.
class PosixFile final : public WritableFile {
public:
    // `path` is only for errors.
    PosixFile(FileDescriptor descriptor, std::string path);

    [[nodiscard]] Result<FileStatus> status() const override;
    [[nodiscard]] Result<FileIdentity> identity() const override;
    [[nodiscard]] Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Result<std::size_t> readCached(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Result<ByteOffset> nextData(ByteOffset offset) const override;
    [[nodiscard]] Result<ByteOffset> nextHole(ByteOffset offset) const override;
    [[nodiscard]] Result<std::span<const std::byte>> map(const ByteRange& range) const override;
    void unmap(std::span<const std::byte> bytes) const override;
    [[nodiscard]] Result<void> populate(std::span<const std::byte> bytes) const override;
    [[nodiscard]] bool isCached(std::span<const std::byte> bytes) const override;
    void dropBehind(const ByteRange& range) const override;

    [[nodiscard]] Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes) override;
    [[nodiscard]] Result<void> setSize(ByteCount size) override;
    [[nodiscard]] Result<void> allocate(const ByteRange& range) override;
    [[nodiscard]] Result<void> punchHole(const ByteRange& range) override;
    [[nodiscard]] Result<ByteCount> copyFrom(
        const VfsFile& source, const ByteRange& range, ByteOffset target) override;
    void startSync(const ByteRange& range) override;
    [[nodiscard]] Result<void> sync() override;
    void restoreSetIds(std::uint32_t mode) override;
    [[nodiscard]] Result<void> lock() override;

    [[nodiscard]] int descriptor() const { return m_descriptor.number(); }

private:
    [[nodiscard]] std::unexpected<Error> failed(int code) const;
    [[nodiscard]] std::unexpected<Error> failedWriting(int code) const;
    [[nodiscard]] Result<FileStatus> statusBy(int syncFlag) const;
    [[nodiscard]] Result<ByteOffset> sizeNow() const;

    const FileDescriptor m_descriptor;
    const std::string m_path;
    const FileSystemKind m_kind;
};

// The status that `stat` describes; `descriptor` is asked for the size of a block device, unless it is -1.
[[nodiscard]] FileStatus statusFrom(const struct statx& stat, const FileSystemKind& kind, int descriptor);

// Calls a system call again for as long as a signal interrupts it.
template <class Call>
auto uninterrupted(Call call)
{
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

} // namespace megascope
