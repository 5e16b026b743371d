// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextModel.h"

#include <QLocale>

namespace megascope {

void TextModel::setRows(std::vector<TextRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_lines.assign(m_rows.size(), LineNumber(0));
    m_exact = false;
    endResetModel();
}

void TextModel::numberLines(const LineMap& lines, const Snapshot& snapshot)
{
    if (m_rows.empty())
        return;
    const ByteOffset first = m_rows.front().begin();
    const std::optional<LineNumber> exact = lines.lineAt(snapshot, first);
    LineNumber line = exact ? *exact : lines.estimatedLineAt(snapshot, first);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (i > 0 && m_rows[i].beginsLine())
            line += LineCount(1);
        m_lines[i] = line;
    }
    m_exact = exact.has_value();
    emit dataChanged(this->index(0, LineColumn), this->index(rowCount() - 1, LineColumn));
}

TextModel::Line TextModel::lineOf(int row) const
{
    return {m_lines[static_cast<std::size_t>(row)], m_exact};
}

int TextModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TextModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TextRow& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == LineColumn ? lineText(index.row()) : QVariant(row.text().toString());
    case OffsetRole:
        return QVariant::fromValue<qint64>(row.begin().value());
    case EstimateRole:
        return !m_exact;
    default:
        return {};
    }
}

QVariant TextModel::lineText(int row) const
{
    if (!m_rows[static_cast<std::size_t>(row)].beginsLine())
        return {};
    const QString number = QString::number(m_lines[static_cast<std::size_t>(row)].value() + 1);
    return m_exact ? number : u'~' + number;
}

} // namespace megascope
