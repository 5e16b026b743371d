// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/ScrollTicks.h"

#include "ui/view/DocumentView.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionSlider>

namespace megascope {

namespace {

constexpr int tickWidth = 4; // logical pixels
constexpr int tickHeight = 2;

} // namespace

ScrollTicks::ScrollTicks(DocumentView& view)
    : QWidget(view.verticalScrollBar())
    , m_view(view)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    parentWidget()->installEventFilter(this);
    resize(parentWidget()->size());
    connect(&view.session(), &DocumentSession::snapshotChanged, this, qOverload<>(&QWidget::update));
    connect(&view.session().editor(), &DocumentEditor::stateChanged, this, qOverload<>(&QWidget::update));
}

bool ScrollTicks::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        resize(parentWidget()->size());
    return QWidget::eventFilter(watched, event);
}

// As many ticks as the bar has room for, however many changes there are.
void ScrollTicks::paintEvent(QPaintEvent* /*event*/)
{
    const std::span<const ByteRange> changes = m_view.session().changes().all();
    const double size = double(m_view.session().size().value());
    if (changes.empty() || size <= 0)
        return;
    QPainter painter(this);
    const QScrollBar* bar = m_view.verticalScrollBar();
    QStyleOptionSlider option;
    option.initFrom(bar);
    option.orientation = Qt::Vertical;
    const QRect groove
        = bar->style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, bar);
    const double room = groove.height() - tickHeight;
    const int left = width() - tickWidth;
    int done = -1;
    for (const ByteRange& change : changes) {
        const int top = static_cast<int>(double(change.begin().value()) / size * room) + groove.top();
        const int end
            = static_cast<int>(double(change.end().value()) / size * room) + groove.top() + tickHeight;
        if (end <= done)
            continue;
        const int from = std::max(top, done);
        painter.fillRect(left, from, tickWidth, end - from, m_view.viewStyle().changed);
        done = end;
    }
}

} // namespace megascope
