// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/JournalMaker.h"

#include "core/save/Crc32c.h"

#include <algorithm>

namespace megascope {
namespace {

constexpr ByteCount journalBuffer = kibibytes(256);

// A sector may be torn; slots that begin at a page are also written by themselves.
constexpr ByteCount slotAlignment = kibibytes(4);

ByteOffset alignedUp(ByteOffset offset, ByteCount step)
{
    return alignedDown(offset + (step - ByteCount(1)), step);
}

} // namespace

JournalMaker::JournalMaker(std::shared_ptr<WritableFile> file, const JournalHead& head, Buffer buffer)
    : m_file(std::move(file))
    , m_head(head)
    , m_buffer(std::move(buffer))
{
}

Result<JournalMaker> JournalMaker::begin(std::shared_ptr<WritableFile> file, const JournalHead& head,
    const std::filesystem::path& target, std::span<const Move> moves)
{
    Result<Buffer> buffer = Buffer::make(journalBuffer, target.native());
    if (!buffer)
        return std::unexpected(buffer.error());
    JournalMaker maker(std::move(file), head, std::move(*buffer));
    maker.m_head.pathBytes = ByteCount(std::ssize(target.native()));
    Result<void> result = maker.append(std::as_bytes(std::span(target.native())));
    if (result)
        result = maker.appendSum();
    for (const Move& move : moves) {
        if (!result || move.isStill())
            continue;
        result = maker.append(encoded(move));
        ++maker.m_head.moves;
    }
    if (result)
        result = maker.appendSum();
    if (!result)
        return std::unexpected(result.error());
    return maker;
}

Result<void> JournalMaker::add(
    const RecordHead& record, std::span<const std::uint32_t> oldSums, std::span<const std::byte> bytes)
{
    RecordHead head = record;
    head.oldSums = static_cast<std::uint32_t>(oldSums.size());
    Result<void> result = append(encoded(head));
    for (const std::uint32_t sum : oldSums) {
        if (result)
            result = append(encoded(sum));
    }
    if (result)
        result = append(bytes);
    if (result)
        result = appendSum();
    ++m_head.records;
    return result;
}

Result<void> JournalMaker::finish(ByteCount slotContent)
{
    if (Result<void> flushed = flush(); !flushed)
        return flushed;
    m_head.recordsEnd = m_written;
    m_head.slots = alignedUp(m_written, slotAlignment);
    m_head.slotBytes
        = journalSector + (alignedUp(ByteOffset(0) + slotContent, journalSector) - ByteOffset(0));
    Result<void> result = m_file->allocate({m_head.slots, m_head.slotBytes * 2});
    for (std::uint64_t number : {0, 1}) {
        const ByteOffset slot = m_head.slots + m_head.slotBytes * static_cast<std::int64_t>(number);
        if (result)
            result = writeFully(*m_file, slot, encoded(JournalMark{.number = number}));
    }
    if (result)
        result = writeFully(*m_file, ByteOffset(0), encoded(m_head));
    return result ? m_file->sync() : result;
}

Result<void> JournalMaker::append(std::span<const std::byte> bytes)
{
    m_sum = crc32c(bytes, m_sum);
    while (!bytes.empty()) {
        const std::span<std::byte> free = m_buffer.bytes().subspan(m_filled);
        const std::size_t count = std::min(free.size(), bytes.size());
        std::ranges::copy(bytes.first(count), free.begin());
        m_filled += count;
        bytes = bytes.subspan(count);
        if (m_filled == m_buffer.bytes().size()) {
            if (Result<void> flushed = flush(); !flushed)
                return flushed;
        }
    }
    return {};
}

Result<void> JournalMaker::appendSum()
{
    Result<void> result = append(encoded(m_sum));
    m_sum = 0;
    return result;
}

Result<void> JournalMaker::flush()
{
    const std::span<const std::byte> bytes = m_buffer.bytes().first(m_filled);
    if (Result<void> written = writeFully(*m_file, m_written, bytes); !written)
        return written;
    m_written += countOf(bytes);
    m_filled = 0;
    return {};
}

} // namespace megascope
