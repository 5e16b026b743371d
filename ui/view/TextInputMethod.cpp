// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextInputMethod.h"

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"

#include <algorithm>

namespace megascope {

namespace {

constexpr ByteCount reach = kibibytes(2);

} // namespace

TextSurroundings::TextSurroundings(
    const Snapshot& snapshot, const TextFormat& format, const Selection& selection)
{
    const LineScanner scanner(snapshot, format.encoding, format.newline);
    const ByteOffset cursor = std::min(selection.cursor, snapshot.end());
    const ByteOffset nearest = cursor - std::min(reach, cursor - ByteOffset(0));
    const ByteOffset textBegin = megascope::textBegin(snapshot, format.encoding);
    const ByteOffset begin = std::max(scanner.lineBegin(cursor, reach).value_or(nearest), textBegin);
    const ByteOffset end
        = scanner.lineEnd(cursor, reach).value_or(cursor + std::min(reach, snapshot.end() - cursor));
    std::vector<std::byte> bytes(static_cast<std::size_t>((end - begin).value()));
    (void)snapshot.read(begin, bytes);
    std::vector<Character> characters;
    // A character that is cut off at the begin comes out as bytes that spell nothing.
    TextDecoder(format.encoding).decode(bytes, characters);
    for (const Character& character : characters) {
        m_text += character.valid ? QString(QChar::fromUcs4(character.codePoint))
                                  : QString(QChar::ReplacementCharacter);
        m_offsets.resize(static_cast<std::size_t>(m_text.size()), begin + ByteCount(character.begin));
    }
    m_offsets.push_back(end);
    m_cursor = unitOf(cursor);
    m_anchor = unitOf(std::clamp(selection.anchor, begin, end));
}

int TextSurroundings::unitOf(ByteOffset offset) const
{
    return static_cast<int>(std::ranges::lower_bound(m_offsets, offset) - m_offsets.begin());
}

QString TextSurroundings::selected() const
{
    return m_text.mid(std::min(m_anchor, m_cursor), std::abs(m_anchor - m_cursor));
}

ByteRange TextSurroundings::bytesFrom(int start, int length) const
{
    const int last = static_cast<int>(m_offsets.size()) - 1;
    const int from = std::clamp(m_cursor + start, 0, last);
    const int to = std::clamp(from + length, from, last);
    return {m_offsets[static_cast<std::size_t>(from)], m_offsets[static_cast<std::size_t>(to)]};
}

} // namespace megascope
