// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/GrowingSpool.h"

#include "core/file/WritableFile.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <system_error>
#include <utility>

namespace megascope {
namespace {

constexpr ByteCount copiedAtOnce = mebibytes(1);
constexpr ByteCount mostRoom = mebibytes(64 * 1024);

std::filesystem::path folderFrom(const char* variable)
{
    const char* const value = std::getenv(variable);
    return value != nullptr ? value : "";
}

std::filesystem::path cacheFolder()
{
    if (const std::filesystem::path cache = folderFrom("XDG_CACHE_HOME"); cache.is_absolute())
        return cache;
    const std::filesystem::path home = folderFrom("HOME");
    return home.is_absolute() ? home / ".cache" : std::filesystem::path();
}

} // namespace

// What readers may see; read at any time, written by the copying thread.
struct GrowingSpool::Published {
    FileIdentity identity; // but for the size; constant
    std::atomic<std::int64_t> size{0}; // bytes
    std::atomic<bool> isOver{false};
};

// The file as those see it who read what came. While it grows, its times would change all the time, and each
// reading would be taken for one of a file that others write to.
class GrowingSpool::File final : public VfsFile {
public:
    File(std::shared_ptr<WritableFile> file, std::shared_ptr<const Published> published)
        : m_file(std::move(file))
        , m_published(std::move(published))
    {
    }

    // As long as it grows it is said not to be local, because a scan through windows asks after each whether
    // the size is the same.
    Result<FileStatus> status() const override
    {
        const bool isOver = m_published->isOver;
        return m_file->status().transform([&](FileStatus status) {
            status.identity = sized();
            status.isLocal = status.isLocal && isOver;
            return status;
        });
    }

    Result<FileIdentity> identity() const override { return sized(); }

    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        const std::int64_t left = std::max<std::int64_t>(m_published->size - offset.value(), 0);
        const auto count = static_cast<std::size_t>(std::min<std::int64_t>(left, std::ssize(out)));
        return m_file->readAt(offset, out.first(count));
    }

    Result<ByteOffset> nextData(ByteOffset offset) const override { return offset; }
    Result<ByteOffset> nextHole(ByteOffset) const override { return ByteOffset(m_published->size); }

    Result<std::span<const std::byte>> map(const ByteRange& range) const override
    {
        return m_file->map(range);
    }
    void unmap(std::span<const std::byte> bytes) const override { m_file->unmap(bytes); }
    Result<void> populate(std::span<const std::byte> bytes) const override { return m_file->populate(bytes); }
    bool isCached(std::span<const std::byte> bytes) const override { return m_file->isCached(bytes); }
    void dropBehind(const ByteRange& range) const override { m_file->dropBehind(range); }

private:
    [[nodiscard]] FileIdentity sized() const
    {
        FileIdentity identity = m_published->identity;
        identity.size = ByteCount(m_published->size);
        return identity;
    }

    const std::shared_ptr<WritableFile> m_file;
    const std::shared_ptr<const Published> m_published;
};

Result<std::shared_ptr<GrowingSpool>> GrowingSpool::start(
    const Vfs& vfs, StoppableStream content, ByteCount limit)
{
    const std::filesystem::path folder = streamFolder(vfs);
    Result<std::shared_ptr<WritableFile>> file = vfs.createNameless(folder);
    if (!file)
        return std::unexpected(file.error());
    const Result<FileIdentity> identity = (*file)->identity();
    if (!identity)
        return std::unexpected(identity.error());
    const auto size = static_cast<std::size_t>(copiedAtOnce.value());
    std::unique_ptr<std::byte[]> buffer(new (std::nothrow) std::byte[size]);
    if (!buffer)
        return std::unexpected(systemError(ENOMEM, folder.native()));
    auto published = std::make_shared<Published>();
    published->identity = *identity;
    std::shared_ptr<GrowingSpool> spool(new GrowingSpool(*std::move(file), std::move(published), limit));
    try {
        spool->m_thread = std::jthread(
            [copying = spool.get(), content = std::move(content), buffer = std::move(buffer), size](
                const std::stop_token& stop) { copying->copy(content, {buffer.get(), size}, stop); });
    } catch (const std::system_error&) {
        return std::unexpected(systemError(ENOMEM, folder.native()));
    }
    return spool;
}

GrowingSpool::GrowingSpool(
    std::shared_ptr<WritableFile> file, std::shared_ptr<Published> published, ByteCount limit)
    : m_written(std::move(file))
    , m_published(std::move(published))
    , m_file(std::make_shared<File>(m_written, m_published))
    , m_limit(limit)
{
}

GrowingSpool::~GrowingSpool() = default;

void GrowingSpool::copy(
    const StoppableStream& content, std::span<std::byte> buffer, const std::stop_token& stop)
{
    while (true) {
        const Result<std::size_t> got = content(buffer, stop);
        if (stop.stop_requested())
            return finish(Phase::Stopped);
        if (!got)
            return finish(Phase::Failed, got.error());
        if (*got == 0)
            return finish(Phase::Ended);
        if (!keep(buffer.first(*got), stop))
            return;
    }
}

// False when that was all.
bool GrowingSpool::keep(std::span<const std::byte> bytes, const std::stop_token& stop)
{
    while (!bytes.empty()) {
        const ByteCount room = waitForRoom(stop);
        if (room == ByteCount(0)) {
            finish(Phase::Stopped);
            return false;
        }
        const auto part
            = bytes.first(static_cast<std::size_t>(std::min(room, ByteCount(std::ssize(bytes))).value()));
        if (const Result<void> written = writeFully(*m_written, ByteOffset(m_published->size), part);
            !written) {
            finish(Phase::Failed, written.error());
            return false;
        }
        m_published->size += std::ssize(part);
        bytes = bytes.subspan(part.size());
        change([](State& state) { state.phase = Phase::Coming; });
    }
    return true;
}

// What may be written now; 0 when it is to stop.
ByteCount GrowingSpool::waitForRoom(const std::stop_token& stop)
{
    const ByteCount size(m_published->size);
    const auto room = [&] { return std::max(m_limit, size) - size; };
    {
        const std::scoped_lock lock(m_mutex);
        if (room() > ByteCount(0))
            return room();
    }
    change([](State& state) { state.phase = Phase::Paused; });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [&] { return room() > ByteCount(0); });
    return stop.stop_requested() ? ByteCount(0) : room();
}

void GrowingSpool::change(const std::function<void(State&)>& change)
{
    const std::scoped_lock lock(m_mutex);
    change(m_state);
    m_state.size = ByteCount(m_published->size);
    m_changed.notify_all();
    if (m_listener)
        m_listener();
}

void GrowingSpool::finish(Phase phase, std::optional<Error> error)
{
    m_published->isOver = true;
    change([&](State& state) {
        state.phase = phase;
        state.error = std::move(error);
    });
}

GrowingSpool::State GrowingSpool::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

GrowingSpool::State GrowingSpool::waitFor(
    ByteCount size, std::optional<std::chrono::milliseconds> patience) const
{
    std::unique_lock lock(m_mutex);
    const auto isThere = [&] { return m_state.size >= size || m_state.phase != Phase::Coming; };
    if (patience)
        m_changed.wait_for(lock, *patience, isThere);
    else
        m_changed.wait(lock, isThere);
    return m_state;
}

void GrowingSpool::goOn(ByteCount limit)
{
    const std::scoped_lock lock(m_mutex);
    m_limit = limit;
    if (m_state.phase == Phase::Paused)
        m_state.phase = Phase::Coming;
    m_changed.notify_all();
}

void GrowingSpool::stop()
{
    m_thread.request_stop();
}

void GrowingSpool::setListener(std::function<void()> listener)
{
    const std::scoped_lock lock(m_mutex);
    m_listener = std::move(listener);
}

std::filesystem::path streamFolder(const Vfs& vfs)
{
    if (std::filesystem::path chosen = folderFrom("TMPDIR"); !chosen.empty())
        return chosen;
    const std::filesystem::path cache = cacheFolder();
    if (!cache.empty() && vfs.makeFolder(cache) && vfs.makeFolder(cache / "megascope"))
        return cache / "megascope";
    return "/var/tmp";
}

ByteCount streamRoom(const Vfs& vfs)
{
    return std::min(vfs.freeSpace(streamFolder(vfs)).value_or(mostRoom) / 2, mostRoom);
}

} // namespace megascope
