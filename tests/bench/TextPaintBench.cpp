// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Frames of the text view at 3840 × 2160, each with other rows than the one before: finding them, decoding,
// cutting, painting. Besides, in the same run, the same rows drawn with QPainter::drawText, which neither
// finds nor decodes.
//
//     TextPaintBench [NAME]
//
// With NAME only contents whose names hold it.

#include "tests/bench/FrameTimes.h"
#include "tests/bench/LogText.h"
#include "tests/bench/Offscreen.h"
#include "ui/view/TextView.h"

#include <QApplication>
#include <QFontDatabase>
#include <QLoggingCategory>
#include <QPainter>
#include <QTemporaryFile>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <random>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr QSize screen(screenWidth, screenHeight);
constexpr int frames = 200;

FrameTimes measure(const std::function<void(int)>& frame)
{
    FrameTimes times;
    for (int i = 0; i < frames; ++i) {
        const double begin = threadMilliseconds();
        frame(i);
        times.add(threadMilliseconds() - begin);
    }
    return times;
}

struct Content {
    const char* name;
    std::function<QByteArray()> make;
    bool wrap = false;
    double scale = 1;
};

QByteArray logText()
{
    LogText log(1);
    std::string text;
    while (text.size() < 32 << 20)
        log.appendLine(text);
    return QByteArray::fromStdString(text);
}

QByteArray oneLine()
{
    return logText().replace('\n', ' ');
}

QByteArray ideographs()
{
    std::mt19937 random(1);
    QString text;
    for (int i = 0; i < 3'000'000; ++i)
        text += i % 200 == 199 ? QChar(u'\n') : QChar(static_cast<char16_t>(0x4e00 + random() % 3000));
    return text.toUtf8();
}

QByteArray randomBytes()
{
    std::mt19937 random(1);
    QByteArray bytes(8 << 20, Qt::Uninitialized);
    std::ranges::generate(bytes, [&] { return static_cast<char>(random()); });
    return bytes;
}

void drawPlainly(QImage& image, const TextView& view)
{
    QPainter painter(&image);
    painter.fillRect(image.rect(), view.viewStyle().background);
    painter.setFont(view.viewStyle().font);
    painter.setPen(view.viewStyle().text);
    const TextMetrics& metrics = view.scene().geometry().metrics();
    const int columns = screen.width() / metrics.cellWidth;
    double y = metrics.baseline;
    for (const TextRow& row : view.scene().model().rows()) {
        painter.drawText(QPointF(0, y), row.text().left(columns).toString());
        y += metrics.rowHeight;
    }
}

void run(const Content& content)
{
    QTemporaryFile file;
    if (!file.open() || file.write(content.make()) < 0 || !file.flush())
        return;
    Result<std::unique_ptr<DocumentSession>> session
        = DocumentSession::open(file.fileName().toStdString(), {.encoding = Encoding()});
    if (!session)
        return;
    TextView view(**session);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(10 * content.scale);
    view.setViewStyle(ViewStyle::fromPalette(QPalette(), font));
    view.setWrap(content.wrap);
    view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.resize(screen);
    view.show();
    QApplication::processEvents();

    QImage image(screen, QImage::Format_RGB32);
    const std::int64_t size = (*session)->size().value();
    const auto paint = [&] { view.viewport()->render(&image, {}, {}, {}); };
    FrameTimes scrolled = measure([&](int) {
        view.scrollByRows(3);
        paint();
    });
    std::mt19937_64 random(1);
    FrameTimes jumped = measure([&](int) {
        view.setTopOffset(ByteOffset(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size))));
        paint();
    });
    FrameTimes plain = measure([&](int) { drawPlainly(image, view); });
    std::printf("%-34s %6.2f %6.2f %6.2f %6.2f %6.2f  %6.2f   %.2f\n", content.name, scrolled.quantile(0.5),
        scrolled.quantile(0.99), jumped.quantile(0.5), jumped.quantile(0.99), jumped.quantile(1),
        plain.quantile(0.5), scrolled.quantile(0.5) / plain.quantile(0.5));
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    QLoggingCategory::setFilterRules(
        QStringLiteral("qt.text.font.db=false")); // of scripts that no font here has
    std::printf("milliseconds of a frame            scrolled by 3     jumped             drawText  ratio\n");
    std::printf("                                      p50    p99    p50    p99    max     p50\n");
    for (const Content& content : {
             Content{"log", logText},
             Content{"log, letters of double size", logText, false, 2},
             Content{"log, wrapped", logText, true},
             Content{"one line", oneLine},
             Content{"one line, wrapped", oneLine, true},
             Content{"ideographs", ideographs},
             Content{"random bytes as UTF-8, wrapped", randomBytes, true},
         }) {
        if (argc < 2 || std::string_view(content.name).contains(argv[1]))
            run(content);
    }
    return 0;
}
