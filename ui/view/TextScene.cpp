// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextScene.h"

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// The gutter has room for so many digits at least, so that it looks the same for most files.
constexpr int fewestDigits = 4;

// Segments at the begin of a document from which the number of its lines is guessed, and how far off that may
// be.
constexpr int guessedSegments = 32;
constexpr double guessMargin = 1.5;

int digitsOf(double number)
{
    return number < 1 ? 1 : static_cast<int>(std::log10(number)) + 1;
}

} // namespace

TextScene::TextScene()
{
    m_geometry.setGutterDigits(fewestDigits);
}

void TextScene::setDocument(
    const Snapshot& snapshot, const TextFormat& format, std::span<const Change> changes)
{
    m_page.setDocument(snapshot, format, changes);
    m_geometry.setGutterDigits(std::max(m_geometry.gutterDigits(), guessDigits()));
    layOut();
}

void TextScene::setFont(const QFont& font, double devicePixelRatio)
{
    m_geometry.setFont(font, devicePixelRatio);
    m_widest = 0;
    layOut();
}

void TextScene::setSize(int width, int height)
{
    m_geometry.setSize(width, height);
    layOut();
}

void TextScene::setWrap(bool wrap)
{
    m_wrap = wrap;
    m_widest = 0;
    layOut();
}

void TextScene::setTabCells(int cells)
{
    m_tabCells = std::max(cells, 1);
    m_widest = 0;
    layOut();
}

void TextScene::setTimeCells(int cells)
{
    m_geometry.setTimeCells(cells);
    layOut();
}

void TextScene::setSequencesHidden(bool hidden)
{
    if (hidden == m_hidesSequences)
        return;
    m_hidesSequences = hidden;
    m_widest = 0;
    layOut();
}

void TextScene::layOut()
{
    m_geometry.setTabCells(m_tabCells);
    m_page.setOptions({.tabCells = m_tabCells,
        .wrapCells = m_wrap ? m_geometry.wholeCells() : 0,
        .hidesSequences = m_hidesSequences});
    m_page.setHeight(m_geometry.wholeRows());
    m_numbersOld = true;
}

// A guess from the first lines is as good as a count: the gutter must not become wider while lines are
// counted.
int TextScene::guessDigits() const
{
    const LineScanner& scanner = m_page.rows().scanner();
    const double size = static_cast<double>(m_page.rows().snapshot().size().value());
    double lines = 0;
    std::optional<Segment> segment = scanner.segmentAt(ByteOffset(0));
    ByteOffset seen(0);
    for (int i = 0; i < guessedSegments && segment; ++i) {
        lines += segment->endsLine ? 1 : 0;
        seen = segment->range.end();
        segment = scanner.next(*segment);
    }
    const bool all = !segment;
    const double guess = all ? lines : lines * size / static_cast<double>(seen.value()) * guessMargin;
    return std::max(digitsOf(guess), fewestDigits);
}

void TextScene::refresh(const LineMap& lines)
{
    std::vector<TextRow> rows = m_page.visibleRows();
    if (rows == m_model.rows() && !m_numbersOld)
        return;
    m_numbersOld = false;
    m_model.setRows(std::move(rows));
    m_model.numberLines(lines, m_page.rows().snapshot());
    fitGutter();
    for (const TextRow& row : m_model.rows())
        m_widest = std::max(m_widest, m_geometry.widthOf(row));
}

void TextScene::fitGutter()
{
    const TextModel::Line last = m_model.lineOf(m_model.rowCount() - 1);
    const int digits = digitsOf(static_cast<double>(last.number.value()) + 1);
    if (digits <= m_geometry.gutterDigits())
        return;
    m_geometry.setGutterDigits(digits);
    layOut();
}

bool TextScene::makeVisible(const TextPlace& place, bool inTheMiddle)
{
    const TextRow row = motion().rowOf(place);
    const ByteOffset last = m_page.rows().step(m_page.topRow(), m_page.height() - 1).begin();
    const bool isSeen = row.begin() >= m_page.topRow().begin() && row.begin() <= last;
    const bool moved = !isSeen && (inTheMiddle ? m_page.center(row) : m_page.makeVisible(row));
    m_page.rememberSought(place.offset, inTheMiddle);
    return moved;
}

void TextScene::readAgain()
{
    m_page.readAgain();
    m_numbersOld = true;
}

bool TextScene::isNear(const TextPlace& place) const
{
    return m_page.isNear(place.offset);
}

int TextScene::mostScroll() const
{
    const int margin = 2 * m_geometry.metrics().cellWidth;
    return m_wrap ? 0 : std::max(m_widest + margin - m_geometry.textWidth(), 0);
}

int TextScene::scrollShowing(const TextPlace& place, int scroll) const
{
    if (m_wrap)
        return 0;
    const int cell = m_geometry.metrics().cellWidth;
    const int margin = std::min(2 * cell, m_geometry.textWidth() / 4);
    const int x = m_geometry.xOf(motion().rowOf(place), motion().stopOf(place));
    const int least = x + cell + margin - m_geometry.textWidth();
    const int most = std::max(x - margin, 0);
    return std::min(most, std::max(least, scroll));
}

std::optional<int> TextScene::rowOf(const TextPlace& place) const
{
    const std::vector<TextRow>& rows = m_model.rows();
    const auto behind = std::ranges::upper_bound(rows, place.offset, {}, &TextRow::begin);
    if (behind == rows.begin())
        return std::nullopt;
    auto row = std::prev(behind);
    const ByteOffset end = m_page.rows().snapshot().end();
    if (place.offset >= row->end() && !(place.offset == end && row->end() == end))
        return std::nullopt;
    if (place.atRowEnd && place.offset == row->begin() && !row->beginsLine()) {
        if (row == rows.begin())
            return std::nullopt;
        --row;
    }
    return static_cast<int>(row - rows.begin());
}

int TextScene::xOf(int row, const TextPlace& place) const
{
    const TextRow& shown = m_model.rows()[static_cast<std::size_t>(row)];
    const int x = m_geometry.textLeft() + m_geometry.xOf(shown, shown.stopAt(place.offset));
    return m_wrap ? std::min(x, m_geometry.width() - m_geometry.metrics().cellWidth / 2) : x;
}

} // namespace megascope
