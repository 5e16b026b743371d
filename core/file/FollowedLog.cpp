// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FollowedLog.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

constexpr std::size_t pieceSize = 256 * 1024;
constexpr std::chrono::minutes lateTime(1);

// Bytes as far as the first gap.
Result<std::span<const std::byte>> readFrom(
    const FileSource& source, const ByteRange& range, std::span<std::byte> buffer)
{
    const auto bytes = buffer.first(sizeOf(std::min(range.count(), ByteCount(std::ssize(buffer)))));
    const Gaps gaps = source.read(range.begin(), bytes);
    if (gaps.empty())
        return bytes;
    const Gap& gap = gaps.front();
    const ByteCount good = gap.range.begin() - range.begin();
    if (good == ByteCount(0) && gap.cause == Gap::Cause::Failed)
        return std::unexpected(errorOf(gap, source.path().native()));
    return bytes.first(sizeOf(good));
}

} // namespace

FollowedLog::FollowedLog(
    const Vfs& vfs, std::shared_ptr<FileSource> source, ByteOffset from, const FileSourceOptions& options)
    : m_vfs(vfs)
    , m_options(options)
    , m_buffer(std::make_unique_for_overwrite<std::byte[]>(pieceSize))
    , m_source(std::move(source))
    , m_at(from)
{
    m_known.identity = m_source->status().identity;
    m_known.mark.take(*m_source, m_known.identity.size);
    watch();
}

void FollowedLog::watch()
{
    if (m_source->status().isLocal)
        m_alarm.watch(m_source->file(), m_source->path());
}

Result<bool> FollowedLog::advance(const Take& take)
{
    for (;;) {
        const FileSight sight = lookAt(m_vfs, *m_source, m_known, m_options);
        if (!sight.opened)
            return std::unexpected(sight.opened.error());
        Result<bool> wantsMore = handOnLate(take);
        if (wantsMore && *wantsMore && beginsAnew(sight.content))
            wantsMore = beginAnew(sight, take);
        m_known = {sight.opened->identity, sight.mark};
        if (wantsMore && *wantsMore)
            wantsMore = handOn(take);
        if (!wantsMore || !*wantsMore)
            return wantsMore;
        m_trouble = !sight.named ? std::optional(sight.named.error())
            : !sight.next        ? std::optional(sight.next.error())
                                 : std::nullopt;
        const bool isDone = m_at - ByteOffset(0) == m_known.identity.size;
        if (m_trouble || !*sight.next || !isDone)
            return true;
        m_earlier = std::exchange(m_source, *sight.next);
        m_earlierKnown = std::move(m_known);
        m_at = ByteOffset(0);
        m_rotated = std::chrono::steady_clock::now();
        m_known = {m_source->status().identity, {}};
        m_known.identity.size = ByteCount(0);
        m_known.mark.take(*m_source, ByteCount(0));
        watch();
    }
}

// What was appended before the copy was made, and after the last look, is in the copy only.
Result<bool> FollowedLog::beginAnew(const FileSight& sight, const Take& take)
{
    const std::shared_ptr<FileSource>& copy = sight.copy;
    if (copy) {
        Result<bool> goesOn = giveAll(*copy, m_at, ByteOffset(copy->size().value()), take);
        if (!goesOn || !*goesOn)
            return goesOn;
    }
    m_at = ByteOffset(0);
    // Who writes on where the old content ended leaves a hole before that.
    if (sight.opened->identity.size > ByteCount(0)) {
        const Extent first = m_source->extentAt(m_at);
        if (first.kind == Extent::Kind::Hole)
            m_at = first.range.end();
    }
    return true;
}

// What was read counts once the content is known to be the same still.
Result<bool> FollowedLog::handOn(const Take& take)
{
    const ByteOffset end(m_known.identity.size.value());
    while (m_at < end) {
        const auto bytes = readFrom(*m_source, {m_at, end}, {m_buffer.get(), pieceSize});
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->empty() || !m_known.mark.isIn(*m_source))
            break; // it was changed meanwhile
        m_at += ByteCount(std::ssize(*bytes));
        if (!give(*bytes, take))
            return false;
    }
    if (m_at < end)
        m_known.identity.modified = {}; // so that the next look sees that, whatever the clock says
    return true;
}

// Between two lines only: else it would tear one of the new file's.
Result<bool> FollowedLog::handOnLate(const Take& take)
{
    if (m_earlier && std::chrono::steady_clock::now() > m_rotated + lateTime)
        m_earlier.reset(); // a file without a name takes room on the disk for as long as it is open
    if (!m_earlier || !m_isLineEnd)
        return true;
    const FileSight sight = lookAt(m_vfs, *m_earlier, m_earlierKnown);
    if (sight.content != ContentChange::Appended) {
        if (beginsAnew(sight.content))
            m_earlier.reset(); // it serves something else now
        return true;
    }
    ByteOffset at(m_earlierKnown.identity.size.value());
    const ByteOffset end(sight.opened->identity.size.value());
    m_earlierKnown = {sight.opened->identity, sight.mark};
    return giveAll(*m_earlier, at, end, take);
}

Result<bool> FollowedLog::giveAll(const FileSource& source, ByteOffset& at, ByteOffset end, const Take& take)
{
    while (at < end) {
        const auto bytes = readFrom(source, {at, end}, {m_buffer.get(), pieceSize});
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->empty())
            break;
        at += ByteCount(std::ssize(*bytes));
        if (!give(*bytes, take))
            return false;
    }
    return true;
}

bool FollowedLog::give(std::span<const std::byte> bytes, const Take& take)
{
    m_isLineEnd = bytes.back() == std::byte{'\n'};
    return take(bytes);
}

} // namespace megascope
