// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HexPage.h"

#include "core/file/ReadPatience.h"
#include "core/text/TextDecoder.h"

#include <QChar>

#include <algorithm>

namespace megascope {

namespace {

// Read in front of a page to find where its first character begins. Encodings that can only be told from
// further back than that (GB18030 without a line end) may be off by one character in the first row.
constexpr ByteCount context = ByteCount(256);

// Bytes; no file system leaves out less, nor begins a hole at another multiple.
constexpr std::ptrdiff_t smallestHole = 512;

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

HexCell::State stateOf(Gap::Cause cause)
{
    switch (cause) {
    case Gap::Cause::Failed:
        return HexCell::State::Failed;
    case Gap::Cause::Pending:
        return HexCell::State::Pending;
    case Gap::Cause::PastEnd:
        break;
    }
    return HexCell::State::PastEnd;
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
    const MissedReads missed;
    const Gaps gaps = snapshot.read(begin, bytes);
    page.m_isLacking = missed.any();

    const auto first = static_cast<std::size_t>(before.value());
    page.takeBytes(std::span(bytes).subspan(first, static_cast<std::size_t>(wanted.count().value())));
    page.takeCharacters(bytes, begin, encoding);
    page.takeGaps(gaps);
    page.takeHoles(snapshot);
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
        const auto state = stateOf(gap.cause);
        const auto begin = m_cells.begin() + (part.begin() - m_begin).value();
        std::fill_n(begin, part.count().value(), HexCell{.state = state});
    }
}

// A hole reads as zeros; so where there are none, nobody is asked. Nor is it for less of them than any file
// system leaves out, unless the page begins or ends with them.
void HexPage::takeHoles(const Snapshot& snapshot)
{
    const auto isZero
        = [](const HexCell& cell) { return cell.byte == 0 && cell.state == HexCell::State::Present; };
    for (auto end = m_cells.begin(); end != m_cells.end();) {
        const auto begin = std::find_if(end, m_cells.end(), isZero);
        end = std::find_if_not(begin, m_cells.end(), isZero);
        const bool isInside = begin != m_cells.begin() && end != m_cells.end();
        if (begin == end || (isInside && end - begin < smallestHole))
            continue;
        takeHolesOf(snapshot, begin - m_cells.begin(), end - m_cells.begin());
    }
}

void HexPage::takeHolesOf(const Snapshot& snapshot, std::ptrdiff_t begin, std::ptrdiff_t end)
{
    for (std::ptrdiff_t at = begin; at < end;) {
        const ByteOffset place = m_begin + ByteCount(at);
        const std::optional<ByteRange> hole = snapshot.holeAt(place);
        const std::ptrdiff_t next = hole
            ? std::min(
                  end, at + static_cast<std::ptrdiff_t>(std::min(hole->count(), range().count()).value()))
            : std::min(end, at + smallestHole - static_cast<std::ptrdiff_t>(place.value() % smallestHole));
        if (hole) {
            for (HexCell& cell : std::span(m_cells.begin() + at, m_cells.begin() + next))
                cell.kind = HexCell::Kind::Hole;
        }
        at = next;
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
