// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"

#include <array>
#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace megascope::testing {

enum class VfsCall {
    Open,
    PathStatus,
    Spool,
    Status,
    ReadAt,
    NextData,
    NextHole,
    Map,
    Populate,
    OpenForWriting,
    Create,
    CreateNameless,
    Rename,
    Remove,
    SyncFolder,
    MakeFolder,
    List,
    FreeSpace,
    RealPath,
    Rights,
    CopyAttributes,
    WriteAt,
    SetSize,
    Allocate,
    PunchHole,
    CopyFrom,
    Sync,
    Lock,
};
constexpr std::size_t vfsCallCount = 28;

// A file system in which a chosen call goes wrong; everything else is done by another one. Thread-safe, but
// for arm() and the other settings, which are made before the calls.
class FaultVfs final : public Vfs {
public:
    explicit FaultVfs(const Vfs& real);

    enum class Fault {
        None,
        Fail, // the call fails with `code`
        Kill, // the process ends before the call, as by kill -9
        Shorten, // readAt and writeAt do half of what they could, at least a byte; other calls work
    };
    struct Plan {
        Fault fault = Fault::None;
        VfsCall call = VfsCall::ReadAt;
        std::int64_t number = 0; // the first call that goes wrong, counted from 0
        bool forEver = false; // all later ones as well
        int code = 0; // errno
    };
    // Begins to count anew.
    void arm(const Plan& plan);
    [[nodiscard]] std::int64_t callsOf(VfsCall call) const;

    // Reading or populating a byte of these fails with EIO; what comes before is read. As a bad disk does it.
    void setBadRanges(std::vector<ByteRange> ranges);
    // Runs `action` once, at the end of the next NextHole, Populate, ReadAt or Status, before its result is
    // looked at.
    void afterNext(VfsCall call, std::function<void()> action);
    // Files go on to report this status, as a network does that does not ask its server each time.
    void freezeStatus(const FileStatus& status);
    // From status to status the times, or the size as well, are others.
    enum class Restless { No, Times, Size };
    void setRestless(Restless restless);
    // isCached() says this instead of the truth.
    void setCached(bool cached);
    // What dropBehind() was called for.
    [[nodiscard]] std::vector<ByteRange> dropped() const;

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
    friend class FaultFile;

    [[nodiscard]] bool fails(VfsCall call) const { return enter(call) == Fault::Fail; }

    // Counts the call and says what is to go wrong with it.
    [[nodiscard]] Fault enter(VfsCall call) const;
    [[nodiscard]] std::unexpected<Error> failure() const;
    [[nodiscard]] std::unexpected<Error> writeFailure() const;
    void leave(VfsCall call) const;
    [[nodiscard]] FileStatus disguised(FileStatus status) const;

    const Vfs& m_real;
    Plan m_plan;
    std::vector<ByteRange> m_badRanges;
    bool m_cached = true;
    std::optional<FileStatus> m_frozenStatus;
    Restless m_restless = Restless::No;
    VfsCall m_hookedCall = VfsCall::Open;
    mutable std::function<void()> m_action;
    mutable std::array<std::atomic<std::int64_t>, vfsCallCount> m_calls{};
    mutable std::mutex m_mutex;
    mutable std::vector<ByteRange> m_dropped; // protected by m_mutex
};

} // namespace megascope::testing
