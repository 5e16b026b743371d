// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextWrap.h"

#include <QChar>

#include <algorithm>
#include <limits>

namespace megascope {

namespace {

// Narrower windows get rows of this width: a row must be able to take one of anything that is common.
constexpr std::uint32_t narrowestRow = 8; // cells

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\u3000';
}

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate();
}

// A row may begin behind these when a word follows.
bool endsPart(QChar c)
{
    return QStringView(u",;:!?)]}>|&=/\\-+*%").contains(c);
}

// Chinese, Japanese and Korean break anywhere but before what closes.
bool mayBegin(QChar c)
{
    return !QStringView(u"、。，．）」』】》！？：；ー…,.;:!?)]}").contains(c);
}

class Wrapper {
public:
    Wrapper(TextSegment& segment, const TextRowOptions& options)
        : m_segment(segment)
        , m_spelled(std::exchange(segment.runs, {}))
        , m_tab(static_cast<std::uint32_t>(std::max(options.tabCells, 1)))
        , m_width(options.wrapCells > 0
                  ? std::max(static_cast<std::uint32_t>(options.wrapCells), narrowestRow)
                  : std::numeric_limits<std::uint32_t>::max())
    {
    }

    void wrap()
    {
        m_segment.runs.reserve(m_spelled.size());
        Place begin;
        do {
            const Place full = fill(begin);
            const Place end = isEnd(full) ? full : bestCut(begin, full);
            addRow(begin, end);
            begin = end;
        } while (!isEnd(begin));
    }

private:
    // Before the `index`th grapheme of a run of m_spelled; never behind the last one of a run.
    struct Place {
        std::size_t run = 0;
        std::uint32_t index = 0;
    };

    [[nodiscard]] bool isEnd(const Place& place) const { return place.run == m_spelled.size(); }

    [[nodiscard]] Place normalized(Place place) const
    {
        return place.index < m_spelled[place.run].count ? place : Place{place.run + 1, 0};
    }

    [[nodiscard]] std::uint32_t unitAt(const Place& place) const
    {
        const TextRun& run = m_spelled[place.run];
        return run.unit + place.index * run.unitsEach;
    }

    [[nodiscard]] QChar textAt(std::uint32_t unit) const { return m_segment.text[unit]; }

    [[nodiscard]] std::uint32_t cellsEach(const TextRun& run, std::uint32_t cell) const
    {
        return run.look == TextLook::Tab ? m_tab - cell % m_tab : run.cellsEach;
    }

    // Where a row that begins at `begin` is full.
    [[nodiscard]] Place fill(const Place& begin) const
    {
        std::uint32_t cell = 0;
        for (Place at = begin; !isEnd(at); at = {at.run + 1, 0}) {
            const TextRun& run = m_spelled[at.run];
            const std::uint32_t left = run.count - at.index;
            const std::uint32_t each = cellsEach(run, cell);
            const std::uint32_t fits = cell < m_width ? std::min(left, (m_width - cell) / each) : 0;
            if (fits == left) {
                cell += fits * each;
                continue;
            }
            at.index += fits;
            const bool rowIsEmpty = cell == 0 && fits == 0;
            const bool blankHangs = each == 1 && isBlank(textAt(unitAt(at)));
            if (rowIsEmpty || blankHangs)
                ++at.index;
            return normalized(at);
        }
        return {m_spelled.size(), 0};
    }

    [[nodiscard]] bool canCut(std::uint32_t unit, const TextRun& run) const
    {
        const QChar before = textAt(unit - 1);
        const QChar behind = textAt(unit);
        if (isBlank(before))
            return true;
        if (run.cellsEach == 2 && run.look == TextLook::Plain)
            return mayBegin(behind);
        return endsPart(before) && isWordPart(behind);
    }

    // The last place in the second half of the row where it may be cut, else `full`.
    [[nodiscard]] Place bestCut(const Place& begin, const Place& full) const
    {
        const std::uint32_t first = unitAt(begin);
        const std::uint32_t last = unitAt(full);
        const std::uint32_t earliest = first + std::max((last - first) / 2, 1u);
        Place place = full;
        for (std::uint32_t unit = last; unit >= earliest; --unit) {
            while (m_spelled[place.run].unit > unit)
                --place.run;
            const TextRun& run = m_spelled[place.run];
            if ((unit - run.unit) % run.unitsEach == 0 && canCut(unit, run))
                return {place.run, (unit - run.unit) / run.unitsEach};
        }
        return full;
    }

    void addRow(const Place& begin, const Place& end)
    {
        const TextRun* first = isEnd(begin) ? nullptr : &m_spelled[begin.run];
        TextSegment::Row row{
            .firstRun = static_cast<std::uint32_t>(m_segment.runs.size()),
            .byte = first ? first->byte + begin.index * first->bytesEach : 0,
            .unit = first ? unitAt(begin) : 0,
        };
        for (Place at = begin; at.run < end.run || (at.run == end.run && at.index < end.index);
            at = {at.run + 1, 0}) {
            TextRun run = m_spelled[at.run];
            const std::uint32_t stop = at.run == end.run ? end.index : run.count;
            run.byte += at.index * run.bytesEach;
            run.unit += at.index * run.unitsEach;
            run.count = stop - at.index;
            run.cell = row.cells;
            run.cellsEach = static_cast<std::uint16_t>(cellsEach(run, row.cells));
            m_segment.runs.push_back(run);
            ++row.runs;
            row.bytes += run.bytes();
            row.units += run.units();
            row.cells += run.cells();
            row.shaped = row.shaped || run.look == TextLook::Shaped;
        }
        m_segment.rows.push_back(row);
    }

    TextSegment& m_segment;
    const std::vector<TextRun> m_spelled;
    const std::uint32_t m_tab;
    const std::uint32_t m_width;
};

} // namespace

void wrapSegment(TextSegment& segment, const TextRowOptions& options)
{
    Wrapper(segment, options).wrap();
}

} // namespace megascope
