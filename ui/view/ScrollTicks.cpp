// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/ScrollTicks.h"

#include "ui/session/Bookmarks.h"
#include "ui/session/DocumentFinder.h"
#include "ui/view/DocumentView.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionSlider>

#include <algorithm>
#include <chrono>

namespace megascope {

namespace {

using namespace std::chrono_literals;

constexpr int tickWidth = 4; // logical pixels
constexpr int tickHeight = 2;

// While matches come in.
constexpr auto growthInterval = 200ms;

} // namespace

ScrollTicks::ScrollTicks(DocumentView& view)
    : QWidget(view.verticalScrollBar())
    , m_view(view)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    parentWidget()->installEventFilter(this);
    resize(parentWidget()->size());
    m_delay.setSingleShot(true);
    m_delay.setInterval(growthInterval);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_matchesOld = true;
        update();
    });
    connect(&view.session(), &DocumentSession::snapshotChanged, this, qOverload<>(&QWidget::update));
    connect(&view.session().editor(), &DocumentEditor::stateChanged, this, qOverload<>(&QWidget::update));
}

void ScrollTicks::follow(const DocumentFinder* finder)
{
    m_matchesOld = true;
    if (finder)
        connect(finder, &DocumentFinder::matchesChanged, this, [this] {
            if (!m_delay.isActive())
                m_delay.start();
        });
}

bool ScrollTicks::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        resize(parentWidget()->size());
    return QWidget::eventFilter(watched, event);
}

QRect ScrollTicks::groove() const
{
    const QScrollBar* bar = m_view.verticalScrollBar();
    QStyleOptionSlider option;
    option.initFrom(bar);
    option.orientation = Qt::Vertical;
    return bar->style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, bar);
}

void ScrollTicks::paintEvent(QPaintEvent* /*event*/)
{
    if (m_view.session().size() == ByteCount(0))
        return;
    QPainter painter(this);
    const QRect groove = this->groove();
    paintMatches(painter, groove);
    paintChanges(painter, groove);
    paintBookmarks(painter, groove);
}

void ScrollTicks::paintBookmarks(QPainter& painter, const QRect& groove) const
{
    if (!m_view.bookmarks())
        return;
    const double size = double(m_view.session().size().value());
    for (const ByteOffset place : m_view.bookmarks()->all()) {
        const double share = double(place.value()) / size;
        const int top = static_cast<int>(share * (groove.height() - tickHeight)) + groove.top();
        painter.fillRect(0, top, width(), tickHeight, m_view.viewStyle().bookmark);
    }
}

// As many ticks as the bar has room for, however many changes there are.
void ScrollTicks::paintChanges(QPainter& painter, const QRect& groove) const
{
    const std::span<const ByteRange> changes = m_view.session().changes().all();
    const double size = double(m_view.session().size().value());
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

void ScrollTicks::paintMatches(QPainter& painter, const QRect& groove)
{
    const int rows = std::max(groove.height() - tickHeight, 1);
    if (m_matchesOld || m_matches.size() != static_cast<std::size_t>(rows))
        findMatches(rows);
    for (int row = 0; row < rows; ++row) {
        if (m_matches[static_cast<std::size_t>(row)])
            painter.fillRect(0, groove.top() + row, tickWidth, tickHeight, m_view.viewStyle().matchTick);
    }
}

void ScrollTicks::findMatches(int rows)
{
    m_matchesOld = false;
    m_matches.assign(static_cast<std::size_t>(rows), false);
    const DocumentFinder* finder = m_view.finder();
    const FoundMatches* matches = finder && finder->isShown() ? finder->matches().get() : nullptr;
    if (!matches || matches->stored() == 0)
        return;
    const ByteOffset end = m_view.session().snapshot().end();
    const auto begin = [&](int row) {
        return std::min(end, ByteOffset(static_cast<std::int64_t>(double(end.value()) / rows * row)));
    };
    for (int row = 0; row < rows; ++row)
        m_matches[static_cast<std::size_t>(row)]
            = matches->hasBegin({begin(row), row + 1 < rows ? begin(row + 1) : end});
}

} // namespace megascope
