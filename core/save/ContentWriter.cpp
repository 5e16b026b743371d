// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/ContentWriter.h"

#include "core/file/FileSource.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

constexpr ByteCount bufferSize = mebibytes(1);

// Shorter runs are read and written with their neighbours.
constexpr ByteCount worthCopying = kibibytes(256);
// What the system copies at once; between two of these a stop is seen, and the disk is set to work.
constexpr ByteCount copiedAtOnce = mebibytes(16);
// File systems that share blocks between files have blocks of this size, or do it in kernels that cut by
// themselves.
constexpr ByteCount sharedBlock = kibibytes(4);

class ContentWriter {
public:
    ContentWriter(WritableFile& file, Buffer buffer, const std::string& subject, const SaveWatch& watch)
        : m_file(file)
        , m_buffer(std::move(buffer))
        , m_subject(subject)
        , m_watch(watch)
    {
    }

    Result<void> add(const Piece& piece)
    {
        ByteOffset place = piece.begin;
        while (place < piece.range().end()) {
            if (m_watch.stop.stop_requested())
                return std::unexpected(systemError(ECANCELED, m_subject));
            const ByteRange rest(place, piece.range().end());
            const ContentPart part = nextPart(*piece.source, rest, ByteCount::max());
            Result<void> done;
            if (part.isHole)
                done = skip(part.count);
            else
                done = addData(*piece.source, {place, part.count});
            if (!done)
                return done;
            place += part.count;
        }
        return {};
    }

    Result<void> finish()
    {
        Result<void> result = flush();
        if (result)
            result = m_file.setSize(m_next - ByteOffset(0));
        return result;
    }

private:
    [[nodiscard]] ByteCount free() const { return bufferSize - m_filled; }

    Result<void> skip(ByteCount count)
    {
        const Result<void> flushed = flush();
        m_next += count;
        m_begin = m_next;
        return flushed;
    }

    Result<void> addData(const Source& source, ByteRange range)
    {
        if (const auto* const file = dynamic_cast<const FileSource*>(&source);
            file != nullptr && range.count() >= worthCopying) {
            const Result<ByteCount> copied = copy(source, file->file(), range);
            if (!copied)
                return std::unexpected(copied.error());
            range = {range.begin() + *copied, range.end()};
        }
        return readAndWrite(source, range);
    }

    // Returns how much was copied: all, or less where the system cannot go on.
    Result<ByteCount> copy(const Source& source, const VfsFile& file, const ByteRange& range)
    {
        // A part up to where blocks begin in both files is read and written, when there is such a place.
        ByteCount done;
        if ((range.begin().value() - (m_next + m_filled).value()) % sharedBlock.value() == 0)
            done = (sharedBlock - ByteCount(range.begin().value() % sharedBlock.value())) % sharedBlock;
        if (const Result<void> head = readAndWrite(source, {range.begin(), done}); !head)
            return std::unexpected(head.error());
        if (const Result<void> flushed = flush(); !flushed)
            return std::unexpected(flushed.error());
        while (done < range.count()) {
            if (m_watch.stop.stop_requested())
                return std::unexpected(systemError(ECANCELED, m_subject));
            const ByteRange next(range.begin() + done, std::min(copiedAtOnce, range.count() - done));
            const Result<ByteCount> copied = m_file.copyFrom(file, next, m_next);
            if (!copied)
                return copied;
            if (*copied == ByteCount(0) || !reaches(m_next + *copied))
                break;
            wrote(*copied);
            done += *copied;
        }
        return done;
    }

    Result<void> readAndWrite(const Source& source, const ByteRange& range)
    {
        for (ByteOffset place = range.begin(); place < range.end();) {
            const ByteCount count = std::min(range.end() - place, free());
            const auto memory = m_buffer.bytes().subspan(
                static_cast<std::size_t>(m_filled.value()), static_cast<std::size_t>(count.value()));
            if (Result<void> read = readSource(source, place, memory, m_subject); !read)
                return read;
            place += count;
            m_filled += count;
            if (free() > ByteCount(0))
                continue;
            if (m_watch.stop.stop_requested())
                return std::unexpected(systemError(ECANCELED, m_subject));
            if (Result<void> flushed = flush(); !flushed)
                return flushed;
        }
        return {};
    }

    // REQUIRES: called before m_next is used.
    Result<void> flush()
    {
        if (m_filled == ByteCount(0))
            return {};
        if (Result<void> written = writeFully(m_file, m_next, m_buffer.first(m_filled)); !written)
            return written;
        const ByteCount count = m_filled;
        m_filled = ByteCount(0);
        wrote(count);
        return {};
    }

    // There are file systems whose copying has no effect, and succeeds.
    [[nodiscard]] bool reaches(ByteOffset end) const
    {
        const Result<FileIdentity> now = m_file.identity();
        return now && ByteOffset(now->size.value()) >= end;
    }

    void wrote(ByteCount count)
    {
        m_next += count;
        m_watch.progress.done += count.value();
        if (m_next - m_begin < copiedAtOnce)
            return;
        m_file.startSync({m_begin, m_next});
        m_begin = m_next;
    }

    WritableFile& m_file;
    Buffer m_buffer;
    ByteCount m_filled; // of the buffer, which goes to m_next
    const std::string& m_subject;
    const SaveWatch& m_watch;
    ByteOffset m_next; // what comes next is written here
    ByteOffset m_begin; // from here on the disk was not set to work
};

} // namespace

ContentPart nextPart(const Source& source, const ByteRange& range, ByteCount most)
{
    ByteOffset place = range.begin();
    while (place < range.end() && place - range.begin() < most) {
        const Extent extent = source.extentAt(place);
        const ByteOffset end = std::min(extent.range.end(), range.end());
        const bool isHole = extent.kind == Extent::Kind::Hole && end - place >= worthKeepingHole;
        if (isHole && place == range.begin())
            return {.count = end - place, .isHole = true};
        if (isHole)
            break;
        if (end <= place) // the file is shorter now; to read it will say so
            return {.count = std::min(range.count(), most), .isHole = false};
        place = end;
    }
    return {.count = std::min(place - range.begin(), most), .isHole = false};
}

Result<void> readSource(
    const Source& source, ByteOffset offset, std::span<std::byte> out, const std::string& subject)
{
    const Gaps gaps = source.read(offset, out);
    if (gaps.empty())
        return {};
    return std::unexpected(errorOf(gaps.front(), subject));
}

Result<void> writeContent(const Snapshot& snapshot, const ByteRange& range, WritableFile& file,
    const std::string& subject, const SaveWatch& watch)
{
    Result<Buffer> buffer = Buffer::make(bufferSize, subject);
    if (!buffer)
        return std::unexpected(buffer.error());
    ContentWriter writer(file, std::move(*buffer), subject, watch);
    Result<void> result;
    snapshot.pieces().visit(range, [&](ByteOffset, const Piece& piece) {
        result = writer.add(piece);
        return result.has_value();
    });
    return result ? writer.finish() : result;
}

} // namespace megascope
