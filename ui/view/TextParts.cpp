// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextParts.h"

#include "ui/model/ColorContrast.h"

#include <algorithm>

namespace megascope {

namespace {

TextPart partOf(const TextStyleSpan& span, const TextInk& plain)
{
    return {
        .ink = {
            .text = qAlpha(span.text) ? span.text : plain.text,
            .background = qAlpha(span.background) ? span.background : plain.background,
            .bold = span.bold,
            .italic = span.italic,
        },
        .underline = span.underline,
        .strikeOut = span.strikeOut,
    };
}

// Appends [unit, unitEnd) of `part`, as up to three parts: what is before, in and behind the selection.
// Letters that were made for a ground of their own are plain where that of the selection hides them.
void append(std::vector<TextPart>& parts, TextPart part, const TextInk& plain, std::uint32_t unit,
    std::uint32_t unitEnd, const RowSelection& selection, QRgb selected)
{
    constexpr double least = 3; // contrast
    const TextInk ink = part.ink;
    const bool isLost = selection.unit < selection.unitEnd && ink.background != plain.background
        && contrast(ink.text, selected) < least;
    const std::uint32_t from = std::clamp(selection.unit, unit, unitEnd);
    const std::uint32_t to = std::clamp(selection.unitEnd, from, unitEnd);
    const auto add = [&](std::uint32_t begin, std::uint32_t end, bool isSelected) {
        if (begin >= end)
            return;
        part.unit = begin;
        part.unitEnd = end;
        part.selected = isSelected;
        part.ink.background = isSelected ? selected : ink.background;
        part.ink.text = isSelected && isLost ? plain.text : ink.text;
        parts.push_back(part);
    };
    add(unit, from, false);
    add(from, to, true);
    add(to, unitEnd, false);
}

} // namespace

RowSelection RowSelection::of(const TextRow& row, const Selection& selection)
{
    const ByteRange range = selection.range();
    const ByteRange inside = range.intersected(row.range());
    if (inside.empty())
        return {};
    const TextStop first = row.stopAt(inside.begin());
    const TextStop last = row.stopAt(inside.end() - ByteCount(1));
    return {
        .unit = static_cast<std::uint32_t>(first.unit),
        .unitEnd = static_cast<std::uint32_t>(last.unit + last.units),
        .lineEnd = inside.end() > row.end() - row.lineEnd(),
    };
}

std::vector<TextStyleSpan> withMarks(const TextRow& row, std::span<const TextStyleSpan> colors,
    std::span<const ByteRange> marks, QRgb background)
{
    std::vector<TextStyleSpan> spans;
    auto mark
        = std::ranges::partition_point(marks, [&](const ByteRange& m) { return m.end() <= row.begin(); });
    auto color = colors.begin();
    auto done = static_cast<std::uint32_t>(row.unit());
    const auto goOn = [&](std::uint32_t end, bool marked) {
        while (done < end) {
            while (color != colors.end() && color->unitEnd() <= done)
                ++color;
            const bool isColored = color != colors.end() && color->unit <= done;
            const std::uint32_t border = color == colors.end() ? end
                : isColored                                    ? color->unitEnd()
                                                               : color->unit;
            TextStyleSpan span = isColored ? *color : TextStyleSpan();
            span.unit = done;
            done = std::min(end, border);
            span.units = done - span.unit;
            if (marked && qAlpha(span.background))
                span.text = 0; // it was made for that ground
            if (marked)
                span.background = background;
            if (marked || isColored)
                spans.push_back(span);
        }
    };
    bool any = false;
    for (; mark != marks.end() && mark->begin() < row.end(); ++mark) {
        const RowSelection in = RowSelection::of(row, {mark->begin(), mark->end()});
        goOn(in.unit, false);
        goOn(in.unitEnd, true);
        any = true;
    }
    if (!any)
        return {};
    goOn(static_cast<std::uint32_t>(row.unitEnd()), false);
    return spans;
}

std::vector<TextPart> splitIntoParts(const TextRow& row, std::span<const TextStyleSpan> colors,
    const TextInk& plain, const RowSelection& selection, QRgb selected)
{
    std::vector<TextPart> parts;
    const auto end = static_cast<std::uint32_t>(row.unitEnd());
    auto done = static_cast<std::uint32_t>(row.unit());
    auto span = std::ranges::upper_bound(colors, done, {}, &TextStyleSpan::unitEnd);
    for (; span != colors.end() && span->unit < end; ++span) {
        const std::uint32_t from = std::max(span->unit, done);
        const std::uint32_t to = std::min(span->unitEnd(), end);
        append(parts, {.ink = plain}, plain, done, from, selection, selected);
        append(parts, partOf(*span, plain), plain, from, to, selection, selected);
        done = to;
    }
    append(parts, {.ink = plain}, plain, done, end, selection, selected);
    return parts;
}

} // namespace megascope
