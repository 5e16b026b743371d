// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/AddBuffer.h"

#include "core/file/CopyingScan.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace megascope {
namespace {

constexpr ByteCount chunkSize = kibibytes(64);
// Of what stands in a file, so much stays in memory, because the newest bytes are looked at the most.
constexpr std::int64_t chunksKept = 64;

} // namespace

AddBuffer::AddBuffer() = default;
AddBuffer::~AddBuffer() = default;

Result<std::shared_ptr<AddBuffer>> AddBuffer::of(std::shared_ptr<const Source> backing, ByteCount size)
{
    auto buffer = std::make_shared<AddBuffer>();
    buffer->m_firstChunk = size / chunkSize;
    buffer->m_size = chunkSize * buffer->m_firstChunk;
    std::vector<std::byte> rest(sizeOf(size - buffer->m_size)); // of a chunk that is to be filled up
    if (!backing->read(ByteOffset(buffer->m_size.value()), rest).empty())
        return std::unexpected(Error{});
    buffer->m_backing = std::move(backing);
    buffer->append(rest);
    return buffer;
}

ByteRange AddBuffer::append(std::span<const std::byte> bytes)
{
    const std::scoped_lock lock(m_mutex);
    const ByteRange range(ByteOffset(m_size.value()), ByteCount(std::ssize(bytes)));
    while (!bytes.empty()) {
        const std::size_t used = sizeOf(m_size % chunkSize);
        if (used == 0)
            m_chunks.push_back(std::make_shared_for_overwrite<std::byte[]>(sizeOf(chunkSize)));
        const std::size_t count = std::min(bytes.size(), sizeOf(chunkSize) - used);
        std::memcpy(m_chunks.back().get() + used, bytes.data(), count);
        m_size += ByteCount(static_cast<std::int64_t>(count));
        bytes = bytes.subspan(count);
    }
    return range;
}

void AddBuffer::releaseTo(std::shared_ptr<const Source> backing, ByteOffset end)
{
    const std::scoped_lock lock(m_mutex);
    assert(end.value() <= m_size.value());
    m_backing = std::move(backing);
    const std::int64_t chunksBacked = end.value() / chunkSize.value();
    while (m_firstChunk < chunksBacked && std::ssize(m_chunks) > chunksKept) {
        m_chunks.pop_front();
        ++m_firstChunk;
    }
}

ByteCount AddBuffer::memory() const
{
    const std::scoped_lock lock(m_mutex);
    return chunkSize * std::ssize(m_chunks);
}

ByteCount AddBuffer::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_size;
}

Gaps AddBuffer::read(ByteOffset offset, std::span<std::byte> out) const
{
    Gaps gaps;
    while (!out.empty()) {
        std::shared_ptr<const std::byte[]> chunk;
        std::shared_ptr<const Source> backing;
        const ByteCount inChunk(offset.value() % chunkSize.value());
        ByteCount there = chunkSize - inChunk;
        {
            const std::scoped_lock lock(m_mutex);
            const std::int64_t number = offset.value() / chunkSize.value() - m_firstChunk;
            if (number >= 0 && number < std::ssize(m_chunks))
                chunk = m_chunks[static_cast<std::size_t>(number)];
            else if (number < 0)
                backing = m_backing;
            there
                = std::min(there, ByteOffset(m_size.value()) - std::min(offset, ByteOffset(m_size.value())));
        }
        if (there == ByteCount(0)) {
            std::ranges::fill(out, std::byte{0});
            gaps.push_back({.range = {offset, ByteCount(std::ssize(out))}, .cause = Gap::Cause::PastEnd});
            return gaps;
        }
        const std::span part = out.first(std::min(out.size(), sizeOf(there)));
        if (chunk)
            std::memcpy(part.data(), chunk.get() + inChunk.value(), part.size());
        else
            std::ranges::copy(backing->read(offset, part), std::back_inserter(gaps));
        out = out.subspan(part.size());
        offset += ByteCount(std::ssize(part));
    }
    return gaps;
}

Extent AddBuffer::extentAt(ByteOffset offset) const
{
    return {.range = {offset, ByteOffset(size().value())}, .kind = Extent::Kind::Data};
}

std::unique_ptr<Scan> AddBuffer::scan(const ByteRange& range) const
{
    return std::make_unique<CopyingScan>(*this, range);
}

} // namespace megascope
