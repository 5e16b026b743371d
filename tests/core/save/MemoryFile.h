// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/core/save/MemoryState.h"

#include <algorithm>
#include <cerrno>

namespace megascope::testing {

class MemoryFile final : public WritableFile {
public:
    MemoryFile(std::shared_ptr<MemoryVfs::State> vfs, std::shared_ptr<MemoryNode> node)
        : m_vfs(std::move(vfs))
        , m_node(std::move(node))
    {
    }
    ~MemoryFile() override
    {
        if (m_node->lockedBy == this)
            m_node->lockedBy = nullptr;
    }

    Result<FileStatus> status() const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return m_node->status;
    }
    Result<FileIdentity> identity() const override { return m_node->status.identity; }

    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        const auto way = m_vfs->enter(true);
        if (way == MemoryVfs::State::Way::Wrong)
            return m_vfs->failure();
        if (way == MemoryVfs::State::Way::Half && out.size() > 1)
            out = out.first(out.size() / 2);
        const std::int64_t rest = std::max<std::int64_t>(m_node->content.size() - offset.value(), 0);
        const auto count = static_cast<std::size_t>(std::min<std::int64_t>(rest, std::ssize(out)));
        if (count > 0)
            std::copy_n(m_node->content.bytes().begin() + offset.value(), count, out.begin());
        return count;
    }

    Result<ByteOffset> nextData(ByteOffset offset) const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return ByteOffset(m_node->content.next(offset.value(), true));
    }
    Result<ByteOffset> nextHole(ByteOffset offset) const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return ByteOffset(m_node->content.next(offset.value(), false));
    }

    Result<std::span<const std::byte>> map(const ByteRange&) const override
    {
        return std::unexpected(systemError(ENODEV, "memory"));
    }
    void unmap(std::span<const std::byte>) const override { }
    Result<void> populate(std::span<const std::byte>) const override { return {}; }
    bool isCached(std::span<const std::byte>) const override { return true; }
    void dropBehind(const ByteRange&) const override { }

    Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes) override
    {
        const auto way = m_vfs->enter(true);
        if (way == MemoryVfs::State::Way::Wrong)
            return m_vfs->failure();
        if (way == MemoryVfs::State::Way::Half && bytes.size() > 1)
            bytes = bytes.first(bytes.size() / 2);
        m_node->write(offset.value(), bytes);
        m_vfs->written += ByteCount(std::ssize(bytes));
        return changed(bytes.size());
    }
    Result<void> setSize(ByteCount size) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        m_node->setSize(size.value());
        return changed();
    }
    Result<void> allocate(const ByteRange&) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return changed();
    }
    Result<void> punchHole(const ByteRange& range) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        m_node->zero(range.begin().value(), range.end().value());
        return changed();
    }
    Result<ByteCount> copyFrom(const VfsFile& source, const ByteRange& range, ByteOffset target) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        const auto& bytes = dynamic_cast<const MemoryFile&>(source).m_node->content.bytes();
        const auto all = std::span(bytes).subspan(
            std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(range.begin().value())));
        const auto part
            = all.first(std::min<std::size_t>(all.size(), static_cast<std::size_t>(range.count().value())));
        m_node->write(target.value(), MemoryVfs::Bytes(part.begin(), part.end()));
        return changed(ByteCount(std::ssize(part)));
    }
    void startSync(const ByteRange&) override { }
    Result<void> sync() override
    {
        if (m_vfs->fails()) {
            m_node->syncFailed(m_vfs->random);
            m_vfs->happened();
            return m_vfs->failure();
        }
        m_node->sync();
        m_vfs->happened();
        return {};
    }
    void restoreSetIds(std::uint32_t) override { }
    Result<void> lock() override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        if (m_node->lockedBy != nullptr && m_node->lockedBy != this)
            return std::unexpected(writeError(EWOULDBLOCK, "memory"));
        m_node->lockedBy = this;
        return {};
    }

private:
    Result<void> changed()
    {
        m_vfs->touch(*m_node);
        m_vfs->happened();
        return {};
    }
    template <class T>
    Result<T> changed(T result)
    {
        (void)changed();
        return result;
    }

    const std::shared_ptr<MemoryVfs::State> m_vfs;
    const std::shared_ptr<MemoryNode> m_node;
};

} // namespace megascope::testing
