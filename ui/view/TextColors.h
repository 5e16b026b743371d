// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/AnsiColorizer.h"
#include "ui/view/TextHighlights.h"
#include "ui/view/TextSyntax.h"
#include "ui/view/ViewStyle.h"

namespace megascope {

// All that colours the rows of one text view, one thing over the other: the syntax, what sequences in the
// text say, highlights.
class TextColors final : public QObject {
    Q_OBJECT

public:
    // Borrowed until the next call.
    struct Frame {
        std::span<const std::span<const TextStyleSpan>> colors; // of each row's segment, by row
        std::span<const QRgb> grounds; // of whole rows, by row; transparent: none
    };

    explicit TextColors(DocumentSession& session);

    [[nodiscard]] TextSyntax& syntax() { return m_syntax; }
    [[nodiscard]] TextHighlights& highlights() { return m_highlights; }

    void setStyle(const ViewStyle& style);
    // Whether sequences colour the text; they are hidden then.
    void setSequencesColored(bool colored);

    // See TextSyntax.
    void documentChanged();
    void documentEdited(std::span<const Change> changes);
    void readAgain();
    [[nodiscard]] Frame colors(const TextRows& rows, const TextModel& model);

signals:
    void colorsChanged();

private:
    DocumentSession& m_session;
    TextSyntax m_syntax;
    AnsiColorizer m_sequences;
    TextHighlights m_highlights;
    bool m_sequencesColored = false;
    QRgb m_text = 0; // of what has no other colour

    // Of the last frame.
    std::vector<std::vector<TextStyleSpan>> m_spans;
    std::vector<std::span<const TextStyleSpan>> m_colors;
    std::vector<QRgb> m_grounds;
};

} // namespace megascope
