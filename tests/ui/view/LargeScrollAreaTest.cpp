// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/LargeScrollArea.h"

#include <QApplication>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <limits>

using namespace megascope;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// So many positions, each of them a row.
class Rows final : public LargeScrollArea {
public:
    std::int64_t maximum = 0;
    std::int64_t page = 40;
    std::int64_t position = 0;

    explicit Rows(std::int64_t last)
        : maximum(last)
    {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        resize(300, 500);
        show();
        verticalPositionChanged();
    }

    VerticalExtent verticalExtent() const override { return {position, maximum, page}; }
    void scrollByRows(std::int64_t rows) override
    {
        const bool overflows = rows > 0 && position > maximum - rows;
        scrollToPosition(overflows ? maximum : position + rows);
    }
    void scrollByPages(int pages) override { scrollByRows(pages * page); }
    void scrollToPosition(std::int64_t wanted) override
    {
        position = std::clamp<std::int64_t>(wanted, 0, maximum);
        verticalPositionChanged();
    }
    double wheelRowHeight() const override { return 20; }
};

void turnWheel(QWidget* widget, const QPoint& angle, const QPoint& pixels = {},
    Qt::ScrollPhase phase = Qt::NoScrollPhase, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    const QPointF center = widget->rect().center();
    QWheelEvent event(
        center, widget->mapToGlobal(center), pixels, angle, Qt::NoButton, modifiers, phase, false);
    QApplication::sendEvent(widget, &event);
}

QRect sliderOf(QScrollBar* bar)
{
    QStyleOptionSlider option;
    option.initFrom(bar);
    option.orientation = Qt::Vertical;
    option.minimum = bar->minimum();
    option.maximum = bar->maximum();
    option.pageStep = bar->pageStep();
    option.singleStep = bar->singleStep();
    option.sliderPosition = bar->sliderPosition();
    option.sliderValue = bar->value();
    option.upsideDown = false;
    return bar->style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, bar);
}

void moveMouse(QScrollBar* bar, const QPoint& to, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QMouseEvent event(QEvent::MouseMove, to, bar->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, modifiers);
    QApplication::sendEvent(bar, &event);
}

} // namespace

class LargeScrollAreaTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QApplication::setWheelScrollLines(3); }

    void theWheelMovesByExactRows_data()
    {
        QTest::addColumn<qint64>("from");
        const qint64 one = 1;
        for (const int power : {10, 31, 32, 53, 62})
            QTest::addRow("2^%d", power) << (one << power);
    }

    void theWheelMovesByExactRows()
    {
        QFETCH(qint64, from);
        Rows rows(largest);
        for (QWidget* widget : {rows.viewport(), static_cast<QWidget*>(rows.verticalScrollBar())}) {
            rows.scrollToPosition(from);
            turnWheel(widget, {0, -120});
            QCOMPARE(rows.position, from + 3);
            turnWheel(widget, {0, 240});
            QCOMPARE(rows.position, from - 3);
        }
    }

    void partsOfANotchAddUp()
    {
        Rows rows(largest);
        rows.scrollToPosition(1'000'000);
        for (int i = 0; i < 80; ++i)
            turnWheel(rows.viewport(), {0, -15});
        QCOMPARE(rows.position, 1'000'000 + 80 * 15 * 3 / 120);
        // What is left of one direction is not owed to the other.
        turnWheel(rows.viewport(), {0, -39});
        turnWheel(rows.viewport(), {0, 40});
        QCOMPARE(rows.position, 1'000'000 + 30 - 1);
    }

    void pixelsOfATouchPadAddUp()
    {
        Rows rows(largest);
        for (int i = 0; i < 50; ++i)
            turnWheel(rows.viewport(), {0, -8}, {0, -4}, Qt::ScrollUpdate);
        QCOMPARE(rows.position, 50 * 4 / 20);
    }

    void barActionsMoveByExactRows()
    {
        Rows rows(largest);
        const std::int64_t from = (std::int64_t{1} << 62) + 1;
        rows.scrollToPosition(from);
        QScrollBar* bar = rows.verticalScrollBar();
        bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        QCOMPARE(rows.position, from + 1);
        bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
        bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
        QCOMPARE(rows.position, from - 1);
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        QCOMPARE(rows.position, from - 1 + 40);
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        QCOMPARE(rows.position, from - 1);
        bar->triggerAction(QAbstractSlider::SliderToMaximum);
        QCOMPARE(rows.position, largest);
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        QCOMPARE(rows.position, largest);
        bar->triggerAction(QAbstractSlider::SliderToMinimum);
        QCOMPARE(rows.position, 0);
    }

    void onlyTheEndsAreShownAsEnds()
    {
        Rows rows(largest);
        QScrollBar* bar = rows.verticalScrollBar();
        QCOMPARE(bar->value(), 0);
        rows.scrollToPosition(1);
        QVERIFY(bar->value() > 0);
        rows.scrollToPosition(largest);
        QCOMPARE(bar->value(), bar->maximum());
        rows.scrollToPosition(largest - 1);
        QVERIFY(bar->value() < bar->maximum());
        rows.scrollToPosition(largest / 2);
        QVERIFY(std::abs(bar->value() - bar->maximum() / 2) <= 1);
        // No page can make the sum of both overflow an int.
        QVERIFY(std::int64_t{bar->maximum()} + bar->pageStep() <= std::numeric_limits<int>::max());
    }

    void smallDocumentsMapOneToOne()
    {
        Rows rows(1000);
        QScrollBar* bar = rows.verticalScrollBar();
        QCOMPARE(bar->maximum(), 1000);
        QCOMPARE(bar->pageStep(), 40);
        for (int value = 0; value <= 1000; ++value) {
            bar->setValue(value);
            QCOMPARE(rows.position, value);
            rows.scrollToPosition(value);
            QCOMPARE(bar->value(), value);
        }
        Rows nothing(0);
        QCOMPARE(nothing.verticalScrollBar()->maximum(), 0);
    }

    void aDragMeetsTheEndsAndItsOrigin()
    {
        Rows rows(largest);
        const std::int64_t origin = (std::int64_t{1} << 61) + 12'345;
        rows.scrollToPosition(origin);
        QScrollBar* bar = rows.verticalScrollBar();
        const int value = bar->value();
        bar->setSliderDown(true);
        std::int64_t before = -1;
        for (int to = 0; to <= bar->maximum(); to += bar->maximum() / 1000) {
            bar->setSliderPosition(to);
            QVERIFY(rows.position > before);
            QCOMPARE(bar->value(), to); // the slider stays under the mouse
            before = rows.position;
        }
        bar->setSliderPosition(bar->maximum());
        QCOMPARE(rows.position, largest);
        bar->setSliderPosition(0);
        QCOMPARE(rows.position, 0);
        bar->setSliderPosition(value);
        QCOMPARE(rows.position, origin);
        bar->setSliderDown(false);
        QCOMPARE(rows.position, origin);
    }

    void theMouseDragsToTheEnds_data()
    {
        QTest::addColumn<qint64>("maximum");
        QTest::newRow("100") << qint64{100};
        QTest::newRow("2^31 + 1") << (qint64{1} << 31) + 1;
        QTest::newRow("2^63 - 1") << qint64{largest};
    }

    void theMouseDragsToTheEnds()
    {
        QFETCH(qint64, maximum);
        Rows rows(maximum);
        QVERIFY(QTest::qWaitForWindowExposed(&rows));
        rows.scrollToPosition(maximum / 3);
        QScrollBar* bar = rows.verticalScrollBar();
        const QPoint grip = sliderOf(bar).center();
        QTest::mousePress(bar, Qt::LeftButton, Qt::NoModifier, grip);
        moveMouse(bar, QPoint(grip.x(), bar->height() + 20));
        QCOMPARE(rows.position, maximum);
        moveMouse(bar, QPoint(grip.x(), -20));
        QCOMPARE(rows.position, 0);
        moveMouse(bar, grip);
        QVERIFY(
            std::abs(rows.position - maximum / 3) <= maximum / (bar->height() / 2)); // pixels are that coarse
        moveMouse(bar, QPoint(bar->width() + 500, grip.y())); // too far aside: the drag is called off
        QCOMPARE(rows.position, maximum / 3);
        moveMouse(bar, QPoint(grip.x(), bar->height() + 20));
        QTest::mouseRelease(bar, Qt::LeftButton, Qt::NoModifier, QPoint(grip.x(), bar->height() + 20));
        QCOMPARE(rows.position, maximum);
        QCOMPARE(bar->value(), bar->maximum());
    }

    void shiftMakesADragFine()
    {
        Rows rows(largest);
        QVERIFY(QTest::qWaitForWindowExposed(&rows));
        rows.scrollToPosition(largest / 2);
        QScrollBar* bar = rows.verticalScrollBar();
        const QPoint grip = sliderOf(bar).center();

        QTest::mousePress(bar, Qt::LeftButton, Qt::NoModifier, grip);
        moveMouse(bar, grip + QPoint(0, 100));
        const std::int64_t below = rows.position;
        moveMouse(bar, grip + QPoint(0, 1));
        const std::int64_t origin = rows.position;
        const std::int64_t coarse = below - origin;
        moveMouse(bar, grip + QPoint(0, 1), Qt::ShiftModifier);
        QCOMPARE(rows.position, origin);
        moveMouse(bar, grip + QPoint(0, 100), Qt::ShiftModifier);
        const std::int64_t fine = rows.position - origin;
        QVERIFY(std::abs(fine - coarse / 256) <= coarse / 256 / 50);
        // Without Shift from here on: no jump, and the end is still in reach.
        moveMouse(bar, grip + QPoint(0, 100));
        QCOMPARE(rows.position - origin, fine);
        moveMouse(bar, QPoint(grip.x(), bar->height() + 20));
        QCOMPARE(rows.position, largest);
        QTest::mouseRelease(bar, Qt::LeftButton, Qt::NoModifier, grip);
    }

    void othersMaySetTheBar()
    {
        Rows rows(largest);
        QScrollBar* bar = rows.verticalScrollBar();
        bar->setValue(bar->maximum());
        QCOMPARE(rows.position, largest);
        bar->setValue(bar->maximum() / 2);
        QVERIFY(std::abs(rows.position - largest / 2) < largest / bar->maximum() * 2);
        bar->setValue(0);
        QCOMPARE(rows.position, 0);
    }

    void aShrinkingDocumentIsNotADrag()
    {
        Rows rows(largest);
        rows.scrollToPosition(largest);
        rows.maximum = 77;
        rows.scrollToPosition(rows.position);
        QCOMPARE(rows.position, 77);
        QCOMPARE(rows.verticalScrollBar()->value(), 77);
        rows.maximum = largest;
        rows.scrollToPosition(rows.position);
        QCOMPARE(rows.position, 77);
    }
};

QTEST_MAIN(LargeScrollAreaTest)
#include "LargeScrollAreaTest.moc"
