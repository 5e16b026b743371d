// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/MatchModel.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/Replacements.h"

#include <KLocalizedString>

#include <QFont>
#include <QLocale>

#include <algorithm>
#include <iterator>

namespace megascope {

MatchModel::MatchModel(const DocumentSession& session, std::shared_ptr<FoundMatches> matches, QObject* parent,
    const Replacements* replacements)
    : QAbstractTableModel(parent)
    , m_session(session)
    , m_matches(std::move(matches))
    , m_replacements(replacements)
{
}

void MatchModel::setWindow(std::int64_t first, int rows)
{
    m_first = first;
    m_wanted = rows;
    const std::int64_t there = std::clamp<std::int64_t>(m_matches->stored() - first, 0, rows);
    std::vector<Row> read;
    for (std::int64_t i = 0; i < there; ++i)
        read.push_back(readRow(first + i));
    const int before = rowCount();
    const auto now = static_cast<int>(there);
    const int kept = std::min(before, now);
    std::move(read.begin(), read.begin() + kept, m_rows.begin());
    if (kept > 0)
        emit dataChanged(index(0, 0), index(kept - 1, columnCount() - 1));
    if (now < before) {
        beginRemoveRows({}, now, before - 1);
        m_rows.resize(static_cast<std::size_t>(now));
        endRemoveRows();
    } else if (now > before) {
        beginInsertRows({}, before, now - 1);
        std::move(read.begin() + kept, read.end(), std::back_inserter(m_rows));
        endInsertRows();
    }
}

MatchModel::Row MatchModel::readRow(std::int64_t index) const
{
    Row row{.match = m_matches->at(index), .line = {}, .text = {}, .after = {}};
    if (!row.match)
        return row;
    const Snapshot& snapshot = m_session.snapshot();
    const TextFormat& format = m_session.textFormat();
    if (m_replacements) {
        Replacements::Sides sides = m_replacements->sides(snapshot, format, *row.match);
        row.text = std::move(sides.before);
        row.after = m_replacements->isLeftOut(index) ? row.text : std::move(sides.after);
    } else {
        row.text = matchLine(snapshot, format, *row.match);
    }
    const LineMap& lines = m_session.lineMap();
    const std::optional<LineNumber> exact = lines.lineAt(snapshot, row.match->begin());
    const LineNumber line = exact ? *exact : lines.estimatedLineAt(snapshot, row.match->begin());
    row.line = (exact ? QString() : QStringLiteral("~")) + QLocale().toString(qlonglong(line.value()) + 1);
    return row;
}

std::optional<ByteRange> MatchModel::matchAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].match : std::nullopt;
}

int MatchModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MatchModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_replacements ? AfterColumn + 1 : TextColumn + 1;
}

QVariant MatchModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const bool isText = index.column() == TextColumn || index.column() == AfterColumn;
    const MatchLine& text = index.column() == AfterColumn ? row.after : row.text;
    if (role == Qt::TextAlignmentRole && !isText)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == MatchBeginRole || role == MatchSizeRole)
        return role == MatchBeginRole ? text.matchBegin : text.matchSize;
    if (role == Qt::CheckStateRole && m_replacements && index.column() == LineColumn)
        return m_replacements->isLeftOut(m_first + index.row()) ? Qt::Unchecked : Qt::Checked;
    if (role != Qt::DisplayRole)
        return {};
    if (!row.match)
        return isText ? i18nc("@item a match that is no more there", "(edited)") : QString();
    if (isText)
        return text.text;
    return index.column() == LineColumn ? row.line
                                        : QLocale().toString(qlonglong(row.match->begin().value()));
}

QVariant MatchModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case LineColumn:
        return i18nc("@title:column", "Line");
    case OffsetColumn:
        return i18nc("@title:column", "Offset");
    case TextColumn:
        return m_replacements ? i18nc("@title:column a line before it is changed", "Before")
                              : i18nc("@title:column", "Text");
    case AfterColumn:
        return i18nc("@title:column a line after it is changed", "After");
    default:
        return {};
    }
}

} // namespace megascope
