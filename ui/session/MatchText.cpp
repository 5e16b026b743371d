// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/MatchText.h"

#include "core/search/MatchChanges.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/FoundMatches.h"
#include "ui/session/MatchLine.h"

#include <QSaveFile>

#include <utility>

namespace megascope {

MatchText::MatchText(const DocumentSession& session, const FoundMatches& matches)
    : m_snapshot(session.snapshot())
    , m_format(session.textFormat())
    , m_matches(matches.list())
    , m_changes(matches.changes())
    , m_count(matches.isLost() ? 0 : matches.stored())
{
}

QString MatchText::line(std::int64_t index) const
{
    const std::optional<ByteRange> found = m_matches.at(index);
    const std::optional<ByteRange> match = found ? movedMatch(*found, m_changes) : std::nullopt;
    if (!match)
        return {};
    return QStringLiteral("%1:%2\n")
        .arg(match->begin().value())
        .arg(matchLine(m_snapshot, m_format, *match).text);
}

MatchTextTask::MatchTextTask(MatchText text, QString path)
    : ReportedTask(ByteCount(text.count()))
{
    start([this, text = std::move(text), path = std::move(path)](
              const std::stop_token& stop, Progress& progress) -> End {
        QSaveFile file(path);
        bool isWell = file.open(QIODevice::WriteOnly);
        for (std::int64_t i = 0; isWell && i < text.count() && !stop.stop_requested(); ++i) {
            const QByteArray line = text.line(i).toUtf8();
            isWell = file.write(line) == line.size();
            progress.done = i + 1;
        }
        if (stop.stop_requested())
            return [this] { emit ended({}); };
        isWell = isWell && file.commit();
        return [this, error = isWell ? QString() : file.errorString()] { emit ended(error); };
    });
}

} // namespace megascope
