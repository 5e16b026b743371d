// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextColors.h"

#include <algorithm>

namespace megascope {

TextColors::TextColors(DocumentSession& session)
    : m_session(session)
    , m_syntax(session)
{
    connect(&m_syntax, &TextSyntax::colorsChanged, this, &TextColors::colorsChanged);
    connect(&m_highlights, &TextHighlights::highlightsChanged, this, &TextColors::colorsChanged);
}

void TextColors::setStyle(const ViewStyle& style)
{
    m_text = style.text.rgb();
    m_sequences.setColors(AnsiColors(style.text.rgb(), style.background.rgb()));
}

void TextColors::setSequencesColored(bool colored)
{
    m_sequencesColored = colored;
}

void TextColors::documentChanged()
{
    m_syntax.documentChanged();
    m_sequences.reset();
    m_highlights.documentChanged();
}

void TextColors::documentEdited(std::span<const Change> changes)
{
    m_syntax.documentEdited(changes);
    m_sequences.reset();
    m_highlights.documentChanged();
}

void TextColors::readAgain()
{
    m_syntax.readAgain();
    m_sequences.reset();
    m_highlights.documentChanged();
}

TextColors::Frame TextColors::colors(const TextRows& rows, const TextModel& model)
{
    const std::span<const std::span<const TextStyleSpan>> syntax = m_syntax.colors(rows, model);
    if (!m_sequencesColored && m_highlights.isEmpty())
        return {syntax, {}};
    const std::size_t count = model.rows().size();
    m_spans.assign(count, {});
    m_colors.assign(count, {});
    m_grounds.assign(count, 0);
    std::vector<std::vector<TextStyleSpan>> sequences;
    if (m_sequencesColored)
        sequences = m_sequences.colors(rows, m_session.textFormat().encoding, model.rows());
    m_highlights.want(rows, model);
    for (std::size_t row = 0; row < count; ++row) {
        std::span<const TextStyleSpan> lower;
        if (row < syntax.size())
            lower = syntax[row];
        std::vector<TextStyleSpan> both;
        if (row < sequences.size() && !sequences[row].empty()) {
            both = overlaid(lower, sequences[row]);
            lower = both;
        }
        if (const RowHighlights* const highlights = m_highlights.of(model.rows()[row])) {
            m_grounds[row] = highlights->ground;
            m_spans[row] = highlighted(lower, *highlights, m_text);
        } else {
            m_spans[row].assign(lower.begin(), lower.end());
        }
        m_colors[row] = m_spans[row];
    }
    return {m_colors, m_grounds};
}

} // namespace megascope
