// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileTail.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

class FileTail final : public VfsFile {
public:
    FileTail(std::shared_ptr<VfsFile> file, ByteOffset begin)
        : m_file(std::move(file))
        , m_begin(begin)
    {
    }

    Result<FileStatus> status() const override
    {
        return m_file->status().transform([this](FileStatus status) {
            status.identity = withoutFront(status.identity);
            status.allocated = std::min(status.allocated, status.identity.size);
            return status;
        });
    }

    Result<FileIdentity> identity() const override
    {
        return m_file->identity().transform(
            [this](const FileIdentity& identity) { return withoutFront(identity); });
    }

    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        const std::optional<ByteOffset> place = inFile(offset);
        return place ? m_file->readAt(*place, out) : 0;
    }

    Result<ByteOffset> nextData(ByteOffset offset) const override
    {
        return inTail(m_file->nextData(inFile(offset).value_or(ByteOffset::max())));
    }

    Result<ByteOffset> nextHole(ByteOffset offset) const override
    {
        return inTail(m_file->nextHole(inFile(offset).value_or(ByteOffset::max())));
    }

    Result<std::span<const std::byte>> map(const ByteRange&) const override
    {
        return std::unexpected(systemError(ENODEV, {}));
    }

    // Nothing is ever mapped.
    void unmap(std::span<const std::byte>) const override { }
    Result<void> populate(std::span<const std::byte>) const override { return {}; }
    bool isCached(std::span<const std::byte>) const override { return true; }

    void dropBehind(const ByteRange& range) const override
    {
        if (const std::optional<ByteOffset> begin = inFile(range.begin()))
            m_file->dropBehind({*begin, std::min(range.count(), ByteOffset::max() - *begin)});
    }

private:
    [[nodiscard]] std::optional<ByteOffset> inFile(ByteOffset offset) const
    {
        return m_begin.checkedAdd(offset - ByteOffset(0));
    }

    [[nodiscard]] Result<ByteOffset> inTail(const Result<ByteOffset>& place) const
    {
        return place.transform(
            [this](ByteOffset found) { return ByteOffset(0) + (std::max(found, m_begin) - m_begin); });
    }

    [[nodiscard]] FileIdentity withoutFront(FileIdentity identity) const
    {
        const ByteCount front = m_begin - ByteOffset(0);
        identity.size = std::max(identity.size, front) - front;
        return identity;
    }

    const std::shared_ptr<VfsFile> m_file;
    const ByteOffset m_begin;
};

} // namespace

std::shared_ptr<VfsFile> tailOf(std::shared_ptr<VfsFile> file, ByteOffset begin)
{
    if (begin == ByteOffset(0))
        return file;
    return std::make_shared<FileTail>(std::move(file), begin);
}

} // namespace megascope
