// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/file/Source.h"
#include "core/file/Vfs.h"
#include "core/file/WindowBudget.h"

#include <atomic>
#include <filesystem>
#include <mutex>

namespace megascope {

class ExtentFinder;
class WindowCache;
class WindowLedger;

// How a file is read. Automatic chooses by use and by source: scanning a local regular file maps its windows,
// looking at a place reads it with pread, and what is not a local regular file is read with pread throughout.
enum class Backend { Automatic, Mapped, Read };

struct FileSourceOptions {
    Backend backend = Backend::Automatic;
    WindowBudget budget = WindowBudget::forThisMachine();
    ByteCount spoolLimit = mebibytes(1024); // of a file that has to be copied, no more is
};

// A file, or a block device, of any size, read through sliding windows. Thread-safe.
class FileSource final : public Source {
public:
    // Opens `path`. A file of no size that holds bytes all the same (procfs, sysfs) is read to its end into a
    // nameless spool file first, which may take a while. Errors: those of Vfs::open; NotAFile for what is
    // neither a regular file nor a block device.
    [[nodiscard]] static Result<std::shared_ptr<FileSource>> open(
        const Vfs& vfs, const std::filesystem::path& path, const FileSourceOptions& options = {});
    // The same for what was opened already. `name` is only for errors, and what path() returns.
    [[nodiscard]] static Result<std::shared_ptr<FileSource>> fromFile(const Vfs& vfs,
        std::shared_ptr<VfsFile> file, const std::filesystem::path& name,
        const FileSourceOptions& options = {});
    // Reads a stream to its end, or to the limit, into a spool file. Errors: those of Vfs::spool.
    [[nodiscard]] static Result<std::shared_ptr<FileSource>> fromStream(const Vfs& vfs,
        const ByteStream& stream, const std::filesystem::path& name, const FileSourceOptions& options = {});
    ~FileSource() override;

    [[nodiscard]] ByteCount size() const override;
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

    // Asks the system for the file's state now, through the open descriptor; size() follows it.
    [[nodiscard]] Result<FileStatus> refresh();
    // The state at the last refresh(), or at open().
    [[nodiscard]] FileStatus status() const;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    // What it reads: the open file, or the spooled copy. Lives as long as the source.
    [[nodiscard]] const VfsFile& file() const { return *m_file; }
    // What the path names now: another file when this one was replaced, NotFound when it was removed or
    // renamed.
    [[nodiscard]] Result<FileStatus> statusOfPath() const;
    // True when this is a spooled copy of what has no known size in advance. Of a file its status is that
    // when it was opened, with the size of the copy.
    [[nodiscard]] bool isSpooled() const { return m_spooled; }
    // True when the copy ended at its limit and the content goes on.
    [[nodiscard]] bool isCut() const { return m_cut; }
    // Address space and memory that the windows hold now.
    [[nodiscard]] ByteCount windowBytes() const;

private:
    struct Opened {
        std::shared_ptr<VfsFile> file;
        FileStatus status;
        bool spooled = false;
        bool cut = false;
    };

    FileSource(const Vfs& vfs, std::filesystem::path path, Opened opened, const FileSourceOptions& options);
    [[nodiscard]] static Result<Opened> prepare(const Vfs& vfs, std::shared_ptr<VfsFile> file,
        const std::filesystem::path& name, const FileSourceOptions& options);
    [[nodiscard]] ByteRange partToMap(const ByteRange& range) const;
    // Copies a part of one window; false when its bytes are not to be believed, or not to be had in this way.
    [[nodiscard]] bool copyMapped(const ByteRange& part, std::span<std::byte> out) const;

    // Constant after construction.
    const Vfs& m_vfs;
    const std::filesystem::path m_path;
    const std::shared_ptr<VfsFile> m_file;
    const FileSourceOptions m_options;
    const bool m_spooled;
    const bool m_cut;

    // Thread-safe by themselves.
    const std::unique_ptr<WindowLedger> m_ledger;
    const std::unique_ptr<WindowCache> m_windows;
    const std::unique_ptr<ExtentFinder> m_extents;

    std::atomic<std::int64_t> m_size; // bytes
    mutable std::mutex m_statusMutex;
    FileStatus m_status; // protected by m_statusMutex
};

} // namespace megascope
