// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSession.h"

#include "core/document/ChangedRanges.h"
#include "core/file/Vfs.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/EditLogger.h"
#include "ui/session/IndexTask.h"
#include "ui/session/SourceIndexing.h"

#include <KLocalizedString>

#include <QFile>
#include <QLocale>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <unistd.h>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// A file that is written to in place, and all the time, is counted when it was left alone for so long.
constexpr auto quietTime = 1500ms;

// What a file is told by ends here, at the latest: bytes behind it do not change that much.
constexpr ByteOffset headEnd(65536);

} // namespace

DocumentSession::DocumentSession(QObject* parent)
    : QObject(parent)
{
    setUp();
}

DocumentSession::DocumentSession(std::shared_ptr<FileSource> source, const OpenOptions& options)
    : m_source(std::move(source))
    , m_fileSize(m_source->size())
    , m_document(m_source, m_fileSize)
    , m_backend(options.backend)
    , m_chosenEncoding(options.encoding)
    , m_format(detectFormat())
{
    watch();
    setUp();
}

void DocumentSession::setUp()
{
    m_otherLines = std::make_unique<SourceIndexing>();
    setIndex(m_format.newline);
    m_saver = std::make_unique<DocumentSaver>(*this);
    connect(m_otherLines.get(), &SourceIndexing::counted, this, [this] {
        if (!isIndexing())
            emit indexingEnded(m_index->isComplete());
    });
    m_converter = std::make_unique<DocumentConverter>(*this);
    m_replacer = std::make_unique<DocumentReplacer>(*this);
    if (!m_source || !m_source->isSpooled())
        logEdits();
    connect(&m_editor, &DocumentEditor::edited, this, &DocumentSession::takeEdit);
    connect(&m_editor, &DocumentEditor::contentExchanged, this, &DocumentSession::detectAgain);
    connect(&m_editor, &DocumentEditor::refused, this,
        [this](const QString& reason) { emit problemFound(Severity::Information, reason); });
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietTime);
    connect(&m_quiet, &QTimer::timeout, this, &DocumentSession::resumeIndexing);
}

DocumentSession::~DocumentSession() = default;

Result<std::unique_ptr<DocumentSession>> DocumentSession::open(
    const std::filesystem::path& path, const OpenOptions& options)
{
    const Result<bool> finished = finishCutSave(path);
    if (!finished)
        return std::unexpected(finished.error());
    Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), path, {.backend = options.backend});
    if (!source)
        return std::unexpected(source.error());
    std::unique_ptr<DocumentSession> session(new DocumentSession(*std::move(source), options));
    session->m_editor.setReadOnly(::access(path.c_str(), W_OK) != 0);
    session->m_saveWasFinished = *finished;
    return session;
}

QString DocumentSession::path() const
{
    return m_source ? QFile::decodeName(m_source->path().c_str()) : QString();
}

void DocumentSession::setEncoding(std::optional<Encoding> encoding)
{
    m_chosenEncoding = encoding;
    setFormat(detectFormat());
}

TextFormat DocumentSession::detectFormat() const
{
    return m_chosenEncoding ? detectTextFormat(snapshot(), *m_chosenEncoding) : detectTextFormat(snapshot());
}

void DocumentSession::detectAgain()
{
    if (const TextFormat format = detectFormat(); format != m_format)
        setFormat(format);
}

void DocumentSession::setFormat(const TextFormat& format)
{
    const bool newLines = format.newline != m_index->newline();
    m_format = format;
    if (newLines) {
        haltIndexing();
        setIndex(format.newline);
    }
    emit textFormatChanged();
    if (newLines)
        resumeIndexing();
}

Selection DocumentSession::clamped(const Selection& selection) const
{
    const ByteOffset end = snapshot().end();
    return {
        std::clamp(selection.anchor, ByteOffset(0), end), std::clamp(selection.cursor, ByteOffset(0), end)};
}

void DocumentSession::setSelection(const Selection& selection)
{
    if (std::exchange(m_selection, clamped(selection)) == m_selection)
        return;
    m_editor.endRun();
    emit selectionChanged(true);
}

void DocumentSession::selectAll(ByteOffset from)
{
    const Selection all{from, snapshot().end()};
    if (std::exchange(m_selection, all) != all)
        emit selectionChanged(false);
}

Snapshot DocumentSession::fileSnapshot() const
{
    return {m_source, m_fileSize, Revision{0}};
}

void DocumentSession::setIndex(NewlineCode newline)
{
    m_index = std::make_shared<LineIndex>(newline, m_fileSize);
    makeLineMap();
}

void DocumentSession::makeLineMap()
{
    m_otherLines->stop();
    m_lines = std::make_unique<LineMap>(m_index, m_source);
    for (const CountedSource& counted : m_countedSources)
        m_lines->add(counted.source, counted.lines);
}

void DocumentSession::takeEdit(const Selection& selection)
{
    if (m_logger)
        m_logger->append();
    const History::State before = std::exchange(m_historyState, m_document.historyState());
    if (const auto crossing = m_conversions.crossed(before, m_historyState))
        return takeCrossing(*crossing);
    m_selection = clamped(selection);
    emit snapshotChanged();
    emit selectionChanged(true);
    if (m_indexingWanted)
        m_otherLines->look(*m_lines);
}

void DocumentSession::moveCursor(ByteOffset offset, bool extend)
{
    setSelection({extend ? m_selection.anchor : offset, offset});
}

bool DocumentSession::isIndexing() const
{
    return m_indexTask != nullptr;
}

void DocumentSession::startIndexing()
{
    m_indexingWanted = true;
    m_mark.take(fileSnapshot());
    resumeIndexing();
}

void DocumentSession::stopIndexing()
{
    m_indexingWanted = false;
    m_quiet.stop();
    if (!m_indexTask)
        return;
    haltIndexing();
    emit indexingEnded(false);
}

void DocumentSession::resumeIndexing()
{
    if (!m_indexingWanted || m_indexTask)
        return;
    if (m_index->isComplete()) {
        emit indexingEnded(true);
        return;
    }
    m_indexTask = std::make_unique<IndexTask>(m_index, fileSnapshot());
    connect(m_indexTask.get(), &IndexTask::progressed, this, &DocumentSession::indexProgressed);
    connect(m_indexTask.get(), &IndexTask::ended, this, &DocumentSession::endIndexTask);
}

void DocumentSession::endIndexTask(bool complete)
{
    if (const std::optional<ByteRange> lost = m_indexTask->loss())
        emit problemFound(Severity::Warning,
            i18n("Bytes from offset %1 on could not be read. Line numbers behind it may be too small.",
                QLocale().toString(qlonglong(lost->begin().value()))));
    m_indexTask.release()->deleteLater();
    fitIndex();
    if (complete)
        resumeIndexing(); // of what was appended meanwhile
    else
        emit indexingEnded(false);
}

void DocumentSession::haltIndexing()
{
    m_indexTask.reset();
    fitIndex();
}

// While lines are counted, the index keeps the size that it had when that began, so that a log that is
// written to all the time is counted to an end.
void DocumentSession::fitIndex()
{
    if (m_index->size() < m_fileSize)
        m_index->resize(m_fileSize, ByteOffset(m_index->size().value()));
}

void DocumentSession::checkFile()
{
    if (m_watch)
        m_watch->look();
}

void DocumentSession::watch()
{
    m_identity = m_source->status().identity;
    m_baseIdentity = m_identity;
    m_pathState = PathState::Same;
    if (m_source->isSpooled())
        return;
    m_watch = std::make_unique<FileWatch>(m_source);
    connect(m_watch.get(), &FileWatch::seen, this, &DocumentSession::followFile);
}

// What happened to the file meanwhile is looked at afterwards.
void DocumentSession::followFile(const FileWatch::Sight& sight)
{
    if (isRewriting())
        return;
    if (sight.opened)
        followContent(sight.opened->identity);
    else
        report(Severity::Error, sight.opened.error());
    followPath(sight);
    if (sight.opened && sight.named)
        m_lastReport.clear();
}

void DocumentSession::followPath(const FileWatch::Sight& sight)
{
    PathState now = PathState::Same;
    if (!sight.named)
        now = sight.named.error().kind == ErrorKind::NotFound ? PathState::Removed : PathState::Failed;
    else if (!sight.named->identity.isSameFile(m_identity))
        now = PathState::Replaced;
    if (now == std::exchange(m_pathState, now))
        return;
    switch (now) {
    case PathState::Same:
        break;
    case PathState::Removed:
        emit fileRemoved();
        break;
    case PathState::Replaced:
        emit fileReplaced();
        break;
    case PathState::Failed:
        report(Severity::Warning, sight.named.error());
    }
}

void DocumentSession::followContent(const FileIdentity& now)
{
    if (now == m_identity)
        return;
    const FileIdentity before = std::exchange(m_identity, now);
    if (now.size == before.size && now.modified == before.modified) {
        if (m_baseIdentity == before)
            m_baseIdentity = now;
        return; // its name, mode or owner changed
    }
    if (now.size <= before.size)
        takeContent(now.size, false);
    else
        takeContent(now.size, m_mark.isIn(Snapshot(m_source, now.size, Revision{0})));
    if (now.size < before.size)
        emit problemFound(Severity::Warning, i18n("The file was cut short by another program."));
}

// With unsaved edits only what was appended is taken in; otherwise the edits would be put into other bytes.
void DocumentSession::takeContent(ByteCount size, bool appended)
{
    if (!appended && m_editor.isModified()) {
        emit problemFound(Severity::Warning,
            i18n(
                "The file was changed by another program. Your edits are kept; saving will ask what to do."));
        return;
    }
    const ByteOffset unchangedTo = appended ? ByteOffset(m_fileSize.value()) : ByteOffset(0);
    const bool keptSize = size == m_fileSize;
    const Selection before = m_selection;
    if (!appended)
        haltIndexing();
    const ByteRange came(ByteOffset(m_fileSize.value()), size - std::min(size, m_fileSize));
    m_fileSize = size;
    m_baseIdentity = m_identity;
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
    if (m_indexingWanted)
        m_mark.take(fileSnapshot());
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

void DocumentSession::report(Severity severity, const Error& error)
{
    const QString text = QString::fromStdString(error.message());
    if (text == m_lastReport)
        return;
    m_lastReport = text;
    emit problemFound(severity, text);
}

// After m_source, m_fileSize and the document were set. As far as `unchangedTo` the bytes are as before.
void DocumentSession::goOnWithSource(ByteOffset unchangedTo)
{
    m_lastReport.clear();
    if (m_indexingWanted)
        m_mark.take(fileSnapshot());
    m_index->resize(m_fileSize, unchangedTo);
    makeLineMap();
    emit snapshotChanged();
    m_editor.tellState();
    resumeIndexing();
    watch();
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
    if (!m_source)
        return {};
    Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), m_source->path(), {.backend = m_backend});
    if (!source)
        return std::unexpected(source.error());

    m_converter->abandon();
    m_replacer->abandon();
    const Selection before = m_selection;
    const PieceTree edited = m_document.snapshot().pieces();
    const PieceTree old = fileSnapshot().pieces();
    haltIndexing();
    m_watch.reset();
    m_source = *std::move(source);
    m_fileSize = m_source->size();
    m_document.reset(fileSnapshot().pieces());
    if (edits == Edits::Keep)
        makeAgain(edited, old);
    m_selection = clamped(m_selection);
    goOnWithSource(ByteOffset(0));
    if (m_logger)
        m_logger->startOver(loggedFile());
    if (m_selection != before)
        emit selectionChanged(true);
    detectAgain();
    return {};
}

} // namespace megascope
