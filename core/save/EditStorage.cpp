// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditStorage.h"

#include "core/save/Buffer.h"
#include "core/save/ContentWriter.h"
#include "core/save/Crc32c.h"
#include "core/save/Journal.h"
#include "core/save/OwnFiles.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

constexpr ByteCount movedAtOnce = kibibytes(256);

} // namespace

EditStorage::EditStorage(const Vfs& vfs, std::filesystem::path path, std::shared_ptr<WritableFile> file,
    std::shared_ptr<FileSource> source)
    : m_vfs(vfs)
    , m_path(std::move(path))
    , m_file(std::move(file))
    , m_source(std::move(source))
{
}

EditStorage::~EditStorage() = default;

Result<std::unique_ptr<EditStorage>> EditStorage::from(
    const Vfs& vfs, const std::filesystem::path& path, Result<std::shared_ptr<WritableFile>> file)
{
    if (!file)
        return std::unexpected(file.error());
    if (const Result<void> locked = (*file)->lock(); !locked)
        return std::unexpected(locked.error());
    Result<std::shared_ptr<FileSource>> source
        = FileSource::fromFile(vfs, *file, path, {.backend = Backend::Read});
    if (!source)
        return std::unexpected(source.error());
    return std::unique_ptr<EditStorage>(new EditStorage(vfs, path, *std::move(file), *std::move(source)));
}

Result<std::unique_ptr<EditStorage>> EditStorage::create(const Vfs& vfs, const std::filesystem::path& path)
{
    return from(vfs, path, vfs.create(path, onlyForUser));
}

Result<std::unique_ptr<EditStorage>> EditStorage::open(const Vfs& vfs, const std::filesystem::path& path)
{
    return from(vfs, path, vfs.openForWriting(path));
}

Result<std::unique_ptr<EditStorage>> EditStorage::createNameless(
    const Vfs& vfs, const std::filesystem::path& folder)
{
    Result<TemporaryFile> made = makeTemporary(vfs, folder / "megascope", onlyForUser);
    if (!made)
        return std::unexpected(made.error());
    Result<std::unique_ptr<EditStorage>> storage = from(vfs, made->path, std::move(made->file));
    (void)vfs.remove(made->path);
    return storage;
}

Result<void> EditStorage::append(const Source& source, const ByteRange& range)
{
    Result<Buffer> buffer = Buffer::make(std::min(movedAtOnce, range.count()), m_path.native());
    if (!buffer)
        return std::unexpected(buffer.error());
    const editlog::Stored before = record(false);
    for (ByteOffset at = range.begin(); at < range.end();) {
        const std::span<std::byte> part = buffer->first(std::min(movedAtOnce, range.end() - at));
        Result<void> moved = readSource(source, at, part, m_path.native());
        if (moved)
            moved = append(part);
        if (!moved) {
            cutBack(before);
            return moved;
        }
        at += countOf(part);
    }
    return {};
}

Result<void> EditStorage::append(std::span<const std::byte> bytes)
{
    if (Result<void> written = writeFully(*m_file, ByteOffset(m_size.value()), bytes); !written)
        return written;
    m_sum = crc32c(bytes, m_sum);
    m_size += countOf(bytes);
    return m_source->refresh().transform([](const FileStatus&) { });
}

// Where the file keeps its size, what comes next is written over what is behind.
void EditStorage::cutBack(const editlog::Stored& before)
{
    (void)m_file->setSize(before.end);
    (void)m_source->refresh();
    m_size = before.end;
    m_sum = before.sum;
}

bool EditStorage::take(const editlog::Stored& record, const std::stop_token& stop)
{
    Result<Buffer> buffer = Buffer::make(movedAtOnce, m_path.native());
    if (!buffer || record.end < m_size)
        return false;
    std::uint32_t sum = m_sum;
    const ByteOffset end(record.end.value());
    for (ByteOffset at(m_size.value()); at < end;) {
        const std::span<std::byte> part = buffer->first(std::min(movedAtOnce, end - at));
        if (stop.stop_requested() || !readFully(*m_file, at, part, {}))
            return false;
        sum = crc32c(part, sum);
        at += countOf(part);
    }
    if (sum != record.sum)
        return false;
    m_sum = sum;
    m_size = record.end;
    return true;
}

void EditStorage::remove()
{
    (void)m_vfs.remove(m_path);
}

} // namespace megascope
