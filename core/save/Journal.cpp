// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Journal.h"

#include "core/file/FormatText.h"
#include "core/save/Crc32c.h"

#include <algorithm>

namespace megascope {
namespace {

// Gives the bytes of a range of a file one part after the other.
class PartReader {
public:
    // No part is longer than `longest`.
    static Result<PartReader> over(
        const VfsFile& file, const ByteRange& range, ByteCount longest, const std::string& subject)
    {
        Result<Buffer> buffer = Buffer::make(std::max(longest, kibibytes(64)), subject);
        if (!buffer)
            return std::unexpected(buffer.error());
        return PartReader(file, range, std::move(*buffer), subject);
    }

    // The next bytes, valid until the next call; nothing when there are not as many, or they are longer than
    // the longest.
    Result<std::optional<std::span<const std::byte>>> take(ByteCount count)
    {
        const auto wanted = static_cast<std::size_t>(count.value());
        if (count > m_buffer.size() || count > ByteCount(std::ssize(m_rest)) + (m_end - m_next))
            return std::nullopt;
        if (wanted > m_rest.size()) {
            if (const Result<void> read = refill(); !read)
                return std::unexpected(read.error());
        }
        const std::span<const std::byte> part = m_rest.first(wanted);
        m_rest = m_rest.subspan(wanted);
        return part;
    }

    [[nodiscard]] ByteOffset place() const { return m_next - ByteCount(std::ssize(m_rest)); }

private:
    PartReader(const VfsFile& file, const ByteRange& range, Buffer buffer, const std::string& subject)
        : m_file(file)
        , m_next(range.begin())
        , m_end(range.end())
        , m_buffer(std::move(buffer))
        , m_subject(subject)
    {
    }

    Result<void> refill()
    {
        std::ranges::copy(m_rest, m_buffer.bytes().begin());
        const std::size_t kept = m_rest.size();
        const ByteCount free = m_buffer.size() - ByteCount(static_cast<std::int64_t>(kept));
        const ByteCount count = std::min(free, m_end - m_next);
        const auto place = m_buffer.bytes().subspan(kept, static_cast<std::size_t>(count.value()));
        if (Result<void> read = readFully(m_file, m_next, place, m_subject); !read)
            return read;
        m_next += count;
        m_rest = m_buffer.bytes().first(kept + place.size());
        return {};
    }

    const VfsFile& m_file;
    ByteOffset m_next;
    ByteOffset m_end;
    Buffer m_buffer;
    std::string m_subject;
    std::span<const std::byte> m_rest; // of the buffer
};

constexpr ByteCount sumCount = ByteCount(sumBytes);

ByteCount longestRecord(ByteCount stepBytes)
{
    return ByteCount(recordHeadBytes) + sumCount * (stepBytes / journalSector + 2) + stepBytes + sumCount;
}

} // namespace

Result<void> readFully(
    const VfsFile& file, ByteOffset offset, std::span<std::byte> out, const std::string& subject)
{
    while (!out.empty()) {
        const Result<std::size_t> got = file.readAt(offset, out);
        if (!got)
            return std::unexpected(got.error());
        if (*got == 0)
            return std::unexpected(Error{.kind = ErrorKind::ReadFailed,
                .systemCode = 0,
                .subject = subject,
                .detail = "is shorter than it was"});
        offset += ByteCount(static_cast<std::int64_t>(*got));
        out = out.subspan(*got);
    }
    return {};
}

Journal::Journal(std::shared_ptr<WritableFile> file, std::filesystem::path path)
    : m_file(std::move(file))
    , m_path(std::move(path))
{
}

std::unexpected<Error> Journal::damaged(const char* part) const
{
    return std::unexpected(Error{.kind = ErrorKind::Damaged,
        .systemCode = 0,
        .subject = m_path.native(),
        .detail = formatText("the journal of a save that was cut short is damaged ({})", part)});
}

Result<Journal> Journal::open(std::shared_ptr<WritableFile> file, const std::filesystem::path& path)
{
    Journal journal(std::move(file), path);
    Result<void> result = journal.readHead();
    if (result)
        result = journal.readMoves();
    if (result)
        result = journal.readMarks();
    if (!result)
        return std::unexpected(result.error());
    return journal;
}

Result<void> Journal::readHead()
{
    const Result<FileStatus> status = m_file->status();
    if (!status)
        return std::unexpected(status.error());
    const ByteCount size = status->identity.size;
    JournalSector sector = {};
    if (size < journalSector)
        return damaged("it is cut");
    if (Result<void> read = readFully(*m_file, ByteOffset(0), sector, m_path.native()); !read)
        return read;
    const std::optional<JournalHead> head = decodedHead(sector);
    if (!head)
        return damaged("its head");
    m_head = *head;
    if (slotOf(1) + journalSector > ByteOffset(size.value()))
        return damaged("it is cut");
    std::string path(sizeOf(m_head.pathBytes), '\0');
    std::array<std::byte, sumBytes> sum = {};
    const ByteOffset begin = ByteOffset(0) + journalSector;
    Result<void> read = readFully(*m_file, begin, std::as_writable_bytes(std::span(path)), m_path.native());
    if (read)
        read = readFully(*m_file, begin + m_head.pathBytes, sum, m_path.native());
    if (!read)
        return read;
    if (decodedSum(sum) != crc32c(std::as_bytes(std::span(path))))
        return damaged("its path");
    m_target = path;
    return {};
}

bool Journal::isInOrder(const Move& move) const
{
    const ByteOffset oldEnd(m_head.identity.size.value());
    const ByteOffset newEnd(m_head.newSize.value());
    if (move.from().end() > oldEnd || move.to().end() > newEnd)
        return false;
    return m_moves.empty()
        || (m_moves.back().from().end() <= move.source && m_moves.back().to().end() <= move.target);
}

Result<void> Journal::readMoves()
{
    const ByteOffset begin = ByteOffset(0) + journalSector + m_head.pathBytes + sumCount;
    const ByteRange range(begin, std::max(begin, m_head.recordsEnd));
    Result<PartReader> reader = PartReader::over(*m_file, range, ByteCount(moveBytes), m_path.native());
    if (!reader)
        return std::unexpected(reader.error());
    std::uint32_t sum = 0;
    for (std::int64_t i = 0; i < m_head.moves; ++i) {
        const auto part = reader->take(ByteCount(moveBytes));
        if (!part)
            return std::unexpected(part.error());
        const auto move = *part ? decodedMove((*part)->first<moveBytes>()) : std::nullopt;
        if (!move || !isInOrder(*move))
            return damaged("its moves");
        sum = crc32c(**part, sum);
        m_moves.push_back(*move);
    }
    const auto part = reader->take(sumCount);
    if (!part)
        return std::unexpected(part.error());
    if (!*part || decodedSum((*part)->first<sumBytes>()) != sum)
        return damaged("its moves");
    m_records = reader->place();
    return {};
}

Result<void> Journal::readMarks()
{
    std::array<std::optional<JournalMark>, 2> marks;
    for (std::uint64_t slot : {0, 1}) {
        JournalSector sector = {};
        if (Result<void> read = readFully(*m_file, slotOf(slot), sector, m_path.native()); !read)
            return read;
        marks[slot] = decodedMark(sector);
        if (!marks[slot] || marks[slot]->number % 2 != slot
            || marks[slot]->count > m_head.slotBytes - journalSector)
            return damaged("its marks");
    }
    const bool firstIsNewer = marks[0]->number > marks[1]->number;
    const JournalMark& newer = firstIsNewer ? *marks[0] : *marks[1];
    const JournalMark& older = firstIsNewer ? *marks[1] : *marks[0];
    if (newer.number != older.number + 1)
        return damaged("its marks");
    m_mark = newer;
    return {};
}

Result<void> Journal::visitRecords(const Visit& visit) const
{
    const ByteRange range(m_records, std::max(m_records, m_head.recordsEnd));
    Result<PartReader> reader
        = PartReader::over(*m_file, range, longestRecord(m_head.stepBytes), m_path.native());
    if (!reader)
        return std::unexpected(reader.error());
    ByteOffset after;
    for (std::int64_t i = 0; i < m_head.records; ++i) {
        const auto headPart = reader->take(ByteCount(recordHeadBytes));
        if (!headPart)
            return std::unexpected(headPart.error());
        const auto head = *headPart ? decodedRecord((*headPart)->first<recordHeadBytes>()) : std::nullopt;
        if (!head || head->target.begin() < after || head->target.end() > ByteOffset(m_head.newSize.value()))
            return damaged("its records");
        std::uint32_t sum = crc32c(**headPart);
        after = head->target.end();
        const ByteCount oldSums = sumCount * head->oldSums;
        const ByteCount content = head->form == RecordHead::Form::Bytes ? head->target.count() : ByteCount(0);
        if (oldSums > mebibytes(64) || content > m_head.stepBytes)
            return damaged("its records");
        const auto part = reader->take(oldSums + content + sumCount);
        if (!part)
            return std::unexpected(part.error());
        if (!*part)
            return damaged("its records");
        const std::span<const std::byte> body = (*part)->first((*part)->size() - sumBytes);
        sum = crc32c(body, sum);
        if (decodedSum((*part)->last<sumBytes>()) != sum)
            return damaged("its records");
        const Record record{.target = head->target,
            .form = head->form,
            .oldSums = body.first(sizeOf(oldSums)),
            .bytes = body.subspan(sizeOf(oldSums))};
        if (Result<void> visited = visit(record); !visited)
            return visited;
    }
    return reader->place() == range.end() ? Result<void>() : damaged("its records");
}

ByteOffset Journal::slotOf(std::uint64_t number) const
{
    return m_head.slots + m_head.slotBytes * static_cast<std::int64_t>(number % 2);
}

Result<std::optional<Buffer>> Journal::markedBytes() const
{
    Result<Buffer> buffer = Buffer::make(m_mark.count, m_path.native());
    if (!buffer)
        return std::unexpected(buffer.error());
    const Result<FileStatus> status = m_file->status();
    if (!status)
        return std::unexpected(status.error());
    const ByteOffset begin = slotOf(m_mark.number) + journalSector;
    if (begin + m_mark.count > ByteOffset(status->identity.size.value()))
        return std::nullopt;
    if (const Result<void> read = readFully(*m_file, begin, buffer->bytes(), m_path.native()); !read)
        return std::unexpected(read.error());
    if (crc32c(buffer->bytes()) != m_mark.sum)
        return std::nullopt;
    return std::optional<Buffer>(std::move(*buffer));
}

Result<void> Journal::setMark(JournalMark mark, std::span<const std::byte> bytes)
{
    mark.number = m_mark.number + 1;
    mark.count = countOf(bytes);
    mark.sum = crc32c(bytes);
    Result<void> result = writeMark(mark, bytes);
    if (result)
        m_mark = mark;
    return result;
}

Result<void> Journal::renewMark(std::span<const std::byte> bytes)
{
    return writeMark(m_mark, bytes);
}

Result<void> Journal::writeMark(const JournalMark& mark, std::span<const std::byte> bytes)
{
    const ByteOffset slot = slotOf(mark.number);
    Result<void> result = writeFully(*m_file, slot + journalSector, bytes);
    if (result)
        result = writeFully(*m_file, slot, encoded(mark));
    return result ? m_file->sync() : result;
}

} // namespace megascope
