// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSession.h"

#include "core/file/Vfs.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/EditLogger.h"
#include "ui/session/FileOpening.h"
#include "ui/session/IncomingContent.h"
#include "ui/session/IndexTask.h"
#include "ui/session/SourceIndexing.h"

#include <KLocalizedString>

#include <QFile>
#include <QLocale>

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// A file that is written to in place, and all the time, is counted when it was left alone for so long.
constexpr auto quietTime = 1500ms;

} // namespace

DocumentSession::DocumentSession(QObject* parent)
    : QObject(parent)
{
    setUp();
}

DocumentSession::DocumentSession(const OpenedFile& file, const OpenOptions& options)
    : m_source(file.opened.source)
    , m_fileSize(m_source->size())
    , m_document(m_source, m_fileSize)
    , m_backend(options.backend)
    , m_chosenEncoding(options.encoding)
    , m_format(file.format)
    , m_formatIsGuessed(file.formatIsGuessed)
    , m_saveWasFinished(file.saveWasFinished)
{
    m_editor.setReadOnly(!file.isWritable);
    m_baseIdentity = m_source->status().identity;
    setUp();
    m_follower->start(m_baseIdentity);
    setOrigin(file.opened);
}

void DocumentSession::setUp()
{
    m_follower = std::make_unique<DocumentFollower>(*this);
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
    followReads();
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietTime);
    connect(&m_quiet, &QTimer::timeout, this, &DocumentSession::resumeIndexing);
}

DocumentSession::~DocumentSession() = default;

std::unique_ptr<DocumentSession> DocumentSession::fromSource(std::shared_ptr<FileSource> source)
{
    OpenedFile file{.opened = {.source = std::move(source)}, .isWritable = false};
    file.format = detectTextFormat(Snapshot(file.opened.source, file.opened.source->size(), Revision{0}));
    return of(file, {});
}

void DocumentSession::setEncoding(std::optional<Encoding> encoding)
{
    m_chosenEncoding = encoding;
    setFormat(detectFormat());
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
    m_lines = std::make_shared<LineMap>(m_index, m_source);
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
    m_follower->markContent();
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
    const std::optional<ByteRange> lost = m_indexTask->loss();
    m_linesAreLost = m_linesAreLost || lost.has_value();
    if (lost && !isCutAt(lost->begin()))
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

// An index that a storage which hangs may still write to is not ours any more.
void DocumentSession::haltIndexing()
{
    const bool isOurs = !m_indexTask || m_indexTask->stop();
    m_indexTask.reset();
    if (!isOurs)
        setIndex(m_index->newline());
    fitIndex();
}

// While lines are counted, the index keeps the size that it had when that began, so that a log that is
// written to all the time is counted to an end.
void DocumentSession::fitIndex()
{
    if (m_index->size() < m_fileSize)
        m_index->resize(m_fileSize, ByteOffset(m_index->size().value()));
}

} // namespace megascope
