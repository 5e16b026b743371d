// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/RangeCopy.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentText.h"
#include "ui/session/StorageQuestion.h"

#include <KLocalizedString>

#include <algorithm>

namespace megascope {

namespace {

using Bytes = std::vector<std::byte>;
using Content = std::expected<EditContent, QString>;

const QString rangeFormat = QStringLiteral("application/x-megascope-range");
const QString bytesFormat = QStringLiteral("application/octet-stream");

Content contentOf(std::expected<Bytes, QString> bytes)
{
    return std::move(bytes).transform([](Bytes&& value) { return EditContent(std::move(value)); });
}

Bytes bytesOf(const QByteArray& data)
{
    const auto bytes = std::as_bytes(std::span(data.constData(), static_cast<std::size_t>(data.size())));
    return {bytes.begin(), bytes.end()};
}

Result<FileStatus> statusNow(const std::shared_ptr<FileSource>& source)
{
    if (source->status().isLocal)
        return source->refresh();
    return answerInTime([source] {
        return source->refresh();
    }).value_or(std::unexpected(Error{.kind = ErrorKind::Busy}));
}

} // namespace

RangeCopy::RangeCopy(const DocumentSession& session, const ByteRange& range)
    : m_pieces(session.snapshot().pieces().slice(range))
    , m_addBuffer(session.editor().document().addBuffer())
{
    setData(rangeFormat, QByteArray::number(qlonglong(range.count().value())));
    const Source* last = nullptr;
    m_pieces.visit({ByteOffset(0), m_pieces.size()}, [&](ByteOffset, const Piece& piece) {
        if (std::exchange(last, piece.source.get()) == piece.source.get())
            return true;
        const auto file = std::dynamic_pointer_cast<const FileSource>(piece.source);
        if (file && !file->isSpooled() // which never changes
            && !std::ranges::contains(m_files, file.get(), [](const File& f) { return f.source.get(); }))
            m_files.push_back({std::const_pointer_cast<FileSource>(file), {}});
        return true;
    });
    for (File& file : m_files) {
        const Result<FileStatus> status = statusNow(file.source);
        file.identity = status ? status->identity : FileIdentity();
    }
}

const RangeCopy* RangeCopy::of(const QMimeData* data)
{
    return qobject_cast<const RangeCopy*>(data);
}

bool RangeCopy::isOf(const DocumentSession& session) const
{
    return session.editor().document().addBuffer() == m_addBuffer;
}

bool RangeCopy::isIntact() const
{
    return std::ranges::all_of(m_files, [](const File& file) {
        const Result<FileStatus> status = statusNow(file.source);
        return status && status->identity.size == file.identity.size
            && status->identity.modified == file.identity.modified;
    });
}

Content pasteContent(const QMimeData& data, PasteAs as, const DocumentSession& session)
{
    if (as == PasteAs::HexText)
        return data.hasText() ? contentOf(bytesOfHexText(data.text()))
                              : std::unexpected(i18n("There is no text on the clipboard."));
    const RangeCopy* copy = RangeCopy::of(&data);
    const bool hasBytes = data.hasFormat(bytesFormat);
    // Pieces of another document's file would follow that file's fate; so, where they are few, its bytes.
    if (copy && (copy->isOf(session) || !hasBytes) && copy->isIntact())
        return copy->pieces();
    if (hasBytes && (copy || as == PasteAs::Bytes || !data.hasText()))
        return bytesOf(data.data(bytesFormat));
    if (copy && !data.hasText())
        return std::unexpected(i18n("The file that was copied from has changed since. Nothing was pasted."));
    if (!data.hasText())
        return std::unexpected(QString());
    if (as == PasteAs::Bytes)
        return contentOf(bytesOfText(data.text(), session.textFormat().encoding));
    return contentOf(bytesOfText(
        data.text(), session.snapshot(), session.textFormat(), session.selection().range().begin()));
}

} // namespace megascope
