// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineMap.h"
#include "ui/model/TextRow.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace megascope {

// The rows that are visible now. GUI thread only.
class TextModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { LineColumn, TextColumn, ColumnCount };
    enum Role {
        OffsetRole = Qt::UserRole, // of the row's first byte, qint64
        EstimateRole, // bool: the line's number is an estimate
    };

    // Which line a row belongs to.
    struct Line {
        LineNumber number;
        bool exact = false;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<TextRow> rows);
    [[nodiscard]] const std::vector<TextRow>& rows() const { return m_rows; }
    // Looks up the first row's line and counts on. To be called when the index knows more, too.
    void numberLines(const LineMap& lines, const Snapshot& snapshot);
    // The same where rows are of one line each, and do not follow each other: looks up each.
    void numberEachLine(const LineMap& lines, const Snapshot& snapshot);
    // REQUIRES: 0 <= row < rowCount(), one of these was called.
    [[nodiscard]] Line lineOf(int row) const;
    // Its line's number is shown beside it: it begins the line, or stands for it.
    [[nodiscard]] bool isNumbered(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    // A row that is not numbered has an empty one.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    [[nodiscard]] QVariant lineText(int row) const;
    [[nodiscard]] static Line lookUp(const LineMap& lines, const Snapshot& snapshot, ByteOffset place);
    void tellNumbers();

    std::vector<TextRow> m_rows;
    std::vector<Line> m_lines; // of m_rows
    bool m_isLineEach = false; // a row stands for a line
};

} // namespace megascope
