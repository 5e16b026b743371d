// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/AnsiColorizer.h"

#include "core/text/TextDecoder.h"
#include "ui/model/SequenceCuts.h"

#include <algorithm>

namespace megascope {

namespace {

ByteOffset blockBegin(ByteOffset offset)
{
    return ByteOffset(offset.value() / AnsiColorizer::block.value() * AnsiColorizer::block.value());
}

// Applies all sequences that end within these bytes.
void applyAll(AnsiStyle& style, std::span<const std::byte> bytes)
{
    AnsiReader reader;
    for (auto at = bytes.begin(); at != bytes.end();) {
        at = std::ranges::find(at, bytes.end(), std::byte(AnsiReader::escape));
        if (at == bytes.end())
            return;
        const std::size_t size = reader.read(std::span(at, bytes.end()));
        if (size > 0 && reader.setsStyle())
            style.apply(reader.parameters());
        at += static_cast<std::ptrdiff_t>(std::max<std::size_t>(size, 1));
    }
}

void applyAll(AnsiStyle& style, std::span<const Character> characters)
{
    AnsiReader reader;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (characters[i].codePoint != AnsiReader::escape)
            continue;
        const std::size_t count
            = reader.read(characters.size() - i, [&](std::size_t n) { return characters[i + n].codePoint; });
        if (count > 0 && reader.setsStyle())
            style.apply(reader.parameters());
        i += std::max<std::size_t>(count, 1) - 1;
    }
}

} // namespace

AnsiStyle AnsiColorizer::styleBefore(const TextRows& rows, Encoding encoding, const TextRow& row) const
{
    const ByteOffset end = row.segment().segment.range.begin();
    const ByteOffset begin = std::max(blockBegin(end) - reach, ByteOffset(0)); // a multiple of any code unit
    std::vector<std::byte> bytes(static_cast<std::size_t>((end - begin).value()));
    (void)rows.snapshot().read(begin, bytes); // what is missing is zero, and of no sequence
    AnsiStyle style;
    if (isAsciiItself(encoding)) {
        applyAll(style, bytes);
    } else {
        std::vector<Character> characters;
        TextDecoder(encoding).decode(bytes, characters);
        applyAll(style, characters);
    }
    return style;
}

std::vector<std::vector<TextStyleSpan>> AnsiColorizer::colors(
    const TextRows& rows, Encoding encoding, std::span<const TextRow> visible)
{
    std::vector<std::vector<TextStyleSpan>> all;
    all.reserve(visible.size());
    AnsiStyle style;
    ByteOffset before;
    ByteOffset end; // of that segment
    for (const TextRow& row : visible) {
        const ByteOffset begin = row.segment().segment.range.begin();
        if (!all.empty() && begin == before) { // another row of the same segment
            all.push_back(all.back());
            continue;
        }
        if (all.empty() && m_known && m_known->first == begin)
            style = m_known->second;
        else if (all.empty() || begin != end || blockBegin(begin) != blockBegin(before))
            style = styleBefore(rows, encoding, row);
        if (all.empty())
            m_known = {begin, style};
        before = begin;
        end = row.segment().segment.range.end();
        all.push_back(pass(row.segment(), style));
    }
    return all;
}

std::vector<TextStyleSpan> AnsiColorizer::pass(const TextSegment& segment, AnsiStyle& style) const
{
    std::vector<TextStyleSpan> spans;
    std::uint32_t done = 0;
    const auto goOn = [&](std::uint32_t unit) {
        if (unit > done && style != AnsiStyle()) {
            TextStyleSpan span = m_colors.spanOf(style);
            span.unit = done;
            span.units = unit - done;
            spans.push_back(span);
        }
        done = unit;
    };
    for (const HiddenPart& part : segment.hidden) {
        if (!part.setsStyle)
            continue;
        goOn(part.unit);
        style.apply(std::span(segment.parameters).subspan(part.firstParameter, part.parameters));
    }
    goOn(static_cast<std::uint32_t>(segment.text.size()));
    return spans;
}

} // namespace megascope
