// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextModel.h"

#include <QLocale>

namespace megascope {

void TextModel::setRows(std::vector<TextRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_lines.assign(m_rows.size(), Line());
    endResetModel();
}

TextModel::Line TextModel::lookUp(const LineMap& lines, const Snapshot& snapshot, ByteOffset place)
{
    const std::optional<LineNumber> exact = lines.lineAt(snapshot, place);
    return {exact ? *exact : lines.estimatedLineAt(snapshot, place), exact.has_value()};
}

void TextModel::numberLines(const LineMap& lines, const Snapshot& snapshot)
{
    if (m_rows.empty())
        return;
    Line line = lookUp(lines, snapshot, m_rows.front().begin());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (i > 0 && m_rows[i].beginsLine())
            line.number += LineCount(1);
        m_lines[i] = line;
    }
    tellNumbers();
}

void TextModel::numberEachLine(const LineMap& lines, const Snapshot& snapshot)
{
    m_isLineEach = true;
    if (m_rows.empty())
        return;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_lines[i] = lookUp(lines, snapshot, m_rows[i].begin());
    tellNumbers();
}

void TextModel::tellNumbers()
{
    emit dataChanged(this->index(0, LineColumn), this->index(rowCount() - 1, LineColumn));
}

TextModel::Line TextModel::lineOf(int row) const
{
    return m_lines[static_cast<std::size_t>(row)];
}

bool TextModel::isNumbered(int row) const
{
    return m_isLineEach || m_rows[static_cast<std::size_t>(row)].beginsLine();
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
        return !lineOf(index.row()).exact;
    default:
        return {};
    }
}

QVariant TextModel::lineText(int row) const
{
    if (!isNumbered(row))
        return {};
    const QString number = QString::number(lineOf(row).number.value() + 1);
    return lineOf(row).exact ? number : u'~' + number;
}

} // namespace megascope
