// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSession.h"

#include "core/file/Vfs.h"
#include "ui/session/IndexTask.h"

#include <KLocalizedString>

#include <QFile>

namespace megascope {

DocumentSession::DocumentSession(QObject* parent)
    : QObject(parent)
    , m_index(std::make_shared<LineIndex>(NewlineCode(), ByteCount(0)))
{
}

DocumentSession::DocumentSession(std::shared_ptr<FileSource> source, const OpenOptions& options)
    : m_source(std::move(source))
    , m_snapshot(m_source, m_source->size(), Revision{0})
    , m_chosenEncoding(options.encoding)
    , m_backend(options.backend)
{
    setFormat(detectFormat());
    watch();
}

DocumentSession::~DocumentSession() = default;

Result<std::unique_ptr<DocumentSession>> DocumentSession::open(
    const std::filesystem::path& path, const OpenOptions& options)
{
    Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), path, {.backend = options.backend});
    if (!source)
        return std::unexpected(source.error());
    return std::unique_ptr<DocumentSession>(new DocumentSession(*std::move(source), options));
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
    return m_chosenEncoding ? detectTextFormat(m_snapshot, *m_chosenEncoding) : detectTextFormat(m_snapshot);
}

void DocumentSession::setFormat(const TextFormat& format)
{
    const bool newLines = !m_index || format.newline != m_index->newline();
    m_format = format;
    if (newLines) {
        haltIndexing();
        m_index = std::make_shared<LineIndex>(format.newline, m_snapshot.size());
        resumeIndexing();
    }
    emit textFormatChanged();
}

void DocumentSession::setSelection(const Selection& selection)
{
    const ByteOffset end = m_snapshot.end();
    const Selection clamped{
        std::clamp(selection.anchor, ByteOffset(0), end), std::clamp(selection.cursor, ByteOffset(0), end)};
    if (clamped == m_selection)
        return;
    m_selection = clamped;
    emit selectionChanged();
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
    resumeIndexing();
}

void DocumentSession::stopIndexing()
{
    m_indexingWanted = false;
    haltIndexing();
}

void DocumentSession::resumeIndexing()
{
    if (!m_indexingWanted || m_indexTask || m_index->isComplete())
        return;
    m_indexTask = std::make_unique<IndexTask>(m_index, m_snapshot);
    connect(m_indexTask.get(), &IndexTask::progressed, this, &DocumentSession::indexProgressed);
    connect(m_indexTask.get(), &IndexTask::ended, this, [this](bool complete) {
        m_indexTask.release()->deleteLater();
        emit indexingEnded(complete);
    });
}

void DocumentSession::haltIndexing()
{
    if (!m_indexTask)
        return;
    m_indexTask.reset();
    emit indexingEnded(false);
}

void DocumentSession::checkFile()
{
    if (m_watch)
        m_watch->look();
}

void DocumentSession::watch()
{
    m_identity = m_source->status().identity;
    m_fileGone = false;
    if (m_source->isSpooled())
        return;
    m_watch = std::make_unique<FileWatch>(m_source);
    connect(m_watch.get(), &FileWatch::seen, this, &DocumentSession::followFile);
}

void DocumentSession::followFile(const FileWatch::Sight& sight)
{
    if (sight.opened)
        followContent(sight.opened->identity);
    else
        report(Severity::Error, sight.opened.error());

    if (m_fileGone)
        return;
    if (!sight.named) {
        m_fileGone = true;
        if (sight.named.error().kind == ErrorKind::NotFound)
            emit fileRemoved();
        else
            report(Severity::Warning, sight.named.error());
    } else if (!sight.named->identity.isSameFile(m_identity)) {
        m_fileGone = true;
        emit fileReplaced();
    }
}

void DocumentSession::followContent(const FileIdentity& now)
{
    if (now == m_identity)
        return;
    const FileIdentity before = std::exchange(m_identity, now);
    if (now.size == before.size && now.modified == before.modified)
        return; // its name, mode or owner changed
    const bool appended = now.size > before.size;
    takeSize(now.size, appended ? ByteOffset(before.size.value()) : ByteOffset(0));
    if (now.size < before.size)
        emit problemFound(Severity::Warning, i18n("The file was cut short by another program."));
}

void DocumentSession::takeSize(ByteCount size, ByteOffset unchangedTo)
{
    haltIndexing();
    m_snapshot = Snapshot(m_source, size, Revision{m_snapshot.revision().value + 1});
    m_index->resize(size, unchangedTo);
    emit snapshotChanged();
    setSelection(m_selection);
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

Result<void> DocumentSession::reload()
{
    if (!m_source)
        return {};
    Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), m_source->path(), {.backend = m_backend});
    if (!source)
        return std::unexpected(source.error());

    haltIndexing();
    m_watch.reset();
    m_source = *std::move(source);
    m_lastReport.clear();
    m_snapshot = Snapshot(m_source, m_source->size(), Revision{m_snapshot.revision().value + 1});
    m_index.reset();
    setFormat(detectFormat());
    emit snapshotChanged();
    setSelection(m_selection);
    watch();
    return {};
}

} // namespace megascope
