// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HexPage.h"

#include "core/text/TextDecoder.h"

#include <QChar>

#include <algorithm>

namespace megascope {

namespace {

// Read in front of a page to find where its first character begins. Encodings that can only be told from
// further back than that (GB18030 without a line end) may be off by one character in the first row.
constexpr ByteCount context = ByteCount(256);

bool hasShape(char32_t codePoint)
{
    switch (QChar::category(codePoint)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return false;
    default:
        return true;
    }
}

HexCell::Kind kindOf(const Character& character)
{
    if (!character.valid)
        return HexCell::Kind::Invalid;
    const bool visible
        = character.codePoint < 0x7f ? character.codePoint >= 0x20 : hasShape(character.codePoint);
    return visible ? HexCell::Kind::Visible : HexCell::Kind::Control;
}

} // namespace

HexPage HexPage::read(const Snapshot& snapshot, const ByteRange& range, Encoding encoding)
{
    const ByteRange wanted = range.intersected(snapshot.all());
    HexPage page;
    page.m_begin = wanted.begin();
    if (wanted.empty())
        return page;

    const ByteCount before = std::min(context, wanted.begin() - ByteOffset(0));
    const ByteCount behind
        = std::min(ByteCount(encoding.maxCharacterSize() - 1), snapshot.end() - wanted.end());
    const ByteOffset begin = wanted.begin() - before;
    std::vector<std::byte> bytes(static_cast<std::size_t>((before + wanted.count() + behind).value()));
    const Gaps gaps = snapshot.read(begin, bytes);

    const auto first = static_cast<std::size_t>(before.value());
    page.takeBytes(std::span(bytes).subspan(first, static_cast<std::size_t>(wanted.count().value())));
    page.takeCharacters(bytes, begin, encoding);
    page.takeGaps(gaps);
    return page;
}

void HexPage::takeBytes(std::span<const std::byte> bytes)
{
    m_cells.resize(bytes.size());
    std::ranges::transform(bytes, m_cells.begin(),
        [](std::byte byte) { return HexCell{.byte = std::to_integer<std::uint8_t>(byte)}; });
}

void HexPage::takeCharacters(std::span<const std::byte> bytes, ByteOffset bytesBegin, Encoding encoding)
{
    const auto pageBegin = static_cast<std::size_t>((m_begin - bytesBegin).value());
    const std::size_t start = characterBegin(encoding, bytes, pageBegin, bytesBegin.value());
    std::vector<Character> characters;
    characters.reserve(m_cells.size() + pageBegin - start);
    TextDecoder(encoding).decode(bytes.subspan(start), characters);

    const auto pageEnd = pageBegin + m_cells.size();
    for (const Character& character : characters) {
        // Bytes that spell two code points show the first one.
        const std::size_t begin = start + character.begin;
        for (std::size_t i = std::max(begin, pageBegin); i < std::min(begin + character.size, pageEnd); ++i) {
            HexCell& cell = m_cells[i - pageBegin];
            if (i == begin) {
                cell.kind = kindOf(character);
                cell.span = character.size;
                cell.codePoint = character.codePoint;
            } else {
                cell.kind = character.valid ? HexCell::Kind::Continued : HexCell::Kind::Invalid;
            }
        }
    }
}

void HexPage::takeGaps(const Gaps& gaps)
{
    for (const Gap& gap : gaps) {
        const ByteRange part = gap.range.intersected(range());
        const auto state = gap.cause == Gap::Cause::Failed ? HexCell::State::Failed : HexCell::State::PastEnd;
        const auto begin = m_cells.begin() + (part.begin() - m_begin).value();
        std::fill_n(begin, part.count().value(), HexCell{.state = state});
    }
}

std::span<const HexCell> HexPage::cells(const ByteRange& wanted) const
{
    const ByteRange part = wanted.intersected(range());
    return std::span(m_cells).subspan(static_cast<std::size_t>((part.begin() - m_begin).value()),
        static_cast<std::size_t>(part.count().value()));
}

const HexCell* HexPage::cellAt(ByteOffset offset) const
{
    return range().contains(offset) ? &m_cells[static_cast<std::size_t>((offset - m_begin).value())]
                                    : nullptr;
}

} // namespace megascope
