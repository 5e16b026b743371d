// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/TimeHistogram.h"

#include "core/text/TimeQuery.h"
#include "ui/session/DocumentHistogram.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/FoundMatches.h"

#include <KFormat>
#include <KLocalizedString>

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

constexpr qreal plotMargin = 6; // logical pixels
constexpr qreal leastBar = 1.5; // of a bucket that is not empty
constexpr double zoomStep = 0.7;
constexpr qreal leastFrame = 4;

QColor mixed(const QColor& a, const QColor& b, qreal share)
{
    const auto part = [share](int x, int y) { return qRound(x + (y - x) * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

} // namespace

TimeHistogram::TimeHistogram(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Lines over time"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize TimeHistogram::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 80, fontMetrics().lineSpacing() * 7};
}

QSize TimeHistogram::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, fontMetrics().lineSpacing() * 3};
}

void TimeHistogram::setHistogram(DocumentHistogram* histogram)
{
    m_histogram = histogram;
    m_matches.reset();
    if (histogram)
        connect(histogram, &DocumentHistogram::changed, this, &TimeHistogram::takeHistogram);
    takeHistogram();
}

void TimeHistogram::takeHistogram()
{
    m_current.reset();
    countMatches();
    const QString description = buckets() == 0
        ? QString()
        : i18ncp("@info accessible description; two times", "%1 bar, from %2 to %3", "%1 bars, from %2 to %3",
              qlonglong(buckets()),
              QString::fromStdString(timeText(m_histogram->format(), m_histogram->buckets().begin)),
              QString::fromStdString(timeText(m_histogram->format(), m_histogram->buckets().end())));
    setAccessibleDescription(description);
    update();
}

void TimeHistogram::setShownRange(const ByteRange& range)
{
    if (range == m_shown)
        return;
    m_shown = range;
    update();
}

void TimeHistogram::setMatches(const std::shared_ptr<FoundMatches>& matches)
{
    m_matches = matches;
    countMatches();
    update();
}

void TimeHistogram::countMatches()
{
    m_matchCounts.clear();
    if (buckets() == 0 || !m_matches || m_matches->isLost())
        return;
    const std::vector<ByteOffset>& borders = m_histogram->buckets().borders;
    std::int64_t last = m_matches->firstFrom(borders.front());
    for (std::size_t i = 0; i < buckets(); ++i) {
        const std::int64_t next = borders[i + 1] == borders[i] ? last : m_matches->firstFrom(borders[i + 1]);
        m_matchCounts.push_back(next - std::exchange(last, next));
    }
}

std::size_t TimeHistogram::buckets() const
{
    return m_histogram ? m_histogram->buckets().count() : 0;
}

QRectF TimeHistogram::plot() const
{
    return QRectF(rect()).adjusted(
        plotMargin, plotMargin, -plotMargin, -plotMargin / 2 - fontMetrics().lineSpacing());
}

std::optional<std::size_t> TimeHistogram::bucketAt(double x) const
{
    const QRectF plot = this->plot();
    if (buckets() == 0 || plot.width() <= 0)
        return std::nullopt;
    const auto last = static_cast<double>(buckets() - 1);
    const double bucket = std::floor((x - plot.left()) / plot.width() * static_cast<double>(buckets()));
    return static_cast<std::size_t>(std::clamp(bucket, 0.0, last));
}

// Within a bucket as its bytes lie: so what is in sight moves evenly as one scrolls.
double TimeHistogram::xOf(ByteOffset place) const
{
    const QRectF plot = this->plot();
    if (buckets() == 0)
        return plot.left();
    const std::vector<ByteOffset>& borders = m_histogram->buckets().borders;
    const auto next = std::ranges::upper_bound(borders, place);
    if (next == borders.begin())
        return plot.left();
    if (next == borders.end())
        return plot.right();
    const auto bucket = static_cast<double>(next - borders.begin() - 1);
    const ByteOffset begin = *std::prev(next);
    const double share
        = static_cast<double>((place - begin).value()) / static_cast<double>((*next - begin).value());
    return plot.left() + (bucket + share) / static_cast<double>(buckets()) * plot.width();
}

ByteOffset TimeHistogram::placeAt(double x) const
{
    const std::optional<std::size_t> bucket = bucketAt(x);
    if (!bucket)
        return {};
    const QRectF plot = this->plot();
    const std::vector<ByteOffset>& borders = m_histogram->buckets().borders;
    const double width = plot.width() / static_cast<double>(buckets());
    const double share = std::clamp((x - plot.left()) / width - static_cast<double>(*bucket), 0.0, 1.0);
    const ByteCount bytes = borders[*bucket + 1] - borders[*bucket];
    return borders[*bucket]
        + ByteCount(static_cast<std::int64_t>(share * static_cast<double>(bytes.value())));
}

QString TimeHistogram::bucketText(std::size_t bucket) const
{
    const TimestampFormat& format = m_histogram->format();
    const auto text = [&](std::size_t at) {
        return QString::fromStdString(timeText(format, m_histogram->buckets().beginOf(at)));
    };
    const std::int64_t count = m_histogram->counts().at(bucket);
    QString result
        = i18nc("@info:tooltip from one time to another", "%1 – %2", text(bucket), text(bucket + 1)) + u'\n';
    result += m_histogram->countsLines() ? i18ncp("@info:tooltip", "%1 line", "%1 lines", qlonglong(count))
                                         : KFormat().formatByteSize(double(count));
    if (!m_matchCounts.empty())
        result
            += u'\n' + i18ncp("@info:tooltip", "%1 match", "%1 matches", qlonglong(m_matchCounts.at(bucket)));
    return result;
}

bool TimeHistogram::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const std::optional<std::size_t> bucket = bucketAt(help->pos().x()))
        QToolTip::showText(help->globalPos(), bucketText(*bucket), this);
    else
        QToolTip::hideText();
    return true;
}

void TimeHistogram::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const QRectF plot = this->plot();
    if (buckets() == 0) {
        const bool isNone = m_histogram && m_histogram->state() == DocumentHistogram::State::NoTimes;
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
            isNone ? i18nc("@info", "No times were recognised in the lines of this document.")
                   : i18nc("@info", "Looking for times…"));
    } else {
        paintBars(painter, plot);
        paintAxis(painter, plot);
        paintShown(painter, plot);
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        option.rect = rect().adjusted(1, 1, -1, -1);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void TimeHistogram::paintBars(QPainter& painter, const QRectF& plot) const
{
    const QPalette& colors = palette();
    const QColor bar = mixed(colors.color(QPalette::Highlight), colors.color(QPalette::Base), 0.25);
    const QColor current = colors.color(QPalette::Text);
    const bool isDark = colors.color(QPalette::Base).lightnessF() < 0.5;
    const QColor match = isDark ? QColor(0xe8, 0xb4, 0x00) : QColor(0xb0, 0x7a, 0x00);
    const std::vector<std::int64_t>& counts = m_histogram->counts();
    const double most = static_cast<double>(std::max<std::int64_t>(*std::ranges::max_element(counts), 1));
    const double mostMatches = m_matchCounts.empty()
        ? 1
        : static_cast<double>(std::max<std::int64_t>(*std::ranges::max_element(m_matchCounts), 1));
    const double width = plot.width() / static_cast<double>(counts.size());
    const double gap = width > 4 ? 1 : 0;
    const auto fill = [&](std::size_t i, double left, double right, double share, const QColor& color) {
        const double height = std::max(share * plot.height(), leastBar);
        const double x = plot.left() + static_cast<double>(i) * width;
        painter.fillRect(
            QRectF(x + left * width, plot.bottom() - height, (right - left) * width - gap, height), color);
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            fill(i, 0, 1, static_cast<double>(counts[i]) / most, m_current == i ? current : bar);
        // On a scale of their own: they are few.
        if (i < m_matchCounts.size() && m_matchCounts[i] > 0)
            fill(i, 0.25, 0.75, static_cast<double>(m_matchCounts[i]) / mostMatches * 0.6, match);
    }
}

void TimeHistogram::paintAxis(QPainter& painter, const QRectF& plot) const
{
    const TimeBuckets& buckets = m_histogram->buckets();
    const TimestampFormat& format = m_histogram->format();
    const QColor faint = mixed(palette().color(QPalette::Text), palette().color(QPalette::Base), 0.35);
    const int widest = fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000  "));
    const auto labels = std::max<std::int64_t>(static_cast<std::int64_t>(plot.width()) / widest, 2);
    const std::chrono::nanoseconds span = buckets.end() - buckets.begin;
    const std::chrono::nanoseconds step = std::max(bucketStep(span, labels), buckets.step);
    painter.setPen(faint);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    const std::chrono::nanoseconds past = (buckets.begin.time_since_epoch() + format.zone()) % step;
    for (LogTime time = buckets.begin - past; time <= buckets.end(); time += step) {
        if (time < buckets.begin)
            continue;
        const double share
            = std::chrono::duration<double>(time - buckets.begin) / std::chrono::duration<double>(span);
        const double x = plot.left() + share * plot.width();
        const QString text = QString::fromStdString(shortTimeText(format, time, step));
        const int width = fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(x - width / 2.0, plot.left(), plot.right() - width);
        painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 3));
        painter.drawText(QPointF(left, plot.bottom() + 2 + fontMetrics().ascent()), text);
    }
}

void TimeHistogram::paintShown(QPainter& painter, const QRectF& plot) const
{
    double left = xOf(m_shown.begin());
    double right = xOf(m_shown.end());
    if (right - left < leastFrame) {
        left = std::clamp((left + right - leastFrame) / 2, plot.left(), plot.right() - leastFrame);
        right = left + leastFrame;
    }
    const QColor text = palette().color(QPalette::Text);
    const QRectF frame(left, 1.5, right - left, plot.bottom());
    QColor shade = text;
    shade.setAlphaF(0.2F);
    painter.fillRect(frame, shade);
    painter.setPen(text);
    painter.drawRect(frame);
}

void TimeHistogram::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || buckets() == 0)
        return event->ignore();
    m_current.reset();
    emit placeChosen(placeAt(event->position().x()));
}

void TimeHistogram::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && buckets() > 0)
        emit placeChosen(placeAt(event->position().x()));
}

void TimeHistogram::zoom(double x, double factor)
{
    if (buckets() == 0)
        return;
    const QRectF plot = this->plot();
    const TimeBuckets& shown = m_histogram->buckets();
    const double share = std::clamp((x - plot.left()) / std::max(plot.width(), 1.0), 0.0, 1.0);
    const std::chrono::duration<double, std::nano> past = (shown.end() - shown.begin) * share;
    m_histogram->zoom(shown.begin + std::chrono::duration_cast<std::chrono::nanoseconds>(past), factor);
}

void TimeHistogram::wheelEvent(QWheelEvent* event)
{
    m_wheel += event->angleDelta().y() / double(QWheelEvent::DefaultDeltasPerStep);
    const double notches = std::trunc(m_wheel);
    m_wheel -= notches;
    if (notches != 0)
        zoom(event->position().x(), std::pow(zoomStep, notches));
    event->accept();
}

void TimeHistogram::choose(std::size_t bucket)
{
    m_current = bucket;
    setAccessibleDescription(bucketText(bucket));
    QAccessibleEvent told(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&told);
    update();
    emit placeChosen(m_histogram->buckets().borders[bucket]);
}

void TimeHistogram::keyPressEvent(QKeyEvent* event)
{
    if (buckets() == 0)
        return event->ignore();
    const double middle = (xOf(m_shown.begin()) + xOf(m_shown.end())) / 2;
    const std::size_t current = m_current.value_or(bucketAt(middle).value_or(0));
    switch (event->key()) {
    case Qt::Key_Left:
        return choose(current > 0 ? current - 1 : 0);
    case Qt::Key_Right:
        return choose(std::min(current + 1, buckets() - 1));
    case Qt::Key_Home:
        return choose(0);
    case Qt::Key_End:
        return choose(buckets() - 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoom(middle, zoomStep);
    case Qt::Key_Minus:
        return zoom(middle, 1 / zoomStep);
    case Qt::Key_0:
        return m_histogram->showAll();
    default:
        return QWidget::keyPressEvent(event);
    }
}

} // namespace megascope
