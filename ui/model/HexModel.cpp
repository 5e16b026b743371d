// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HexModel.h"

#include <KLocalizedString>

#include <algorithm>
#include <iterator>

namespace megascope {

namespace {

constexpr ByteCount wordReach = kibibytes(1);

// What a byte without a shape, or without a byte, is written as in text.
constexpr QLatin1Char shapeless('.');
constexpr QLatin1Char unreadable('?');

bool isOfWord(const HexCell& cell)
{
    return cell.kind == HexCell::Kind::Continued
        || (cell.kind == HexCell::Kind::Visible
            && (QChar::isLetterOrNumber(cell.codePoint) || cell.codePoint == U'_'));
}

} // namespace

HexModel::HexModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void HexModel::setSnapshot(const Snapshot& snapshot)
{
    m_snapshot = snapshot;
    m_grid = HexGrid(snapshot.size(), m_grid.bytesPerRow());
    m_base = m_grid.clamped(m_base);
    contentChanged();
}

void HexModel::setEncoding(Encoding encoding)
{
    if (encoding == m_encoding)
        return;
    m_encoding = encoding;
    contentChanged();
}

void HexModel::setFormat(const HexFormat& format, int bytesPerRow)
{
    if (format == m_format && bytesPerRow == m_grid.bytesPerRow())
        return;
    m_format = format;
    m_grid = HexGrid(m_snapshot.size(), bytesPerRow);
    m_base = m_grid.clamped(m_base);
    contentChanged();
    emit headerDataChanged(Qt::Vertical, 0, std::max(0, m_rows - 1));
}

void HexModel::setWindow(RowNumber base, int rows)
{
    const RowNumber first = m_grid.clamped(base);
    m_wantedRows = rows;
    if (first == m_base && availableRows(first, rows) == m_rows)
        return;
    m_base = first;
    contentChanged();
}

int HexModel::availableRows(RowNumber base, int wanted) const
{
    const std::int64_t below = (m_grid.lastRow() - base).value();
    return below < wanted ? static_cast<int>(below) + 1 : wanted;
}

// Rows come and go at the end of the window; what the remaining ones show has changed.
void HexModel::contentChanged()
{
    m_pageIsCurrent = false;
    resizeTo(availableRows(m_base, m_wantedRows));
    if (m_rows > 0)
        emit dataChanged(index(0, 0), index(m_rows - 1, ColumnCount - 1));
}

void HexModel::resizeTo(int rows)
{
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    } else if (rows < m_rows) {
        beginRemoveRows({}, rows, m_rows - 1);
        m_rows = rows;
        endRemoveRows();
    }
}

const HexPage& HexModel::page() const
{
    if (!m_pageIsCurrent) {
        const ByteOffset end
            = m_rows > 0 ? m_grid.rowRange(rowAt(m_rows - 1)).end() : m_grid.rowBegin(m_base);
        m_page = HexPage::read(m_snapshot, {m_grid.rowBegin(m_base), end}, m_encoding);
        m_pageIsCurrent = true;
    }
    return m_page;
}

HexCell HexModel::cellAt(ByteOffset offset) const
{
    if (const HexCell* cell = page().cellAt(offset))
        return *cell;
    if (offset >= m_grid.end())
        return {};
    return HexPage::read(m_snapshot, {offset, ByteCount(1)}, m_encoding).cells().front();
}

ByteRange HexModel::wordAt(ByteOffset offset) const
{
    const ByteOffset from = offset - std::min(wordReach, offset - ByteOffset(0));
    const ByteOffset to = offset + std::min(wordReach, m_grid.end() - offset);
    const HexPage around = HexPage::read(m_snapshot, {from, to}, m_encoding);
    const auto cells = around.cells();
    const auto middle = (offset - from).value();
    if (offset >= m_grid.end() || !isOfWord(cells[static_cast<std::size_t>(middle)]))
        return {offset, std::min(ByteCount(1), m_grid.end() - offset)};
    const auto behind = std::find_if_not(cells.begin() + middle, cells.end(), isOfWord);
    const auto front = std::find_if_not(cells.rbegin() + (to - offset).value(), cells.rend(), isOfWord);
    return {from + ByteCount(front.base() - cells.begin()), from + ByteCount(behind - cells.begin())};
}

int HexModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int HexModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HexModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ByteRange range = m_grid.rowRange(rowAt(index.row()));
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case OffsetColumn:
            return m_format.offsetText(range.begin(), m_format.offsetDigits(m_grid.size()));
        case BytesColumn:
            return bytesText(page().cells(range));
        default:
            return charactersText(page().cells(range));
        }
    case OffsetRole:
        return qint64{range.begin().value()};
    case ByteCountRole:
        return static_cast<int>(range.count().value());
    case UnreadableRole:
        return static_cast<int>(std::ranges::count_if(
            page().cells(range), [](const HexCell& cell) { return cell.state != HexCell::State::Present; }));
    default:
        return {};
    }
}

QVariant HexModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return m_format.offsetText(m_grid.rowBegin(rowAt(section)), m_format.offsetDigits(m_grid.size()));
    switch (section) {
    case OffsetColumn:
        return i18nc("@title:column", "Offset");
    case BytesColumn:
        return i18nc("@title:column", "Bytes");
    case CharactersColumn:
        return i18nc("@title:column", "Characters");
    default:
        return {};
    }
}

QString HexModel::bytesText(std::span<const HexCell> cells) const
{
    QString text;
    text.reserve(std::ssize(cells) * 3);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0 && i % static_cast<std::size_t>(m_format.groupSize) == 0)
            text += QLatin1Char(' ');
        if (cells[i].state == HexCell::State::Present)
            text += m_format.byteText(std::byte{cells[i].byte});
        else
            text += QString(2, unreadable);
    }
    return text;
}

QString HexModel::charactersText(std::span<const HexCell> cells)
{
    QString text;
    text.reserve(static_cast<qsizetype>(cells.size()));
    for (const HexCell& cell : cells) {
        if (cell.state != HexCell::State::Present)
            text += unreadable;
        else if (cell.kind == HexCell::Kind::Visible)
            text += QChar::fromUcs4(cell.codePoint);
        else
            text += shapeless;
    }
    return text;
}

} // namespace megascope
