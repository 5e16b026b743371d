// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Frames of the text view at 3840 × 2160 in files that stress it: lines of 2 and 5 GiB, wrapped and not, and
// 1 GiB of C++ and of JSON lines with syntax colours. A frame is the time from a key or a jump until all
// that is visible was painted, by the clock on the wall, with what the view does between two events. The last
// column is the most processor time that a frame took: where it is far from the longest time, something else
// held the frame up.
//
//     LargeFileBench [NAME]
//
// With NAME only files whose names hold it. Needs up to 5 GiB in the temporary folder, for a file at a time.

#include "tests/bench/FrameTimes.h"
#include "tests/bench/LogText.h"
#include "tests/bench/Offscreen.h"
#include "ui/view/TextView.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QLoggingCategory>
#include <QScrollBar>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>

#include <unistd.h>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr QSize screen(screenWidth, screenHeight);
constexpr std::int64_t gibibyte = std::int64_t{1} << 30;
constexpr double longestFrame = 33; // milliseconds

std::string oneLine()
{
    LogText log(1);
    std::string text;
    while (text.size() < 64 << 20)
        log.appendLine(text);
    std::ranges::replace(text, '\n', ' ');
    return text;
}

// Functions with all that a highlighter has to tell apart, and every thousand lines a comment of some.
std::string cpp()
{
    std::string text;
    for (int i = 0; text.size() < 16 << 20; ++i) {
        const std::string number = std::to_string(i);
        text += "// The function of number " + number + ".\ntemplate <class T>\nstatic inline int function"
            + number + "(const std::vector<T>& values, const char* text)\n{\n    int sum = 0x" + number
            + ";\n    for (const auto& value : values) {\n        if (value != T{} && text[0] == '\\n')\n"
              "            sum += static_cast<int>(value) * 17 + \"a string \\\" with an escape\"[3];\n    "
              "}\n"
              "    return sum > 100 ? sum : -sum; /* at last */\n}\n\n";
        if (i % 70 == 0) {
            text += "/*\n";
            for (int line = 0; line < 40; ++line)
                text += " * what is said of it, \"with a quote, in words that are not code\n";
            text += " */\n#define MACRO_" + number + "(x) ((x) + 1)\n";
        }
    }
    return text;
}

std::string jsonLines()
{
    std::mt19937 random(1);
    std::string text;
    while (text.size() < 16 << 20) {
        text += R"({"time":"2026-03-01T00:00:00.)" + std::to_string(random() % 1000)
            + R"(Z","level":"INFO","id":)" + std::to_string(random())
            + R"(,"ok":true,"parent":null,"load":0.)" + std::to_string(random() % 100)
            + R"(,"tags":["a","b\"c","größer"],"peer":{"host":"10.0.0.)" + std::to_string(random() % 256)
            + R"(","port":8080},"message":"request took longer than expected, trying again"})"
              "\n";
    }
    return text;
}

struct Content {
    const char* name;
    const char* fileName;
    std::function<std::string()> piece;
    std::int64_t size;
};

QString makeFile(const QTemporaryDir& folder, const Content& content)
{
    QFile file(folder.filePath(QString::fromLatin1(content.fileName)));
    const QByteArray piece = QByteArray::fromStdString(content.piece());
    bool written = file.open(QIODevice::WriteOnly);
    while (written && file.size() < content.size)
        written = file.write(piece) == piece.size();
    // Else the frames would wait for the disk that takes the file.
    if (!written || !file.resize(content.size) || !file.flush() || fdatasync(file.handle()) != 0)
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

struct Frames {
    FrameTimes times;
    FrameTimes work; // of the processor
};

class Scrolling {
public:
    Scrolling(DocumentSession& session, const SyntaxRepository& syntaxes, bool wrap)
        : m_session(session)
        , m_view(session)
    {
        m_view.setViewStyle(
            ViewStyle::fromPalette(QPalette(), QFontDatabase::systemFont(QFontDatabase::FixedFont)));
        m_view.syntax().setRepository(&syntaxes);
        m_view.setWrap(wrap);
        m_view.resize(screen);
        m_view.show();
        for (int i = 0; i < 20; ++i)
            QApplication::processEvents();
    }

    Frames measure(int count, const std::function<void(int)>& move)
    {
        Frames frames;
        for (int i = 0; i < count; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            const double workBefore = threadMilliseconds();
            move(i);
            m_view.viewport()->repaint();
            QApplication::processEvents();
            const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
            frames.times.add(time.count());
            frames.work.add(threadMilliseconds() - workBefore);
        }
        return frames;
    }

    void report(const char* motion, Frames frames)
    {
        FrameTimes& times = frames.times;
        std::printf("    %-28s %7.2f %7.2f %7.2f %8td %12.2f\n", motion, times.quantile(0.5),
            times.quantile(0.99), times.quantile(1), times.countOver(longestFrame), frames.work.quantile(1));
        std::fflush(stdout);
    }

    [[nodiscard]] QString definition() { return m_view.syntax().definitionName(); }

    void run()
    {
        const std::int64_t size = m_session.size().value();
        const auto jump = [&](std::int64_t offset) { m_view.setTopOffset(ByteOffset(offset)); };
        std::mt19937_64 random(1);
        report("wheel down", measure(200, [&](int) { m_view.scrollByRows(3); }));
        report("page down", measure(100, [&](int) { m_view.scrollByPages(1); }));
        report("page up", measure(100, [&](int) { m_view.scrollByPages(-1); }));
        report("jump anywhere", measure(100, [&](int) {
            jump(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size)));
        }));
        report("to 50 % and to the end", measure(40, [&](int i) { jump(i % 2 == 0 ? size / 2 : size); }));
        report("wheel up from the end", measure(200, [&](int) { m_view.scrollByRows(-3); }));
        jump(size / 2);
        report("wheel up from 50 %", measure(200, [&](int) { m_view.scrollByRows(-3); }));
        if (!m_view.scene().wraps())
            report("sideways", measure(200, [&](int) {
                m_view.horizontalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
            }));
        report("cursor keys", measure(200, [&](int i) {
            m_session.moveCursor(ByteOffset(std::min(size, size / 3 + i)), i % 2 == 0);
        }));
    }

private:
    DocumentSession& m_session;
    TextView m_view;
};

void run(const Content& content, const SyntaxRepository& syntaxes)
{
    const QTemporaryDir folder;
    const QString file = makeFile(folder, content);
    for (const bool wrap : {false, true}) {
        Result<std::unique_ptr<DocumentSession>> session
            = DocumentSession::open(file.toStdString(), {.encoding = Encoding()});
        if (!session)
            qFatal("cannot open %s", qPrintable(file));
        Scrolling scrolling(**session, syntaxes, wrap);
        std::printf("%s%s, coloured as: %s\n", content.name, wrap ? ", wrapped" : "",
            qPrintable(scrolling.definition()));
        scrolling.run();
    }
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    QLoggingCategory::setFilterRules(
        QStringLiteral("qt.text.font.db=false")); // of scripts that no font here has
    const SyntaxRepository syntaxes;
    std::printf(
        "milliseconds of a frame              p50     p99     max  over %.0f  work at most\n", longestFrame);
    for (const Content& content : {
             Content{"one line of 2 GiB", "line", oneLine, 2 * gibibyte},
             Content{"one line of 5 GiB", "line", oneLine, 5 * gibibyte},
             Content{"1 GiB of C++", "file.cpp", cpp, gibibyte},
             Content{"1 GiB of JSON lines", "file.jsonl", jsonLines, gibibyte},
         }) {
        if (argc < 2 || std::string_view(content.name).contains(argv[1]))
            run(content, syntaxes);
    }
    return 0;
}
