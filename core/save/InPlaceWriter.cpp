// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/InPlaceWriter.h"

#include "core/save/Crc32c.h"

#include <algorithm>

namespace megascope {
namespace {

using Phase = JournalMark::Phase;

} // namespace

InPlaceWriter::InPlaceWriter(Journal& journal, WritableFile& file, Progress& progress)
    : m_journal(journal)
    , m_file(file)
    , m_progress(progress)
    , m_steps(journal.moves(), journal.head().stepBytes)
{
}

std::unexpected<Error> InPlaceWriter::damaged() const
{
    return std::unexpected(Error{.kind = ErrorKind::Damaged,
        .systemCode = 0,
        .subject = m_journal.path().native(),
        .detail = "the journal of a save that was cut short is damaged (a step)"});
}

Result<Buffer*> InPlaceWriter::buffer()
{
    if (!m_buffer) {
        Result<Buffer> made = Buffer::make(m_journal.head().stepBytes, m_journal.target().native());
        if (!made)
            return std::unexpected(made.error());
        m_buffer = std::move(*made);
    }
    return &*m_buffer;
}

Result<void> InPlaceWriter::run()
{
    if (m_journal.mark().phase == Phase::Done)
        return {};
    Result<MovePlace> place = redoMarked();
    if (!place)
        return std::unexpected(place.error());
    while (!m_steps.isEnd(*place)) {
        const Result<SaveSteps::Step> step = m_steps.next(m_file, *place);
        if (!step)
            return std::unexpected(step.error());
        if (Result<void> made = makeStep(*step); !made)
            return made;
        place = step->to;
    }
    Result<void> result;
    if (!m_journal.moves().empty() && m_journal.mark().phase != Phase::Fresh)
        result = m_journal.setMark({.phase = Phase::Fresh, .from = *place, .to = *place}, {});
    if (result)
        result = writeFresh();
    if (result)
        result = verifyFresh();
    if (result) {
        m_file.restoreSetIds(m_journal.head().mode);
        result = m_journal.setMark({.phase = Phase::Done, .from = *place, .to = *place}, {});
    }
    return result;
}

// Where to go on after that.
Result<MovePlace> InPlaceWriter::redoMarked()
{
    const JournalMark& mark = m_journal.mark();
    if (mark.phase == Phase::Begin)
        return mark.to;
    if (mark.phase == Phase::Copied)
        return redoCopied();
    if (mark.phase == Phase::Fresh && !m_steps.isEnd(mark.to))
        return damaged();
    if (const Result<void> renewed = m_journal.renewMark({}); !renewed)
        return std::unexpected(renewed.error());
    if (mark.phase == Phase::Fresh)
        return mark.to;
    const ByteCount most = mark.phase == Phase::Hole ? ByteCount::max() : m_journal.head().stepBytes;
    const auto blocks = m_steps.blocks(mark.from, mark.to, most);
    if (!blocks)
        return damaged();
    if (const Result<void> written = writeStep(mark.phase, *blocks); !written)
        return std::unexpected(written.error());
    return mark.to;
}

Result<MovePlace> InPlaceWriter::redoCopied()
{
    const JournalMark& mark = m_journal.mark();
    const auto blocks = m_steps.blocks(mark.from, mark.to, m_journal.head().stepBytes);
    if (!blocks)
        return damaged();
    Result<std::optional<Buffer>> bytes = m_journal.markedBytes();
    if (!bytes)
        return std::unexpected(bytes.error());
    if (!*bytes) {
        const auto inFile = gather(*blocks);
        if (!inFile)
            return std::unexpected(inFile.error());
        return countOf(*inFile) == mark.count && crc32c(*inFile) == mark.sum ? Result<MovePlace>(mark.from)
                                                                             : damaged();
    }
    Buffer& content = **bytes;
    ByteCount sum;
    for (const Move& block : *blocks)
        sum += block.count;
    if (sum != content.size())
        return damaged();
    Result<void> result = m_journal.renewMark(content.bytes());
    if (result)
        result = scatter(*blocks, content.bytes());
    if (result)
        result = m_file.sync();
    return result ? Result<MovePlace>(mark.to) : std::unexpected(result.error());
}

Result<void> InPlaceWriter::makeStep(const SaveSteps::Step& step)
{
    const auto blocks = m_steps.blocks(step.from, step.to, ByteCount::max());
    const JournalMark mark{.phase = step.phase, .from = step.from, .to = step.to};
    if (step.phase != Phase::Copied) {
        const Result<void> marked = m_journal.setMark(mark, {});
        return marked ? writeStep(step.phase, *blocks) : marked;
    }
    const auto bytes = gather(*blocks);
    if (!bytes)
        return std::unexpected(bytes.error());
    Result<void> result = m_journal.setMark(mark, *bytes);
    if (result)
        result = scatter(*blocks, *bytes);
    return result ? m_file.sync() : result;
}

// For steps that read nothing of what they write.
Result<void> InPlaceWriter::writeStep(Phase phase, std::span<const Move> blocks)
{
    Result<void> result;
    if (phase == Phase::Hole) {
        for (const Move& block : blocks) {
            if (result)
                result = fillZeros(block.to());
        }
    } else {
        const auto bytes = gather(blocks);
        result = bytes ? scatter(blocks, *bytes) : std::unexpected(bytes.error());
    }
    return result ? m_file.sync() : result;
}

// What the blocks hold, in the buffer. REQUIRES: no more than a step.
Result<std::span<const std::byte>> InPlaceWriter::gather(std::span<const Move> blocks)
{
    const Result<Buffer*> memory = buffer();
    if (!memory)
        return std::unexpected(memory.error());
    std::span<std::byte> rest = (*memory)->bytes();
    for (const Move& block : blocks) {
        const auto part = rest.first(sizeOf(block.count));
        const std::string& subject = m_journal.target().native();
        if (const Result<void> read = readFully(m_file, block.source, part, subject); !read)
            return std::unexpected(read.error());
        rest = rest.subspan(part.size());
    }
    return (*memory)->bytes().first((*memory)->bytes().size() - rest.size());
}

Result<void> InPlaceWriter::scatter(std::span<const Move> blocks, std::span<const std::byte> bytes)
{
    for (const Move& block : blocks) {
        const std::size_t count = sizeOf(block.count);
        if (Result<void> written = writeFully(m_file, block.target, bytes.first(count)); !written)
            return written;
        bytes = bytes.subspan(count);
        m_progress.done += block.count.value();
    }
    return {};
}

Result<void> InPlaceWriter::writeFresh()
{
    Result<void> result = m_journal.visitRecords([this](const Journal::Record& record) {
        m_progress.done += record.target.count().value();
        return record.form == RecordHead::Form::Zeros
            ? fillZeros(record.target)
            : writeFully(m_file, record.target.begin(), record.bytes);
    });
    // Also when it has that size: that may be what a sync that failed left in memory.
    const Result<FileStatus> status = m_file.status();
    if (!status)
        return std::unexpected(status.error());
    if (result && status->type == FileType::Regular)
        result = m_file.setSize(m_journal.head().newSize);
    return result ? m_file.sync() : result;
}

Result<void> InPlaceWriter::verifyFresh()
{
    const std::string& subject = m_journal.target().native();
    return m_journal.visitRecords([&](const Journal::Record& record) -> Result<void> {
        Result<bool> isSame = true;
        if (record.form == RecordHead::Form::Zeros) {
            isSame = holdsZeros(record.target);
        } else {
            const Result<Buffer*> memory = buffer();
            if (!memory)
                return std::unexpected(memory.error());
            const auto part = (*memory)->first(record.target.count());
            if (Result<void> read = readFully(m_file, record.target.begin(), part, subject); !read)
                return read;
            isSame = std::ranges::equal(part, record.bytes);
        }
        if (!isSame)
            return std::unexpected(isSame.error());
        if (*isSame)
            return {};
        return std::unexpected(Error{.kind = ErrorKind::WriteFailed,
            .systemCode = 0,
            .subject = subject,
            .detail = "does not hold what was written to it"});
    });
}

Result<void> InPlaceWriter::fillZeros(const ByteRange& range)
{
    const Result<void> punched = m_file.punchHole(range);
    if (punched || punched.error().kind != ErrorKind::Unsupported)
        return punched;
    const Result<Buffer*> memory = buffer();
    if (!memory)
        return std::unexpected(memory.error());
    std::ranges::fill((*memory)->bytes(), std::byte{0});
    for (ByteOffset place = range.begin(); place < range.end();) {
        const ByteCount count = std::min((*memory)->size(), range.end() - place);
        if (Result<void> written = writeFully(m_file, place, (*memory)->first(count)); !written)
            return written;
        place += count;
    }
    return {};
}

Result<bool> InPlaceWriter::holdsZeros(const ByteRange& range)
{
    const Result<Buffer*> memory = buffer();
    if (!memory)
        return std::unexpected(memory.error());
    for (ByteOffset place = range.begin(); place < range.end();) {
        const Result<ByteOffset> data = m_file.nextData(place);
        if (!data)
            return std::unexpected(data.error());
        place = std::max(place, *data);
        if (place >= range.end())
            break;
        const auto part = (*memory)->first(std::min((*memory)->size(), range.end() - place));
        const std::string& subject = m_journal.target().native();
        if (const Result<void> read = readFully(m_file, place, part, subject); !read)
            return std::unexpected(read.error());
        if (std::ranges::any_of(part, [](std::byte byte) { return byte != std::byte{0}; }))
            return false;
        place += countOf(part);
    }
    return true;
}

} // namespace megascope
