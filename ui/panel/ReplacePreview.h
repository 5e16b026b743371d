// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Replacements.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace megascope {

class DocumentSession;
class MatchTable;

// Lists what replacing all would do, before it is done: each match in its line, and that line afterwards. Any
// of them can be left out. It is accepted when all others are to be replaced.
class ReplacePreview final : public QDialog {
    Q_OBJECT

public:
    // The session and the replacer must outlive it.
    ReplacePreview(DocumentSession& session, const std::shared_ptr<FoundMatches>& matches,
        const MatchReplacer& replacer, QWidget* parent = nullptr);

    [[nodiscard]] const Replacements& replacements() const { return m_replacements; }
    [[nodiscard]] MatchTable& table() const { return *m_table; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void chosen(const megascope::ByteRange& match);

private:
    void showStatus();

    Replacements m_replacements;
    MatchTable* m_table;
    QLabel* m_status;
    QPushButton* m_replace;
};

} // namespace megascope
