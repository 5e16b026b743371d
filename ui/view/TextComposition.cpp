// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextComposition.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace megascope {

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

void TextComposition::layOut(QTextLayout& layout) const
{
    QList<QTextLayout::FormatRange> formats;
    for (const QInputMethodEvent::Attribute& attribute : m_attributes) {
        if (attribute.type == QInputMethodEvent::TextFormat && attribute.length > 0)
            formats.append({attribute.start, attribute.length,
                qvariant_cast<QTextFormat>(attribute.value).toCharFormat()});
    }
    if (formats.isEmpty()) {
        QTextCharFormat underlined;
        underlined.setFontUnderline(true);
        formats.append({0, static_cast<int>(m_text.size()), underlined});
    }
    layout.setFormats(formats);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
}

TextComposition::Place TextComposition::placeAt(int cursorX, const TextGeometry& geometry) const
{
    const TextMetrics& metrics = geometry.metrics();
    QTextLayout layout(m_text, geometry.font());
    layOut(layout);
    const QTextLine line = layout.lineAt(0);
    const auto device = [&](double x) { return static_cast<int>(std::ceil(x * metrics.devicePixelRatio)); };
    Place place{.left = cursorX, .width = device(line.horizontalAdvance()), .cursor = {}};
    const int seen = geometry.width() - metrics.cellWidth / 2 - place.width;
    place.left = std::max(std::min(cursorX, seen), geometry.gutterWidth());
    if (m_cursor >= 0)
        place.cursor = place.left + device(line.cursorToX(m_cursor));
    return place;
}

void TextComposition::paint(QPainter& painter, const QFont& font, double left, double baseline) const
{
    QTextLayout layout(m_text, font);
    layOut(layout);
    layout.draw(&painter, {left, baseline - layout.lineAt(0).ascent()});
}

} // namespace megascope
