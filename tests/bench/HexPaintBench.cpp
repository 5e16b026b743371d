// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Frames of the hex view at 3840 × 2160, each with other rows than the one before: reading, decoding,
// painting. Besides, in the same run, the same bytes drawn with QPainter::drawText (three strings to a row,
// one for each colour) and with QPainter::drawGlyphRun (three runs to a frame), which neither read nor
// decode; and the time that it takes to fill the screen with one colour, below which nothing can come.
//
//     HexPaintBench [NAME]
//
// With NAME only contents whose names hold it.

#include "tests/bench/FrameTimes.h"
#include "tests/bench/Offscreen.h"
#include "ui/view/HexView.h"

#include <QApplication>
#include <QFontDatabase>
#include <QGlyphRun>
#include <QPainter>
#include <QTemporaryFile>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <random>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr QSize screen(screenWidth, screenHeight);
constexpr int frames = 200;

FrameTimes measure(const std::function<void()>& frame)
{
    FrameTimes times;
    for (int i = 0; i < frames; ++i) {
        const double begin = threadMilliseconds();
        frame();
        times.add(threadMilliseconds() - begin);
    }
    return times;
}

struct Content {
    const char* name;
    QByteArray (*make)(std::mt19937_64& random);
    const char* encoding = "windows-1252";
    double scale = 1; // of the letters
};

constexpr qsizetype fileSize = 8 << 20;

QByteArray randomBytes(std::mt19937_64& random)
{
    QByteArray bytes(fileSize, Qt::Uninitialized);
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    return bytes;
}

QByteArray zeros(std::mt19937_64& /*random*/)
{
    return QByteArray(fileSize, '\0');
}

QByteArray ideographs(std::mt19937_64& random)
{
    QString text;
    while (text.size() < fileSize / 3)
        text += QChar(static_cast<char16_t>(0x4e00 + random() % 3000));
    return text.toUtf8();
}

int inkOf(const HexCell& cell)
{
    return cell.byte == 0 ? 0 : cell.byte >= 0x20 && cell.byte < 0x7f ? 1 : 2;
}

std::array<QColor, 3> inksOf(const ViewStyle& style)
{
    return {style.faint, style.text, style.special};
}

void drawTexts(QPainter& painter, const HexView& view)
{
    const HexLayout& layout = view.hexLayout();
    const std::array<QColor, 3> inks = inksOf(view.viewStyle());
    painter.setFont(view.viewStyle().font);
    for (int row = 0; row < view.model().rowCount(); ++row) {
        std::array<QString, 3> texts;
        const auto cells = view.model().page().cells(layout.grid().rowRange(view.topRow() + RowCount(row)));
        for (const HexCell& cell : cells) {
            for (int ink = 0; ink < 3; ++ink)
                texts[ink] += ink == inkOf(cell) ? view.format().byteText(std::byte{cell.byte}) + u' '
                                                 : QStringLiteral("   ");
        }
        for (const HexCell& cell : cells)
            texts[1]
                += QChar(cell.kind == HexCell::Kind::Visible ? static_cast<char16_t>(cell.codePoint) : u'·');
        for (int ink = 0; ink < 3; ++ink) {
            painter.setPen(inks[ink]);
            painter.drawText(
                QPointF(layout.offsetsWidth(), layout.rowY(row) + layout.metrics().baseline), texts[ink]);
        }
    }
}

void drawGlyphs(QPainter& painter, const HexView& view, const QRawFont& font)
{
    const HexLayout& layout = view.hexLayout();
    const std::array<QColor, 3> inks = inksOf(view.viewStyle());
    static const QList<quint32> digits = font.glyphIndexesForString(QStringLiteral("0123456789ABCDEF"));
    std::array<QList<quint32>, 3> glyphs;
    std::array<QList<QPointF>, 3> places;
    for (int row = 0; row < view.model().rowCount(); ++row) {
        const double y = layout.rowY(row) + layout.metrics().baseline;
        const auto cells = view.model().page().cells(layout.grid().rowRange(view.topRow() + RowCount(row)));
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const int ink = inkOf(cells[column]);
            const double x = layout.cellX(HexArea::Bytes, static_cast<int>(column));
            glyphs[ink] += {digits[cells[column].byte >> 4], digits[cells[column].byte & 15],
                digits[cells[column].byte & 15]};
            places[ink] += {QPointF(x, y), QPointF(x + layout.metrics().cellWidth, y),
                QPointF(layout.cellX(HexArea::Characters, static_cast<int>(column)), y)};
        }
    }
    for (int ink = 0; ink < 3; ++ink) {
        QGlyphRun run;
        run.setRawFont(font);
        run.setGlyphIndexes(glyphs[ink]);
        run.setPositions(places[ink]);
        painter.setPen(inks[ink]);
        painter.drawGlyphRun({}, run);
    }
}

void run(const Content& content)
{
    std::mt19937_64 random(1);
    QTemporaryFile file;
    if (!file.open() || file.write(content.make(random)) < 0 || !file.flush())
        return;
    Result<std::unique_ptr<DocumentSession>> session = DocumentSession::open(
        file.fileName().toStdString(), {.encoding = Encoding::byName(content.encoding)});
    if (!session)
        return;
    HexView view(**session);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(10 * content.scale);
    view.setViewStyle(ViewStyle::fromPalette(QPalette(), font));
    view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.resize(screen);
    view.show();
    QApplication::processEvents();

    QImage image(screen, QImage::Format_RGB32);
    FrameTimes frame = measure([&] {
        view.scrollByRows(3);
        view.viewport()->render(&image, {}, {}, {});
    });
    const auto plainly = [&](const std::function<void(QPainter&)>& draw) {
        return measure([&] {
            QPainter painter(&image);
            painter.fillRect(image.rect(), view.viewStyle().background);
            draw(painter);
        });
    };
    const QRawFont rawFont = QRawFont::fromFont(font);
    FrameTimes fill = plainly([](QPainter&) { });
    FrameTimes glyphs = plainly([&](QPainter& painter) { drawGlyphs(painter, view, rawFont); });
    FrameTimes texts = plainly([&](QPainter& painter) { drawTexts(painter, view); });
    std::printf("%-32s %4d %3d %7.2f %7.2f %7.2f %7.2f %8.2f   %.2f  %.2f\n", content.name,
        view.hexLayout().grid().bytesPerRow(), view.hexLayout().touchedRows(), frame.quantile(0.5),
        frame.quantile(0.99), fill.quantile(0.5), glyphs.quantile(0.5), texts.quantile(0.5),
        frame.quantile(0.5) / glyphs.quantile(0.5), frame.quantile(0.5) / texts.quantile(0.5));
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    std::printf(
        "milliseconds of a frame          bytes rows     p50     p99    fill  glyphs drawText   ratios\n");
    for (const Content& content : {
             Content{"random bytes", randomBytes},
             Content{"random bytes as UTF-8", randomBytes, "UTF-8"},
             Content{"random, letters of double size", randomBytes, "windows-1252", 2},
             Content{"zeros", zeros},
             Content{"ideographs", ideographs, "UTF-8"},
         }) {
        if (argc < 2 || std::string_view(content.name).contains(argv[1]))
            run(content);
    }
    return 0;
}
