// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the hex view looks like, told from its pixels.

#include "ui/view/HexPainter.h"
#include "tests/support/MemorySource.h"
#include "tests/support/Rounds.h"
#include "ui/model/HexModel.h"

#include <QApplication>
#include <QFontDatabase>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <optional>
#include <set>

using namespace megascope;

namespace {

// Colours that tell by themselves what was painted. Letters are blended, so only backgrounds and solid marks
// are compared exactly.
ViewStyle loudStyle()
{
    ViewStyle style;
    style.font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    style.font.setPointSizeF(10);
    style.background = Qt::white;
    style.text = Qt::black;
    style.gutterBackground = QColor(230, 230, 230);
    style.gutterText = QColor(120, 120, 120);
    style.currentGutterText = Qt::black;
    style.currentRow = QColor(250, 250, 200);
    style.selection = QColor(100, 150, 255);
    style.inactiveSelection = QColor(200, 220, 255);
    style.cursor = QColor(255, 0, 255);
    style.faint = QColor(180, 180, 180);
    style.special = QColor(0, 0, 200);
    style.warning = QColor(200, 100, 0);
    style.unreadable = QColor(255, 0, 0);
    return style;
}

// Reads bytes of which some are missing.
class TornSource final : public Source {
public:
    ByteCount size() const override { return ByteCount(4096); }
    Gaps read(ByteOffset offset, std::span<std::byte> out) const override
    {
        std::ranges::fill(out, std::byte{0x41});
        const ByteRange asked(offset, ByteCount(static_cast<std::int64_t>(out.size())));
        const ByteRange torn = ByteRange(ByteOffset(20), ByteCount(4)).intersected(asked);
        return torn.empty() ? Gaps{} : Gaps{{torn, Gap::Cause::Failed, EIO}};
    }
    Extent extentAt(ByteOffset offset) const override { return {{offset, ByteOffset(4096)}, {}}; }
    std::unique_ptr<Scan> scan(const ByteRange& /*range*/) const override { return nullptr; }
};

Snapshot repeated(const QByteArray& row, int rows)
{
    const QByteArray bytes = row.repeated(rows);
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    return {std::make_shared<MemorySource>(std::vector<std::byte>(begin, begin + bytes.size())),
        ByteCount(bytes.size()), Revision{0}};
}

// A picture of a document.
struct Picture {
    Picture(const Snapshot& snapshot, double ratio, const QPointF& shift = {},
        const QSizeF& viewport = {760, 400})
        : style(loudStyle())
    {
        painter.setStyle(style);
        layout = HexLayout(painter.metrics(ratio), {.bytesPerRow = 16}, snapshot.size(), viewport);
        model.setSnapshot(snapshot);
        model.setEncoding(Encoding::byName("windows-1252").value());
        model.setFormat(layout.format(), 16);
        model.setWindow(RowNumber(0), layout.touchedRows());
        image = QImage((viewport * ratio).toSize() + QSize(40, 40), QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        origin = shift;
    }

    void setFont(const QFont& font, const QSizeF& viewport)
    {
        const double ratio = layout.metrics().devicePixelRatio;
        style.font = font;
        painter.setStyle(style);
        layout = HexLayout(painter.metrics(ratio), layout.format(), layout.grid().size(), viewport);
        model.setWindow(RowNumber(0), layout.touchedRows());
        image = QImage((viewport * ratio).toSize(), QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
    }

    void paint(
        const Selection& selection, bool focused = true, const std::optional<QRectF>& part = std::nullopt)
    {
        QPainter device(&image);
        device.translate(origin);
        const QRectF exposed = part.value_or(QRectF(QPointF(0, 0), layout.viewport()));
        device.setClipRect(exposed);
        painter.paint(device, exposed,
            {.layout = layout,
                .page = model.page(),
                .style = style,
                .top = RowNumber(0),
                .selection = selection,
                .activeArea = HexArea::Bytes,
                .focused = focused});
    }
    // The device pixels of a rectangle.
    QImage at(const QRectF& rectangle) const
    {
        const double ratio = layout.metrics().devicePixelRatio;
        const QPointF begin = (origin * ratio).toPoint() + rectangle.topLeft() * ratio;
        QImage part = image.copy(QRect(begin.toPoint(), (rectangle.size() * ratio).toSize()));
        part.setDevicePixelRatio(1);
        return part;
    }
    QImage cell(int row, int column) const { return at(layout.cell(HexArea::Bytes, row, column)); }
    QColor corner(HexArea area, int row, int column) const
    {
        const QRectF cell = layout.cell(area, row, column);
        return at(cell).pixelColor(0, 0);
    }

    ViewStyle style;
    HexPainter painter;
    HexLayout layout;
    HexModel model;
    QImage image;
    QPointF origin;
};

std::set<QRgb> colorsOf(const QImage& image)
{
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colors.insert(image.pixel(x, y));
    }
    return colors;
}

const QByteArray sixteen("\x00\x41\xe9\x41\x00\x7f\x31\x32\xff\x30\x30\x30\x61\x62\x63\x0a", 16);

} // namespace

class HexPainterTest : public QObject {
    Q_OBJECT

    static void ratios()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<QPointF>("shift");
        for (const double ratio : {1.0, 1.25, 1.5, 1.75, 2.0, 3.0}) {
            if (testing::isSanitized && ratio > 1.25)
                break;
            QTest::addRow("%g", ratio) << ratio << QPointF();
            QTest::addRow("%g, a viewport inside of a device pixel", ratio) << ratio << QPointF(7, 13);
        }
    }

private slots:
    // Whatever the scale, the same bytes look the same in every row and every column, to the pixel.
    void equalBytesLookEqual_data() { ratios(); }
    void equalBytesLookEqual()
    {
        QFETCH(double, ratio);
        QFETCH(QPointF, shift);
        Picture picture(repeated(sixteen, 100), ratio, shift);
        picture.paint(Selection::at(ByteOffset(16 * 90)));
        const QImage letter = picture.cell(0, 1);
        QVERIFY(colorsOf(letter).size() > 1);
        for (int row = 0; row < picture.layout.fullRows(); ++row) {
            QCOMPARE(picture.cell(row, 1), letter);
            QCOMPARE(picture.cell(row, 3), letter);
            QCOMPARE(picture.cell(row, 9), picture.cell(0, 10));
            QCOMPARE(picture.cell(row, 11), picture.cell(0, 10));
            const QRectF whole(QPointF(picture.layout.offsetsWidth(), picture.layout.rowY(row)),
                QSizeF(picture.layout.contentWidth() - picture.layout.offsetsWidth(),
                    picture.layout.metrics().rowHeight));
            const QRectF first(QPointF(whole.left(), picture.layout.rowY(0)), whole.size());
            QCOMPARE(picture.at(whole), picture.at(first));
        }
        QVERIFY(picture.cell(0, 0) != picture.cell(0, 10));
    }

    // A part that is painted again fits what is around it.
    void partsFitTheWhole_data() { ratios(); }
    void partsFitTheWhole()
    {
        QFETCH(double, ratio);
        QFETCH(QPointF, shift);
        Picture whole(repeated(sixteen, 100), ratio, shift);
        whole.paint({ByteOffset(20), ByteOffset(50)});
        Picture parts(repeated(sixteen, 100), ratio, shift);
        parts.image.fill(Qt::green);
        whole.image.setDevicePixelRatio(ratio);
        for (int y = 0; y < 400; y += 23)
            parts.paint({ByteOffset(20), ByteOffset(50)}, true, QRectF(0, y, 760, 23));
        const QRectF inside(1, 1, 750, 390);
        QCOMPARE(parts.at(inside), whole.at(inside));
    }

    void everyPixelIsPainted_data() { ratios(); }
    void everyPixelIsPainted()
    {
        QFETCH(double, ratio);
        QFETCH(QPointF, shift);
        for (const QSizeF viewport : {QSizeF(760, 400), QSizeF(701, 333), QSizeF(903, 211)}) {
            for (const int rows : {0, 3, 100}) {
                Picture picture(repeated(sixteen, rows), ratio, shift, viewport);
                picture.image.fill(Qt::green);
                picture.paint(Selection::at(ByteOffset(0)));
                // As many pixels as the viewport has wholly.
                const QPoint begin = (shift * ratio).toPoint();
                const QPoint end = (shift * ratio + QPointF(viewport.width(), viewport.height()) * ratio
                    - QPointF(0.5, 0.5))
                                       .toPoint();
                const QImage inside = picture.image.copy(QRect(begin, end - QPoint(1, 1)));
                QVERIFY(!colorsOf(inside).contains(QColor(Qt::green).rgb()));
            }
        }
    }

    void selectionIsStrongWhereTheCursorIs()
    {
        Picture picture(repeated(sixteen, 100), 1);
        picture.paint({ByteOffset(20), ByteOffset(50)});
        const auto background
            = [&](HexArea area, int offset) { return picture.corner(area, offset / 16, offset % 16); };
        for (const int offset : {20, 31, 32, 49}) {
            QCOMPARE(background(HexArea::Bytes, offset), picture.style.selection);
            QCOMPARE(background(HexArea::Characters, offset), picture.style.inactiveSelection);
        }
        for (const int offset : {19, 52, 60}) {
            QCOMPARE(background(HexArea::Bytes, offset), picture.style.background);
            QCOMPARE(background(HexArea::Characters, offset), picture.style.background);
        }
        picture.paint({ByteOffset(20), ByteOffset(50)}, false);
        QCOMPARE(background(HexArea::Bytes, 25), picture.style.inactiveSelection);
        // A selection that ends with a row colours nothing of the next one.
        picture.paint({ByteOffset(48), ByteOffset(16)});
        QCOMPARE(background(HexArea::Bytes, 47), picture.style.selection);
        QCOMPARE(background(HexArea::Bytes, 49), picture.style.background);
    }

    void theCursorStandsInBothColumns()
    {
        Picture picture(repeated(sixteen, 100), 1);
        picture.paint(Selection::at(ByteOffset(37)));
        const auto hasCursor = [&](HexArea area, int row, int column) {
            const QRectF around = picture.layout.cell(area, row, column).adjusted(-3, 0, 3, 0);
            return colorsOf(picture.at(around)).contains(picture.style.cursor.rgb());
        };
        QVERIFY(hasCursor(HexArea::Bytes, 2, 5));
        QVERIFY(!hasCursor(HexArea::Bytes, 2, 7));
        QVERIFY(!hasCursor(HexArea::Bytes, 3, 5));
        QCOMPARE(picture.corner(HexArea::Bytes, 2, 12), picture.style.currentRow);
        QVERIFY(picture.corner(HexArea::Characters, 2, 5) != picture.corner(HexArea::Characters, 2, 7));
    }

    void kindsOfBytesHaveTheirInks()
    {
        Picture picture(repeated(sixteen, 100), 1);
        picture.paint(Selection::at(ByteOffset(16 * 90)));
        // The darkest pixel of a cell is near its ink.
        const auto darkest = [&](int column) {
            const std::set<QRgb> colors = colorsOf(picture.cell(0, column));
            return *std::ranges::min_element(colors, {}, [](QRgb color) { return qGray(color); });
        };
        QVERIFY(qGray(darkest(0)) > 150); // zero: faint
        QVERIFY(qGray(darkest(1)) < 100); // printable: text
        QVERIFY(qBlue(darkest(2)) > qRed(darkest(2)) + 50); // high: special
        QVERIFY(qBlue(darkest(15)) > qRed(darkest(15)) + 50); // control: special
    }

    void whatCannotBeReadIsHatched()
    {
        const auto source = std::make_shared<TornSource>();
        Picture torn({source, source->size(), Revision{0}}, 1);
        torn.paint(Selection::at(ByteOffset(4000)));
        const QRgb hatching = torn.style.unreadable.rgb();
        for (int column = 0; column < 16; ++column) {
            const bool isMissing = column >= 4 && column < 8;
            const std::set<QRgb> colors = colorsOf(torn.cell(1, column));
            QCOMPARE(colors.contains(hatching), isMissing);
            if (isMissing)
                QCOMPARE(colors, (std::set<QRgb>{hatching, torn.style.background.rgb()})); // and no digits
            const QRectF character = torn.layout.cell(HexArea::Characters, 1, column);
            QCOMPARE(colorsOf(torn.at(character)).contains(hatching), isMissing);
        }
        QVERIFY(!colorsOf(torn.cell(0, 5)).contains(hatching));
    }

    void everyDigitIsShownInEveryFont_data()
    {
        QTest::addColumn<QFont>("font");
        QTest::addColumn<double>("ratio");
        for (const auto kind : {QFontDatabase::FixedFont, QFontDatabase::GeneralFont}) {
            for (int size = 6; size < 25; size += testing::isSanitized ? 5 : 1) {
                for (const double ratio : {1.0, 1.25, 1.5}) {
                    for (const bool italic : {false, true}) {
                        QFont font = QFontDatabase::systemFont(kind);
                        font.setPointSize(size);
                        font.setItalic(italic);
                        QTest::addRow("%s %d, scale %g%s", qPrintable(font.family()), size, ratio,
                            italic ? ", italic" : "")
                            << font << ratio;
                    }
                }
            }
        }
    }

    void everyDigitIsShownInEveryFont()
    {
        QFETCH(QFont, font);
        QFETCH(double, ratio);
        Picture picture(repeated(QByteArray::fromHex("00112233445566778899aabbccddeeff"), 4), ratio);
        picture.setFont(font, QSizeF(3000, 400));
        picture.paint(Selection::at(ByteOffset(64)));
        for (int column = 0; column < 16; ++column) {
            const QImage digits = picture.cell(0, column);
            const int half = digits.width() / 2;
            for (const QImage& digit :
                {digits.copy(0, 0, half, digits.height()), digits.copy(half, 0, half, digits.height())})
                QVERIFY2(colorsOf(digit).size() > 1, qPrintable(QString::number(column, 16)));
        }
    }

    void aStyleIsTakenAnew()
    {
        Picture picture(repeated(sixteen, 100), 1);
        picture.paint(Selection::at(ByteOffset(0)));
        const QImage before = picture.cell(3, 1);
        picture.style.text = Qt::red;
        picture.painter.setStyle(picture.style);
        picture.paint(Selection::at(ByteOffset(0)));
        QVERIFY(picture.cell(3, 1) != before);
    }
};

QTEST_MAIN(HexPainterTest)
#include "HexPainterTest.moc"
