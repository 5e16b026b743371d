// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What it does to a session when others write to its file, or put another one in its place.

#include "core/document/ChangedRanges.h"
#include "core/file/Vfs.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"
#include "ui/session/IndexTask.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace megascope {

namespace {

// What a file is told by ends here, at the latest: bytes behind it do not change that much.
constexpr ByteOffset headEnd(65536);

} // namespace

void DocumentSession::checkFile()
{
    m_follower->look();
}

// A disk that fails is not asked once more.
bool DocumentSession::isCutAt(ByteOffset place) const
{
    if (m_source->file().identity() == m_baseIdentity)
        return false;
    std::byte byte = {};
    const Gaps gaps = m_source->read(place, {&byte, 1});
    return gaps.empty() || gaps.front().cause == Gap::Cause::PastEnd;
}

void DocumentSession::takeAttributes(const FileIdentity& before, const FileIdentity& now)
{
    if (m_baseIdentity == before)
        m_baseIdentity = now;
}

void DocumentSession::takeContent(const FileIdentity& now, bool appended)
{
    const ByteOffset unchangedTo = appended ? ByteOffset(m_fileSize.value()) : ByteOffset(0);
    const ByteCount size = now.size;
    const bool keptSize = size == m_fileSize;
    const Selection before = m_selection;
    if (!appended)
        haltIndexing();
    const ByteRange came(ByteOffset(m_fileSize.value()), size - std::min(size, m_fileSize));
    m_fileSize = size;
    m_baseIdentity = now;
    if (appended && !came.empty())
        m_document.extend(PieceTree(Piece{m_source, came.begin(), came.count()}));
    else if (!appended)
        m_document.reset(fileSnapshot().pieces());
    if (m_logger && appended)
        m_logger->append();
    else if (m_logger)
        m_logger->startOver(loggedFile());
    // Before anybody is told of anything: whoever asks finds the cursor inside.
    m_selection = clamped(m_selection);
    if (!m_indexTask)
        m_index->resize(size, unchangedTo);
    if (!appended)
        makeLineMap();
    emit snapshotChanged();
    if (m_selection != before)
        emit selectionChanged(true);
    m_editor.tellState();
    if (const TextFormat format = unchangedTo < headEnd ? detectFormat() : m_format; format != m_format)
        setFormat(format);
    if (keptSize)
        m_quiet.start();
    else
        resumeIndexing();
}

// After m_source, m_fileSize and the document were set, as the file was when it had `identity`. As far as
// `unchangedTo` the bytes are as before.
void DocumentSession::goOnWithSource(const FileIdentity& identity, ByteOffset unchangedTo)
{
    m_baseIdentity = identity;
    m_follower->start(identity);
    if (m_indexingWanted)
        m_follower->markContent();
    m_index->resize(m_fileSize, unchangedTo);
    makeLineMap();
    emit snapshotChanged();
    m_editor.tellState();
    resumeIndexing();
}

// The edits that led from the bytes before to those, which are put into the file as it is now.
void DocumentSession::makeAgain(const PieceTree& edited, const PieceTree& before)
{
    const auto clamp = [end = m_document.snapshot().end()](ByteOffset at) { return std::min(at, end); };
    for (const Difference& difference : differences(edited, before) | std::views::reverse)
        m_document.replace({clamp(difference.saved.begin()), clamp(difference.saved.end())},
            edited.slice(difference.now), Document::Grouping::Join);
    m_editor.endGroup();
}

Result<void> DocumentSession::reload(Edits edits)
{
    return m_source ? reload(opening()(), edits) : Result<void>();
}

std::function<Result<OpenedSource>()> DocumentSession::opening() const
{
    OpenOptions options;
    options.backend = m_backend;
    options.packed = isPacked();
    return [path = m_source->path(), options] { return openSource(path, options); };
}

Result<void> DocumentSession::reload(const Result<OpenedSource>& opened, Edits edits)
{
    if (!opened)
        return std::unexpected(opened.error());
    exchangeFile(*opened, edits);
    return {};
}

void DocumentSession::exchangeFile(const OpenedSource& opened, Edits edits)
{
    m_converter->abandon();
    m_replacer->abandon();
    const Selection before = m_selection;
    const PieceTree edited = m_document.snapshot().pieces();
    const PieceTree old = fileSnapshot().pieces();
    haltIndexing();
    m_follower->stop();
    m_source = opened.source;
    m_fileSize = m_source->size();
    m_document.reset(fileSnapshot().pieces());
    if (edits == Edits::Keep)
        makeAgain(edited, old);
    m_selection = clamped(m_selection);
    goOnWithSource(m_source->status().identity, ByteOffset(0));
    setOrigin(opened);
    if (m_logger)
        m_logger->startOver(loggedFile());
    if (m_selection != before)
        emit selectionChanged(true);
    detectAgain();
}

} // namespace megascope
