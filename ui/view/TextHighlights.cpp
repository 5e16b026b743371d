// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextHighlights.h"

#include "ui/model/ColorContrast.h"

#include <QTimerEvent>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Of a frame of 16 ms; and between two events.
constexpr RowHighlighter::Clock::duration highlightFrameShare = 4ms;
constexpr RowHighlighter::Clock::duration highlightIdleSlice = 6ms;

} // namespace

void TextHighlights::setSets(std::span<const std::shared_ptr<const HighlighterSet>> sets)
{
    m_highlighter.setSets(sets);
    emit highlightsChanged();
}

void TextHighlights::setPalette(const HighlightPalette& palette)
{
    m_highlighter.setPalette(palette);
    emit highlightsChanged();
}

void TextHighlights::documentChanged()
{
    m_rows = nullptr;
    m_wanted.clear();
    m_idle.stop();
}

void TextHighlights::want(const TextRows& rows, const TextModel& model)
{
    if (isEmpty())
        return;
    m_rows = &rows;
    m_wanted = model.rows();
    if (work(highlightFrameShare))
        m_idle.stop();
    else
        m_idle.start(0, this);
}

bool TextHighlights::work(RowHighlighter::Clock::duration time)
{
    const bool done = m_highlighter.want(*m_rows, m_wanted, RowHighlighter::Clock::now() + time);
    for (const std::string& pattern : m_highlighter.takeDropped()) {
        // Not from inside a paint: whoever hears it may change the view.
        QMetaObject::invokeMethod(
            this, [this, pattern] { emit ruleDropped(QString::fromStdString(pattern)); },
            Qt::QueuedConnection);
    }
    return done;
}

void TextHighlights::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_idle.timerId())
        return QObject::timerEvent(event);
    if (!m_rows || work(highlightIdleSlice))
        m_idle.stop();
    emit highlightsChanged();
}

std::vector<TextStyleSpan> highlighted(
    std::span<const TextStyleSpan> lower, const RowHighlights& highlights, QRgb text)
{
    std::vector<TextStyleSpan> spans = overlaid(lower, highlights.spans);
    auto upper = highlights.spans.begin();
    for (TextStyleSpan& span : spans) {
        while (upper != highlights.spans.end() && upper->unitEnd() <= span.unit)
            ++upper;
        if (upper == highlights.spans.end())
            break;
        if (upper->unit <= span.unit && qAlpha(upper->background) && !qAlpha(upper->text))
            span.text = readableOn(qAlpha(span.text) ? span.text : text, upper->background);
    }
    return spans;
}

} // namespace megascope
