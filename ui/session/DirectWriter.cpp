// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DirectWriter.h"

#include "core/file/WritableFile.h"
#include "ui/session/DocumentSession.h"

#include <KLocalizedString>

#include <algorithm>

namespace megascope {

namespace {

// What is pasted may be any part of a document; so much of it is put into memory.
constexpr ByteCount mostBytes = mebibytes(16);

std::unexpected<QString> refusal(const Error& error)
{
    return std::unexpected(QString::fromStdString(error.message()));
}

bool holdsNewline(std::span<const std::byte> bytes)
{
    return std::ranges::any_of(
        bytes, [](std::byte byte) { return byte == std::byte{'\n'} || byte == std::byte{'\r'}; });
}

} // namespace

DirectWriter::DirectWriter(DocumentSession& session)
    : m_session(session)
{
}

DirectWriter::~DirectWriter() = default;

// After a save the name may be that of another file, and so may it when somebody else has replaced it: bytes
// go only into the one that is shown.
DirectWriter::Outcome DirectWriter::open()
{
    const FileSource* const source = m_session.fileSource();
    if (!source || source->isSpooled())
        return std::unexpected(i18n("There is no file to write to."));
    if (m_file && m_source == source)
        return {};
    Result<std::shared_ptr<WritableFile>> file = systemVfs().openForWriting(source->path());
    if (!file)
        return refusal(file.error());
    const Result<FileIdentity> identity = (*file)->identity();
    if (!identity)
        return refusal(identity.error());
    if (!identity->isSameFile(source->status().identity))
        return std::unexpected(
            i18n("Nothing was written: another file has taken this file's place on the disk."));
    m_file = *std::move(file);
    m_source = source;
    return {};
}

bool DirectWriter::isOfFile(const ByteRange& range) const
{
    bool isIt = true;
    m_session.snapshot().pieces().visit(range, [&](ByteOffset at, const Piece& piece) {
        isIt = piece.source.get() == m_source && piece.begin == at;
        return isIt;
    });
    return isIt;
}

DirectWriter::Outcome DirectWriter::write(const EditOrder& order)
{
    const ByteCount size = sizeOf(order.content);
    if (size != order.range.count())
        return std::unexpected(
            i18n("Bytes of the file can only be overwritten while they are written directly."));
    if (size > mostBytes)
        return std::unexpected(i18n("That is too much to be written directly."));
    if (const Outcome opened = open(); !opened)
        return opened;
    if (!isOfFile(order.range))
        return std::unexpected(
            i18n("Here the document has edits that are not saved. Save it first, or undo them."));
    std::vector<std::byte> bytes(sizeOf(size));
    if (const auto* pieces = std::get_if<PieceTree>(&order.content)) {
        if (!Snapshot(*pieces, Revision{}).read(ByteOffset(0), bytes).empty())
            return std::unexpected(i18n("Some of these bytes cannot be read."));
    } else {
        bytes = std::get<std::vector<std::byte>>(order.content);
    }
    const Result<FileIdentity> before = m_file->identity();
    if (!before)
        return refusal(before.error());
    if (order.range.end().value() > before->size.value())
        return std::unexpected(i18n("Nothing was written: the file is shorter now."));
    std::vector<std::byte> old(bytes.size());
    (void)m_session.snapshot().read(order.range.begin(), old);
    const Result<void> written = writeFully(*m_file, order.range.begin(), bytes);
    if (const Result<FileIdentity> after = m_file->identity())
        m_session.takeWritten(order.range.begin(), holdsNewline(old) || holdsNewline(bytes), *before, *after);
    return written ? Outcome() : refusal(written.error());
}

} // namespace megascope
