// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"
#include "core/text/TimedLines.h"

#include <QObject>

#include <memory>

namespace megascope {

class DocumentSession;
class WorkTask;

// The times that the lines of a document bear: made out when somebody asks for the first time, in the
// background, and again when another content has come. GUI thread only.
class DocumentTimes final : public QObject {
    Q_OBJECT

public:
    // The one of a session, which is made when it is first asked for, and goes with the session.
    [[nodiscard]] static DocumentTimes& of(DocumentSession& session);
    ~DocumentTimes() override;

    // Makes out how lines bear times, unless that is known or under way; changed() follows.
    void want();
    [[nodiscard]] bool isKnown() const { return m_isKnown; }
    // Nothing while it is not known, and where lines bear no times.
    [[nodiscard]] const std::optional<TimestampFormat>& format() const { return m_format; }
    // Of the document as it is now.
    [[nodiscard]] std::optional<TimedLines> lines() const;

    // What differences are measured from: a line that was chosen. Nothing: each line from the one before.
    [[nodiscard]] const std::optional<LogTime>& origin() const { return m_origin; }
    void setOrigin(const std::optional<LogTime>& origin);

signals:
    void changed(); // it is known now, or no longer; or the origin is another

private:
    explicit DocumentTimes(DocumentSession& session);
    void takeSnapshot();
    void forget();

    DocumentSession& m_session;
    bool m_isKnown = false;
    Revision m_revision; // up to which the document goes on what it is known of
    std::optional<TimestampFormat> m_format;
    std::optional<LogTime> m_origin;
    std::unique_ptr<WorkTask> m_task; // null while nothing is made out
};

// From the time of the line that the selection begins in to that of the one it ends in; lines that bear none
// have that of the one before. Nothing within a line, and while it is not known: then it is made out.
[[nodiscard]] std::optional<std::chrono::nanoseconds> selectedTime(DocumentSession& session);

} // namespace megascope
