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

class BoundedReader;
class ExtentFinder;
class GrowingSpool;
class ScanPace;
class WindowCache;
class WindowLedger;

// How a file is read. Automatic chooses by use and by source: scanning a local regular file maps its windows
// or reads it, whichever turns out to be faster; looking at a place reads it with pread, and what is not a
// local regular file is read with pread throughout.
enum class Backend { Automatic, Mapped, Read };

struct FileSourceOptions {
    Backend backend = Backend::Automatic;
    WindowBudget budget = WindowBudget::forThisMachine();
    ByteCount spoolLimit = mebibytes(1024); // of a file that has to be copied, no more is
};

// A file, or a block device, of any size, read through sliding windows. Thread-safe. In a thread that has a
// ReadPatience read() and the scans wait no longer than that says.
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
    // What comes of a stream, as far as it has come: refresh() goes along. `name` as above.
    [[nodiscard]] static Result<std::shared_ptr<FileSource>> fromSpool(const Vfs& vfs,
        std::shared_ptr<GrowingSpool> spool, const std::filesystem::path& name,
        const FileSourceOptions& options = {});
    ~FileSource() override;

    [[nodiscard]] ByteCount size() const override;
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::optional<ByteRange> holeAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

    // What could not be read by a thread with a ReadPatience is asked for again.
    void retryReads();
    // The last place that such a thread wanted and the system could not read, until retryReads().
    [[nodiscard]] std::optional<Gap> failedRead() const;

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
    // The spool that it shows; null where there is none that grows.
    [[nodiscard]] GrowingSpool* spool() const { return m_spool.get(); }
    // Address space and memory that the windows hold now.
    [[nodiscard]] ByteCount windowBytes() const;

private:
    struct Opened {
        std::shared_ptr<VfsFile> file;
        FileStatus status;
        bool spooled = false;
        bool cut = false;
        std::shared_ptr<GrowingSpool> spool = {};
    };

    FileSource(const Vfs& vfs, std::filesystem::path path, Opened opened, const FileSourceOptions& options);
    [[nodiscard]] static Result<Opened> prepare(const Vfs& vfs, std::shared_ptr<VfsFile> file,
        const std::filesystem::path& name, const FileSourceOptions& options);
    [[nodiscard]] bool isGrowing() const;
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
    std::shared_ptr<GrowingSpool> m_spool; // constant as well, until the end

    // Thread-safe by themselves.
    const std::unique_ptr<WindowLedger> m_ledger;
    const std::unique_ptr<WindowCache> m_windows;
    const std::unique_ptr<ExtentFinder> m_extents;
    const std::unique_ptr<ScanPace> m_pace;
    const std::unique_ptr<BoundedReader> m_boundedReader; // null where no read waits for a storage

    std::atomic<std::int64_t> m_size; // bytes
    std::atomic<std::int64_t> m_grownAt = 0; // of a steady clock, in nanoseconds; 0: it has not grown
    mutable std::mutex m_statusMutex;
    FileStatus m_status; // protected by m_statusMutex
};

} // namespace megascope
