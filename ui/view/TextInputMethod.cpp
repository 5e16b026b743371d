// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextInputMethod.h"

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextCharFormat>

#include <algorithm>
#include <cmath>

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

void TextComposition::take(const QInputMethodEvent& event)
{
    m_text = event.preeditString();
    m_attributes = event.attributes();
    m_cursor = static_cast<int>(m_text.size());
    for (const QInputMethodEvent::Attribute& attribute : m_attributes) {
        if (attribute.type == QInputMethodEvent::Cursor)
            m_cursor = attribute.length > 0 ? std::clamp(attribute.start, 0, int(m_text.size())) : -1;
    }
}

QRect TextComposition::cursorRectangle(const QRect& cursor, const QFont& font) const
{
    const double x = QFontMetricsF(font).horizontalAdvance(m_text.left(std::max(m_cursor, 0)));
    return cursor.translated(static_cast<int>(std::round(x)), 0);
}

void TextComposition::paint(QPainter& painter, const QRect& cursor, const QRect& view, const QFont& font,
    const QColor& ink, const QColor& ground) const
{
    if (isEmpty() || cursor.isEmpty())
        return;
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(m_text);
    // At the right edge it moves to the left, so that all of it is seen.
    const double left = std::max(std::min<double>(cursor.left(), view.right() - width), double(view.left()));
    const QRectF box(left, cursor.top(), width, cursor.height());
    painter.save();
    painter.setFont(font);
    painter.fillRect(box, ground);
    for (const QInputMethodEvent::Attribute& attribute : m_attributes) {
        const auto format = attribute.type == QInputMethodEvent::TextFormat
            ? qvariant_cast<QTextFormat>(attribute.value).toCharFormat()
            : QTextCharFormat();
        if (format.background().style() == Qt::NoBrush || attribute.length <= 0)
            continue;
        const double from = metrics.horizontalAdvance(m_text.left(attribute.start));
        const double to = metrics.horizontalAdvance(m_text.left(attribute.start + attribute.length));
        painter.fillRect(QRectF(left + from, box.top(), to - from, box.height()), format.background());
    }
    painter.setPen(ink);
    painter.drawText(
        QPointF(left, box.top() + (box.height() - metrics.height()) / 2 + metrics.ascent()), m_text);
    painter.fillRect(QRectF(left, box.bottom() - 2, width, 1), ink);
    if (m_cursor >= 0)
        painter.fillRect(
            QRectF(left + metrics.horizontalAdvance(m_text.left(m_cursor)), box.top(), 1, box.height()), ink);
    painter.restore();
}

} // namespace megascope
