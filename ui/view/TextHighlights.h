// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/RowHighlighter.h"
#include "ui/model/TextModel.h"

#include <QBasicTimer>
#include <QObject>

namespace megascope {

// The highlights of one text view: worked on in the frame as far as its time allows, else when nothing else
// is to be done. Does nothing until there are sets.
class TextHighlights final : public QObject {
    Q_OBJECT

public:
    void setSets(std::span<const std::shared_ptr<const HighlighterSet>> sets);
    void setPalette(const HighlightPalette& palette);
    [[nodiscard]] bool isEmpty() const { return m_highlighter.isEmpty(); }
    // The rows that were wanted go.
    void documentChanged();

    // These rows are shown now.
    void want(const TextRows& rows, const TextModel& model);
    // Null: nothing (yet). Valid until the next call of a function that is not const.
    [[nodiscard]] const RowHighlights* of(const TextRow& row) const { return m_highlighter.known(row); }

signals:
    // Highlights of visible rows came or changed.
    void highlightsChanged();
    // A rule with this pattern took too long, and says nothing from now on.
    void ruleDropped(const QString& pattern);

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    [[nodiscard]] bool work(RowHighlighter::Clock::duration time);

    RowHighlighter m_highlighter;
    const TextRows* m_rows = nullptr; // of the last frame; null after documentChanged()
    std::vector<TextRow> m_wanted;
    QBasicTimer m_idle; // runs while there is work to do
};

// Highlights over other colours of the same text. Letters whose colour is not that of the rule that gave them
// their ground are made readable on it; `text` is that of what has no other colour.
[[nodiscard]] std::vector<TextStyleSpan> highlighted(
    std::span<const TextStyleSpan> lower, const RowHighlights& highlights, QRgb text);

} // namespace megascope
