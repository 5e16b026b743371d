// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The live mode, by the clock on the wall: another process writes bytes through a mapping of a file in
// memory, at any time; until each is painted. Besides, what a look costs when nothing has changed, and when
// all has.
//
//     LiveBench [RATE…]
//
// RATE is in looks a second; 30 and 10 unless told.

#include "tests/bench/FrameTimes.h"
#include "tests/bench/Offscreen.h"
#include "tests/support/MappingWriter.h"
#include "ui/view/HexView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/LiveCommands.h"
#include "ui/window/LiveMode.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QApplication>
#include <QFile>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <random>

using namespace megascope;
using namespace megascope::bench;
using megascope::testing::MappingWriter;

namespace {

constexpr int writes = 200;
constexpr qint64 fileSize = 1 << 20;

// Nanoseconds.
std::int64_t monotonic()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

// Notes when a byte was painted with a value.
class Watcher final : public QObject {
public:
    explicit Watcher(HexView& view)
        : m_view(view)
    {
        view.viewport()->installEventFilter(this);
    }

    void await(std::int64_t offset, std::uint8_t value)
    {
        m_offset = ByteOffset(offset);
        m_value = value;
        seenAt = 0;
    }
    std::int64_t seenAt = 0;

protected:
    // The view paints when this has returned.
    bool eventFilter(QObject*, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && seenAt == 0)
            QTimer::singleShot(0, this, [this] {
                const HexCell* const cell = m_view.model().page().cellAt(m_offset);
                if (seenAt == 0 && cell && cell->byte == m_value)
                    seenAt = monotonic();
            });
        return false;
    }

private:
    HexView& m_view;
    ByteOffset m_offset;
    std::uint8_t m_value = 0;
};

void waitFor(int milliseconds)
{
    bool isOver = false;
    QTimer::singleShot(milliseconds, Qt::PreciseTimer, qApp, [&] { isOver = true; });
    while (!isOver)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

void measure(MainWindow& window, HexView& view, MappingWriter& other, int rate)
{
    startLive(window, rate);
    Watcher watcher(view);
    std::mt19937 random(1);
    FrameTimes times;
    std::uint8_t value = 0;
    for (int i = 0; i < writes; ++i) {
        waitFor(int(random() % 100)); // at any time between two looks
        const auto offset = std::int64_t(random() % 256);
        value = static_cast<std::uint8_t>(value % 255 + 1);
        watcher.await(offset, value);
        const std::int64_t written = other.write(offset, value);
        while (watcher.seenAt == 0)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        times.add(double(watcher.seenAt - written) / 1e6);
    }
    std::printf("a write shows, at %2d looks a second: median %5.1f  p99 %5.1f  longest %5.1f ms\n", rate,
        times.quantile(0.5), times.quantile(0.99), times.quantile(1));
    std::fflush(stdout);
    window.findChild<LiveCommands*>()->setOn(false);
}

void measureLooks(HexView& view, const QString& path)
{
    view.setLive(DocumentView::Live::Fading);
    FrameTimes still;
    FrameTimes changing;
    for (int i = 0; i < writes; ++i) {
        const double begin = threadMilliseconds();
        view.lookAgain();
        still.add(threadMilliseconds() - begin);
        QFile file(path);
        if (!file.open(QIODevice::ReadWrite)
            || file.write(QByteArray(fileSize, char('a' + i % 26))) != fileSize)
            qFatal("cannot write %s", qPrintable(path));
        file.close();
        const double changed = threadMilliseconds();
        view.lookAgain();
        view.viewport()->grab();
        changing.add(threadMilliseconds() - changed);
    }
    view.setLive(DocumentView::Live::Off);
    const auto count = view.model().page().range().count().value();
    std::printf("a look at %lld bytes that stayed:        median %5.2f ms of the processor\n",
        static_cast<long long>(count), still.quantile(0.5));
    std::printf(
        "a look at and a picture of all changed: median %5.2f ms of the processor\n", changing.quantile(0.5));
}

} // namespace

int main(int argc, char** argv)
{
    if (const int code = megascope::testing::serveAsWriter(argc, argv); code >= 0)
        return code;
    drawOffscreen();
    QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    const QString path = QStringLiteral("/dev/shm/megascope-live-%1").arg(QCoreApplication::applicationPid());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.resize(fileSize)) {
        std::fprintf(stderr, "LiveBench: %s cannot be written\n", qPrintable(path));
        return 1;
    }
    file.close();
    {
        MainWindow window;
        window.setAttribute(Qt::WA_DeleteOnClose, false);
        window.pane().chooseLayout(ViewSettings::Layout::Hex);
        window.resize(1400, 1000);
        window.show();
        if (!window.openFile(path.toStdString()))
            return 1;
        HexView& view = *window.findChild<HexView*>();
        while (!view.isPainted())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        MappingWriter other(path);
        QStringList rates = QCoreApplication::arguments().mid(1);
        if (rates.isEmpty())
            rates = {QStringLiteral("30"), QStringLiteral("10")};
        for (const QString& rate : rates)
            measure(window, view, other, rate.toInt());
        measureLooks(view, path);
    }
    QFile::remove(path);
    return 0;
}
