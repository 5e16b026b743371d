// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/RuleSample.h"

#include "core/document/Document.h"

#include <QTextCharFormat>

#include <array>

namespace megascope {

RuleSample::RuleSample(QTextDocument* document, const HighlightPalette& palette)
    : QSyntaxHighlighter(document)
{
    m_highlighter.setPalette(palette);
}

void RuleSample::setSet(const HighlighterSet& set)
{
    const std::array sets{std::make_shared<const HighlighterSet>(set)};
    m_highlighter.setSets(sets);
    rehighlight();
}

void RuleSample::highlightBlock(const QString& text)
{
    if (text.isEmpty())
        return;
    const QByteArray utf8 = text.toUtf8();
    Document document;
    (void)document.replace(
        {}, std::as_bytes(std::span(utf8.constData(), static_cast<std::size_t>(utf8.size()))));
    const TextRows rows(document.snapshot(), TextFormat{}, {});
    const RowHighlights& highlights = m_highlighter.highlightsOf(rows.at(ByteOffset(0)), rows);
    for (const TextStyleSpan& span : highlights.spans) {
        QTextCharFormat format;
        if (qAlpha(span.text))
            format.setForeground(QColor::fromRgb(span.text));
        if (qAlpha(span.background))
            format.setBackground(QColor::fromRgb(span.background));
        format.setFontWeight(span.bold ? QFont::Bold : QFont::Normal);
        format.setFontItalic(span.italic);
        setFormat(static_cast<int>(span.unit), static_cast<int>(span.units), format);
    }
}

} // namespace megascope
