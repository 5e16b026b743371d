// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/file/FaultVfs.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <utility>

#include <signal.h>

namespace megascope::testing {

// `writable` is null, or the same file as `real`.
class FaultFile final : public WritableFile {
public:
    FaultFile(const FaultVfs& vfs, std::shared_ptr<VfsFile> real, std::shared_ptr<WritableFile> writable)
        : m_vfs(vfs)
        , m_real(std::move(real))
        , m_writable(std::move(writable))
    {
    }

    const VfsFile& real() const { return *m_real; }
    WritableFile& writable() const { return *m_writable; }

    Result<FileStatus> status() const override
    {
        if (fails(VfsCall::Status))
            return m_vfs.failure();
        Result<FileStatus> status
            = m_real->status().transform([this](const FileStatus& real) { return m_vfs.disguised(real); });
        m_vfs.leave(VfsCall::Status);
        return status;
    }

    Result<FileIdentity> identity() const override
    {
        return status().transform([](const FileStatus& now) { return now.identity; });
    }

    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        const FaultVfs::Fault fault = m_vfs.enter(VfsCall::ReadAt);
        if (fault == FaultVfs::Fault::Fail)
            return m_vfs.failure();
        if (fault == FaultVfs::Fault::Shorten && out.size() > 1)
            out = out.first(out.size() / 2);
        for (const ByteRange& bad : m_vfs.m_badRanges) {
            if (bad.contains(offset) && !out.empty())
                return std::unexpected(systemError(EIO, {}));
            if (!bad.intersected({offset, ByteCount(std::ssize(out))}).empty())
                out = out.first(static_cast<std::size_t>((bad.begin() - offset).value()));
        }
        Result<std::size_t> result = m_real->readAt(offset, out);
        m_vfs.leave(VfsCall::ReadAt);
        return result;
    }

    Result<ByteOffset> nextData(ByteOffset offset) const override
    {
        return fails(VfsCall::NextData) ? m_vfs.failure() : m_real->nextData(offset);
    }

    Result<ByteOffset> nextHole(ByteOffset offset) const override
    {
        if (fails(VfsCall::NextHole))
            return m_vfs.failure();
        Result<ByteOffset> hole = m_real->nextHole(offset);
        m_vfs.leave(VfsCall::NextHole);
        return hole;
    }

    Result<std::span<const std::byte>> map(const ByteRange& range) const override
    {
        if (fails(VfsCall::Map))
            return m_vfs.failure();
        Result<std::span<const std::byte>> bytes = m_real->map(range);
        if (bytes) {
            const std::scoped_lock lock(m_mutex);
            m_mapped[bytes->data()] = range;
        }
        return bytes;
    }

    void unmap(std::span<const std::byte> bytes) const override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_mapped.erase(bytes.data());
        }
        m_real->unmap(bytes);
    }

    Result<void> populate(std::span<const std::byte> bytes) const override
    {
        if (fails(VfsCall::Populate))
            return m_vfs.failure();
        const ByteRange range = rangeOf(bytes);
        for (const ByteRange& bad : m_vfs.m_badRanges) {
            if (!bad.intersected(range).empty())
                return std::unexpected(systemError(EFAULT, {}));
        }
        Result<void> result = m_real->populate(bytes);
        m_vfs.leave(VfsCall::Populate);
        return result;
    }

    bool isCached(std::span<const std::byte>) const override { return m_vfs.m_cached; }

    void dropBehind(const ByteRange& range) const override
    {
        const std::scoped_lock lock(m_vfs.m_mutex);
        m_vfs.m_dropped.push_back(range);
    }

    Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes) override
    {
        const FaultVfs::Fault fault = m_vfs.enter(VfsCall::WriteAt);
        if (fault == FaultVfs::Fault::Fail)
            return m_vfs.writeFailure();
        if (fault == FaultVfs::Fault::Shorten && bytes.size() > 1)
            bytes = bytes.first(bytes.size() / 2);
        return m_writable->writeAt(offset, bytes);
    }

    Result<void> setSize(ByteCount size) override
    {
        return fails(VfsCall::SetSize) ? m_vfs.writeFailure() : m_writable->setSize(size);
    }

    Result<void> allocate(const ByteRange& range) override
    {
        return fails(VfsCall::Allocate) ? m_vfs.writeFailure() : m_writable->allocate(range);
    }

    Result<void> punchHole(const ByteRange& range) override
    {
        return fails(VfsCall::PunchHole) ? m_vfs.writeFailure() : m_writable->punchHole(range);
    }

    Result<ByteCount> copyFrom(const VfsFile& source, const ByteRange& range, ByteOffset target) override
    {
        if (fails(VfsCall::CopyFrom))
            return m_vfs.writeFailure();
        const auto* const file = dynamic_cast<const FaultFile*>(&source);
        return m_writable->copyFrom(file != nullptr ? file->real() : source, range, target);
    }

    void startSync(const ByteRange& range) override { m_writable->startSync(range); }

    Result<void> sync() override { return fails(VfsCall::Sync) ? m_vfs.writeFailure() : m_writable->sync(); }

    void restoreSetIds(std::uint32_t mode) override { m_writable->restoreSetIds(mode); }

    Result<void> lock() override { return fails(VfsCall::Lock) ? m_vfs.writeFailure() : m_writable->lock(); }

private:
    bool fails(VfsCall call) const { return m_vfs.fails(call); }

    ByteRange rangeOf(std::span<const std::byte> bytes) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto& [begin, range] = *std::prev(m_mapped.upper_bound(bytes.data()));
        return {range.begin() + ByteCount(bytes.data() - begin), ByteCount(std::ssize(bytes))};
    }

    const FaultVfs& m_vfs;
    const std::shared_ptr<VfsFile> m_real;
    const std::shared_ptr<WritableFile> m_writable;
    mutable std::mutex m_mutex;
    mutable std::map<const std::byte*, ByteRange> m_mapped; // protected by m_mutex
};

FaultVfs::FaultVfs(const Vfs& real)
    : m_real(real)
{
}

void FaultVfs::arm(const Plan& plan)
{
    m_plan = plan;
    for (std::atomic<std::int64_t>& count : m_calls)
        count = 0;
}

std::int64_t FaultVfs::callsOf(VfsCall call) const
{
    return m_calls[static_cast<std::size_t>(call)];
}

void FaultVfs::setBadRanges(std::vector<ByteRange> ranges)
{
    m_badRanges = std::move(ranges);
}

void FaultVfs::afterNext(VfsCall call, std::function<void()> action)
{
    m_hookedCall = call;
    m_action = std::move(action);
}

void FaultVfs::freezeStatus(const FileStatus& status)
{
    m_frozenStatus = status;
}

void FaultVfs::setRestless(Restless restless)
{
    m_restless = restless;
}

FileStatus FaultVfs::disguised(FileStatus status) const
{
    if (m_frozenStatus)
        return *m_frozenStatus;
    const std::int64_t number = callsOf(VfsCall::Status);
    if (m_restless != Restless::No)
        status.identity.changed.nanoseconds += number;
    if (m_restless == Restless::Size)
        status.identity.size += ByteCount(number);
    return status;
}

void FaultVfs::leave(VfsCall call) const
{
    if (call == m_hookedCall && m_action)
        std::exchange(m_action, nullptr)();
}

void FaultVfs::setCached(bool cached)
{
    m_cached = cached;
}

std::vector<ByteRange> FaultVfs::dropped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_dropped;
}

FaultVfs::Fault FaultVfs::enter(VfsCall call) const
{
    const std::int64_t number = m_calls[static_cast<std::size_t>(call)]++;
    const bool isIt = number == m_plan.number || (m_plan.forEver && number > m_plan.number);
    if (call != m_plan.call || !isIt)
        return Fault::None;
    if (m_plan.fault == Fault::Kill)
        (void)raise(SIGKILL);
    return m_plan.fault;
}

std::unexpected<Error> FaultVfs::failure() const
{
    return std::unexpected(systemError(m_plan.code, "injected"));
}

Result<std::shared_ptr<VfsFile>> FaultVfs::open(const std::filesystem::path& path) const
{
    if (enter(VfsCall::Open) == Fault::Fail)
        return failure();
    return m_real.open(path).transform([this](std::shared_ptr<VfsFile> file) -> std::shared_ptr<VfsFile> {
        return std::make_shared<FaultFile>(*this, std::move(file), nullptr);
    });
}

Result<FileStatus> FaultVfs::status(const std::filesystem::path& path) const
{
    return enter(VfsCall::PathStatus) == Fault::Fail ? failure() : m_real.status(path);
}

Result<Spool> FaultVfs::spool(
    const ByteStream& content, const std::filesystem::path& subject, ByteCount limit) const
{
    return enter(VfsCall::Spool) == Fault::Fail ? failure() : m_real.spool(content, subject, limit);
}

std::unexpected<Error> FaultVfs::writeFailure() const
{
    return std::unexpected(writeError(m_plan.code, "injected"));
}

Result<std::shared_ptr<WritableFile>> FaultVfs::openForWriting(const std::filesystem::path& path) const
{
    if (fails(VfsCall::OpenForWriting))
        return writeFailure();
    return m_real.openForWriting(path).transform([this](const std::shared_ptr<WritableFile>& file) {
        return std::shared_ptr<WritableFile>(std::make_shared<FaultFile>(*this, file, file));
    });
}

Result<std::shared_ptr<WritableFile>> FaultVfs::create(const std::filesystem::path& path, unsigned mode) const
{
    if (fails(VfsCall::Create))
        return writeFailure();
    return m_real.create(path, mode).transform([this](const std::shared_ptr<WritableFile>& file) {
        return std::shared_ptr<WritableFile>(std::make_shared<FaultFile>(*this, file, file));
    });
}

Result<std::shared_ptr<WritableFile>> FaultVfs::createNameless(const std::filesystem::path& folder) const
{
    if (fails(VfsCall::CreateNameless))
        return writeFailure();
    return m_real.createNameless(folder).transform([this](const std::shared_ptr<WritableFile>& file) {
        return std::shared_ptr<WritableFile>(std::make_shared<FaultFile>(*this, file, file));
    });
}

Result<void> FaultVfs::rename(
    const std::filesystem::path& from, const std::filesystem::path& to, Existing existing) const
{
    return fails(VfsCall::Rename) ? writeFailure() : m_real.rename(from, to, existing);
}

Result<void> FaultVfs::remove(const std::filesystem::path& path) const
{
    return fails(VfsCall::Remove) ? writeFailure() : m_real.remove(path);
}

Result<void> FaultVfs::syncFolder(const std::filesystem::path& folder) const
{
    return fails(VfsCall::SyncFolder) ? writeFailure() : m_real.syncFolder(folder);
}

Result<void> FaultVfs::makeFolder(const std::filesystem::path& folder) const
{
    return fails(VfsCall::MakeFolder) ? writeFailure() : m_real.makeFolder(folder);
}

Result<std::vector<std::string>> FaultVfs::list(const std::filesystem::path& folder) const
{
    return fails(VfsCall::List) ? failure() : m_real.list(folder);
}

Result<ByteCount> FaultVfs::freeSpace(const std::filesystem::path& path) const
{
    return fails(VfsCall::FreeSpace) ? failure() : m_real.freeSpace(path);
}

Result<std::filesystem::path> FaultVfs::realPath(const std::filesystem::path& path) const
{
    return fails(VfsCall::RealPath) ? failure() : m_real.realPath(path);
}

Result<FileRights> FaultVfs::rights(const std::filesystem::path& path) const
{
    return fails(VfsCall::Rights) ? failure() : m_real.rights(path);
}

Result<std::vector<std::string>> FaultVfs::copyAttributes(const VfsFile& from, WritableFile& to) const
{
    if (fails(VfsCall::CopyAttributes))
        return failure();
    const auto* const source = dynamic_cast<const FaultFile*>(&from);
    const auto* const target = dynamic_cast<const FaultFile*>(&to);
    return m_real.copyAttributes(
        source != nullptr ? source->real() : from, target != nullptr ? target->writable() : to);
}

} // namespace megascope::testing
