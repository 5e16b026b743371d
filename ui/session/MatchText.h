// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/search/MatchList.h"
#include "core/text/TextFormat.h"
#include "ui/session/ReportedTask.h"

#include <QString>

namespace megascope {

class DocumentSession;
class FoundMatches;

// Matches as text: a line for each, "OFFSET:LINE" as grep -b has it, with what matchLine() shows of the line.
// Those that were edited away are left out. A value for any thread.
class MatchText {
public:
    MatchText(const DocumentSession& session, const FoundMatches& matches);

    [[nodiscard]] std::int64_t count() const { return m_count; }
    // Empty: it is gone.
    [[nodiscard]] QString line(std::int64_t index) const;

private:
    Snapshot m_snapshot;
    TextFormat m_format;
    MatchList m_matches;
    std::vector<Change> m_changes;
    std::int64_t m_count = 0;
};

// Writes it to a file, which is there when all is written. Starts when constructed.
class MatchTextTask final : public ReportedTask {
    Q_OBJECT

public:
    MatchTextTask(MatchText text, QString path);

signals:
    void ended(const QString& error); // the last signal; empty: all is well, or it was cancelled
};

} // namespace megascope
