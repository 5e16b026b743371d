// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexLayout.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace megascope;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t sevenEiB = std::int64_t{7} << 60;

HexMetrics metricsFor(double devicePixelRatio)
{
    HexMetrics metrics{.devicePixelRatio = devicePixelRatio};
    metrics.cellWidth = metrics.aligned(7.83);
    metrics.rowHeight = std::ceil(17.4 * devicePixelRatio) / devicePixelRatio;
    return metrics;
}

HexLayout layoutFor(
    std::int64_t size, const HexFormat& format = {.bytesPerRow = 16}, const QSizeF& viewport = {1000, 600})
{
    return {HexMetrics{}, format, ByteCount(size), viewport};
}

bool isWhole(double length)
{
    return std::abs(length - std::round(length)) < 1e-6;
}

} // namespace

class HexLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void bytesPerRowFitTheWidth()
    {
        for (const int group : {1, 2, 4, 8}) {
            int before = 0;
            for (int width = 0; width < 9500; width += 7) {
                const HexLayout layout = layoutFor(1 << 20, {.groupSize = group}, QSizeF(width, 400));
                const int bytes = layout.grid().bytesPerRow();
                QCOMPARE(bytes % group, 0);
                QVERIFY(bytes >= before); // more room, never fewer bytes
                before = bytes;
                QVERIFY(layout.contentWidth() <= width || bytes == group);
                const int more = bytes + (bytes < 8 ? group : 8);
                if (more <= HexFormat::maxBytesPerRow)
                    QVERIFY(
                        layoutFor(1 << 20, {.bytesPerRow = more, .groupSize = group}).contentWidth() > width);
            }
            QCOMPARE(before, HexFormat::maxBytesPerRow);
        }
    }

    void cellsDoNotOverlap()
    {
        for (const int group : {1, 2, 4, 8}) {
            const HexLayout layout = layoutFor(sevenEiB, {.bytesPerRow = 37, .groupSize = group});
            double right = layout.offsetsWidth();
            for (int column = 0; column < 37; ++column) {
                const QRectF cell = layout.cell(HexArea::Bytes, 0, column);
                QVERIFY(column > 0 && column % group != 0 ? cell.left() == right : cell.left() > right);
                QCOMPARE(cell.width(), 2 * layout.metrics().cellWidth);
                right = cell.right();
            }
            QVERIFY(right < layout.separatorX());
            QVERIFY(layout.separatorX() < layout.cellX(HexArea::Characters, 0));
            for (int column = 1; column < 37; ++column)
                QCOMPARE(layout.cell(HexArea::Characters, 0, column).left(),
                    layout.cell(HexArea::Characters, 0, column - 1).right());
            QVERIFY(layout.cell(HexArea::Characters, 0, 36).right() < layout.contentWidth());
        }
    }

    void offsetsHaveRoomForTheLargest()
    {
        QCOMPARE(layoutFor(0).offsetDigits(), 8);
        QCOMPARE(layoutFor(0xFFFFFFFF).offsetDigits(), 8);
        QCOMPARE(layoutFor(0x100000000).offsetDigits(), 12);
        QCOMPARE(layoutFor(sevenEiB).offsetDigits(), 16);
        QCOMPARE(layoutFor(largest, {.bytesPerRow = 16, .decimalOffsets = true}).offsetDigits(), 21);
        const HexLayout layout = layoutFor(sevenEiB);
        for (int digit = 1; digit < 16; ++digit)
            QVERIFY(
                layout.offsetDigitX(digit) >= layout.offsetDigitX(digit - 1) + layout.metrics().cellWidth);
        QVERIFY(layout.offsetDigitX(15) + layout.metrics().cellWidth < layout.offsetsWidth());
    }

    void bordersLieOnDevicePixels_data()
    {
        QTest::addColumn<double>("ratio");
        for (const double ratio : {1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0})
            QTest::addRow("%g", ratio) << ratio;
    }

    void bordersLieOnDevicePixels()
    {
        QFETCH(double, ratio);
        const HexMetrics metrics = metricsFor(ratio);
        const HexLayout layout(metrics, {.bytesPerRow = 256}, ByteCount(sevenEiB), QSizeF(1013.6, 761.3));
        for (int row = 0; row <= layout.touchedRows(); ++row)
            QVERIFY(isWhole(layout.rowY(row) * ratio));
        for (int column = 0; column < 256; ++column) {
            QVERIFY(isWhole(layout.cellX(HexArea::Bytes, column) * ratio));
            QVERIFY(isWhole(layout.cellX(HexArea::Characters, column) * ratio));
        }
        for (int digit = 0; digit < layout.offsetDigits(); ++digit)
            QVERIFY(isWhole(layout.offsetDigitX(digit) * ratio));
        QVERIFY(isWhole(layout.separatorX() * ratio));
        QVERIFY(isWhole(layout.headHeight() * ratio));
        QVERIFY(isWhole(layout.offsetsWidth() * ratio));
        // No row is given up and none is counted that does not fit.
        QVERIFY(layout.rowY(layout.fullRows()) <= 761.3 + 1e-6);
        QVERIFY(layout.rowY(layout.fullRows() + 1) > 761.3);
        QVERIFY(layout.rowY(layout.touchedRows()) >= 761.3 - 1e-6);
    }

    void everyCellIsHit()
    {
        const RowNumber top((std::int64_t{1} << 57) + 5);
        for (const int group : {1, 2, 4, 8}) {
            const HexLayout layout = layoutFor(sevenEiB, {.bytesPerRow = 40, .groupSize = group}, {500, 300});
            for (const double scroll : {0.0, 123.0, layout.scrollableWidth()}) {
                for (const HexArea area : {HexArea::Bytes, HexArea::Characters}) {
                    for (int column = 0; column < 40; ++column) {
                        const QRectF cell = layout.cell(area, 3, column).translated(-scroll, 0);
                        if (cell.left() < layout.offsetsWidth())
                            continue;
                        for (const QPointF point :
                            {cell.center(), cell.topLeft(), cell.bottomRight() - QPointF(0.01, 0.01)}) {
                            const HexLayout::Hit hit = layout.hit(point, top, scroll);
                            QVERIFY(!hit.isOffset);
                            QCOMPARE(hit.row, top + RowCount(3));
                            QCOMPARE(hit.column, column);
                            QCOMPARE(hit.area, area);
                        }
                    }
                }
            }
        }
    }

    void outsideHitsTheNearest()
    {
        const HexLayout layout = layoutFor(1000, {.bytesPerRow = 16});
        const RowNumber top(2);
        QVERIFY(layout.hit({5, 300}, top, 0).isOffset);
        QCOMPARE(layout.hit({5, 300}, top, 0, HexArea::Bytes).isOffset, false);
        QCOMPARE(layout.hit({5, 300}, top, 0, HexArea::Characters).column, 0);
        QCOMPARE(layout.hit({300, -50}, top, 0).row, top);
        QCOMPARE(layout.hit({300, 5000}, RowNumber(60), 0).row, RowNumber(62)); // the document's last
        QCOMPARE(layout.hit({300, 5000}, top, 0).row, top + RowCount(layout.fullRows() - 1));
        // A row that is visible in part is there; a pixel below it is outside.
        QCOMPARE(layout.touchedRows(), layout.fullRows() + 1);
        QCOMPARE(layout.hit({300, 599}, top, 0).row, top + RowCount(layout.fullRows()));
        QCOMPARE(layout.hit({300, 600}, top, 0).row, top + RowCount(layout.fullRows() - 1));
        QCOMPARE(layout.hit({9999, 100}, top, 0).column, 15);
        QCOMPARE(layout.hit({9999, 100}, top, 0, HexArea::Bytes).column, 15);
        // Between two bytes: the nearer one.
        const double gap = layout.cell(HexArea::Bytes, 0, 4).right();
        QCOMPARE(layout.hit({gap + 1, 100}, top, 0).column, 4);
        QCOMPARE(layout.hit({gap + layout.metrics().cellWidth - 1, 100}, top, 0).column, 5);
    }

    void theLastScreenfulEndsWithTheEnd_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<int>("bytesPerRow");
        for (const int bytes : {1, 7, 16, 256}) {
            for (const qint64 size : {qint64{0}, qint64{1}, qint64{256}, qint64{(std::int64_t{1} << 53) + 1},
                     qint64{sevenEiB}, qint64{largest}})
                QTest::addRow("%lld by %d", size, bytes) << size << bytes;
        }
    }

    void theLastScreenfulEndsWithTheEnd()
    {
        QFETCH(qint64, size);
        QFETCH(int, bytesPerRow);
        const HexLayout layout = layoutFor(size, {.bytesPerRow = bytesPerRow});
        const RowNumber last = layout.grid().lastRow();
        QCOMPARE(last.value(), size / bytesPerRow);
        QCOMPARE(layout.lastTop().value(), std::max<std::int64_t>(0, last.value() - layout.fullRows() + 1));
        QCOMPARE(layout.topShowing(last, RowNumber(0)), layout.lastTop());
        QCOMPARE(layout.topShowing(RowNumber(0), layout.lastTop()), RowNumber(0));
        QCOMPARE(layout.topShowing(layout.lastTop(), layout.lastTop()), layout.lastTop());
        const QRectF rows = layout.rowsRect(last, last, layout.lastTop());
        QVERIFY(!rows.isEmpty());
        QVERIFY(rows.contains(QRectF(0, layout.rowY(static_cast<int>((last - layout.lastTop()).value())), 10,
            layout.metrics().rowHeight)));
    }

    void revealingSidewaysGoesTheShortestWay()
    {
        const HexLayout layout = layoutFor(1000, {.bytesPerRow = 64}, {500, 300});
        QVERIFY(layout.scrollableWidth() > 0);
        for (const HexArea area : {HexArea::Bytes, HexArea::Characters}) {
            for (int column = 0; column < 64; ++column) {
                for (const double from : {0.0, 200.0, layout.scrollableWidth()}) {
                    const double scroll = layout.scrollShowing(area, column, from);
                    const QRectF cell = layout.cell(area, 0, column).translated(-scroll, 0);
                    QVERIFY(cell.left() >= layout.offsetsWidth());
                    QVERIFY(cell.right() <= 500);
                    const QRectF unmoved = layout.cell(area, 0, column).translated(-from, 0);
                    const double margin = layout.metrics().cellWidth;
                    if (unmoved.left() - margin >= layout.offsetsWidth() && unmoved.right() + margin <= 500)
                        QCOMPARE(scroll, from);
                }
            }
        }
    }

    void aMouseOutsideScrolls()
    {
        const HexLayout layout = layoutFor(1000);
        QCOMPARE(layout.rowsBeyond(layout.headHeight()), RowCount(0));
        QCOMPARE(layout.rowsBeyond(599), RowCount(0));
        QCOMPARE(layout.rowsBeyond(600), RowCount(1));
        QCOMPARE(layout.rowsBeyond(600 + 5 * layout.metrics().rowHeight), RowCount(6));
        QCOMPARE(layout.rowsBeyond(layout.headHeight() - 1), RowCount(-1));
        QCOMPARE(layout.rowsBeyond(layout.headHeight() - 3 * layout.metrics().rowHeight), RowCount(-3));
    }

    void aTinyViewportHasARow()
    {
        for (const QSizeF size : {QSizeF(0, 0), QSizeF(1, 1), QSizeF(50, 10)}) {
            const HexLayout layout = layoutFor(sevenEiB, {}, size);
            QCOMPARE(layout.fullRows(), 1);
            QVERIFY(layout.touchedRows() >= 1);
            QCOMPARE(layout.grid().bytesPerRow(), 1);
            QCOMPARE(layout.lastTop(), layout.grid().lastRow());
        }
    }
};

QTEST_GUILESS_MAIN(HexLayoutTest)
#include "HexLayoutTest.moc"
