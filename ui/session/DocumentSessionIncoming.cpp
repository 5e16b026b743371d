// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Documents that are not simply a file: what comes bit by bit, and what a compressed file holds.

#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"
#include "ui/session/IncomingContent.h"

#include <KLocalizedString>

#include <QFile>
#include <QFileInfo>

#include <array>
#include <utility>

namespace megascope {

namespace {

// Of compressed files, and what their names are without.
constexpr std::array<std::pair<const char*, const char*>, 12> packedSuffixes{
    {{".gz", ""}, {".bz2", ""}, {".xz", ""}, {".zst", ""}, {".lzma", ""}, {".lz", ""}, {".tgz", ".tar"},
        {".tbz2", ".tar"}, {".txz", ".tar"}, {".tzst", ".tar"}, {".svgz", ".svg"}, {".z", ""}}};

} // namespace

QString DocumentSession::path() const
{
    const bool hasFile = m_source && m_origin != OpenedSource::Origin::Stream;
    return hasFile ? QFile::decodeName(m_source->path().c_str()) : QString();
}

QString DocumentSession::title() const
{
    if (!m_source)
        return {};
    QString name = QFileInfo(QFile::decodeName(m_source->path().c_str())).fileName();
    switch (m_origin) {
    case OpenedSource::Origin::UnpackedFile:
        return i18nc("@title:window the name of a compressed file", "%1 (unpacked)", name);
    case OpenedSource::Origin::PackedFile:
        return i18nc("@title:window the name of a compressed file", "%1 (packed)", name);
    default:
        return name;
    }
}

QString DocumentSession::contentPath() const
{
    QString name = path();
    if (m_origin != OpenedSource::Origin::UnpackedFile)
        return name;
    for (const auto& [suffix, replacement] : packedSuffixes) {
        if (name.endsWith(QLatin1String(suffix), Qt::CaseInsensitive)) {
            name.chop(qsizetype(qstrlen(suffix)));
            return name + QLatin1String(replacement);
        }
    }
    return name;
}

// After the source was set.
void DocumentSession::setOrigin(const OpenedSource& opened)
{
    m_origin = opened.origin;
    m_whyPacked = opened.whyPacked;
    m_incoming.reset();
    if (!opened.source || !opened.source->spool())
        return;
    m_logger.reset(); // the edits would be made again in other bytes
    m_incoming = std::make_unique<IncomingContent>(opened);
    connect(m_incoming.get(), &IncomingContent::changed, this, &DocumentSession::takeIncoming);
}

// What came is told as growth of a file is.
void DocumentSession::takeIncoming()
{
    if (isRewriting()) {
        m_incoming->tellAgain();
        return;
    }
    const Result<FileStatus> now = m_source->refresh();
    if (!now || now->identity.size <= m_fileSize)
        return;
    takeContent(now->identity, true);
}

} // namespace megascope
