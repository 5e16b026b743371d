// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"
#include "ui/model/TextRow.h"

#include <QObject>

namespace megascope {

class DocumentSession;

// What stands beside the rows of a text view about their times: how long after the line before, or after a
// line that was chosen. Looks at the lines that are shown, and the one before them. GUI thread only.
class TextTimes final : public QObject {
    Q_OBJECT

public:
    explicit TextTimes(DocumentSession& session);

    // Nothing is known of the document's times before they are shown for the first time.
    void setShown(bool shown);
    // They are shown, and there are some.
    [[nodiscard]] bool areThere() const;
    // One for each row; empty where a row begins no line that bears a time. Valid until the next call.
    [[nodiscard]] std::span<const QString> texts(const std::vector<TextRow>& rows);

    // Those that bytes were lacking for are looked for again.
    void readAgain() { m_rows.clear(); }

signals:
    void changed(); // areThere() or texts() may answer something else

private:
    void takeTimes();

    DocumentSession& m_session;
    bool m_isShown = false;
    std::vector<TextRow> m_rows; // that m_texts are of
    Revision m_revision; // likewise
    std::vector<QString> m_texts;
};

} // namespace megascope
