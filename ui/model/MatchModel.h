// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FoundMatches.h"
#include "ui/session/MatchLine.h"

#include <QAbstractTableModel>

namespace megascope {

class Replacements;

// The matches that are visible in a list, of however many there are: rows are those from first() on. GUI
// thread.
class MatchModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { LineColumn, OffsetColumn, TextColumn, AfterColumn };
    enum Role {
        MatchBeginRole = Qt::UserRole, // of TextColumn and AfterColumn: which part of the text is the match
        MatchSizeRole,
    };

    // The session must outlive the model. With replacements, which are borrowed, there is a column more, and
    // each row has a check mark in its first one.
    MatchModel(const DocumentSession& session, std::shared_ptr<FoundMatches> matches,
        QObject* parent = nullptr, const Replacements* replacements = nullptr);

    [[nodiscard]] const FoundMatches& matches() const { return *m_matches; }
    // Reads the matches [first, first + rows), as far as there are so many.
    void setWindow(std::int64_t first, int rows);
    // Reads them again, as they are now.
    void refresh() { setWindow(m_first, m_wanted); }
    [[nodiscard]] std::int64_t first() const { return m_first; }
    // Nothing when it was edited away.
    [[nodiscard]] std::optional<ByteRange> matchAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        std::optional<ByteRange> match;
        QString line;
        MatchLine text;
        MatchLine after; // when it is replaced
    };

    [[nodiscard]] Row readRow(std::int64_t index) const;

    const DocumentSession& m_session;
    const std::shared_ptr<FoundMatches> m_matches;
    const Replacements* const m_replacements; // null: nothing is to be replaced
    std::int64_t m_first = 0;
    int m_wanted = 0;
    std::vector<Row> m_rows;
};

} // namespace megascope
