// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast text is decoded, against Qt's decoders of the same bytes in turns in the same run, and how long it
// takes to walk segments and to tell a file's format.
//
//     TextBench [--rounds N]

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"
#include "core/text/TextFormat.h"
#include "tests/support/MemorySource.h"

#include <QByteArray>
#include <QStringDecoder>
#include <QStringEncoder>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include <time.h>

namespace {

using namespace megascope;

// As much as a view decodes at once, so that what is measured is decoding and not the memory.
constexpr qsizetype pieceSize = 32 * 1024;
constexpr qsizetype textSize = 8 * 1024 * 1024;

// Of this thread's processor time, so that what else runs on the machine counts little.
double secondsOf(const std::function<void()>& work)
{
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    const double begin = now();
    work();
    return now() - begin;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::vector<std::byte> bytesOf(const QByteArray& bytes)
{
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    return {begin, begin + bytes.size()};
}

QByteArray encoded(QStringView sentence, const char* encoding)
{
    QStringEncoder encoder(encoding, QStringEncoder::Flag::Stateless);
    const QByteArray once = encoder.encode(sentence);
    return once.repeated(textSize / once.size());
}

// Calls visit(begin, size) for pieces that end at line ends.
void forEachPiece(
    const QByteArray& text, QByteArrayView lineEnd, const std::function<void(qsizetype, qsizetype)>& visit)
{
    for (qsizetype begin = 0; begin < text.size();) {
        const qsizetype newline = text.indexOf(lineEnd, std::min(begin + pieceSize, text.size() - 1));
        const qsizetype end = newline < 0 ? text.size() : newline + lineEnd.size();
        visit(begin, end - begin);
        begin = end;
    }
}

void measureDecoding(const char* title, const char* encodingName, QStringView sentence, int rounds)
{
    const QByteArray text = encoded(sentence, encodingName);
    const Encoding encoding = Encoding::byName(encodingName).value();
    const TextDecoder decoder(encoding);
    QStringEncoder encoder(encodingName, QStringEncoder::Flag::Stateless);
    const QByteArray lineEnd = encoder.encode(u"\n");
    std::vector<Character> characters;
    std::size_t count = 0;
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(secondsOf([&] {
            forEachPiece(text, lineEnd, [&](qsizetype begin, qsizetype size) {
                characters.clear();
                decoder.decode(std::as_bytes(std::span(text.data() + begin, static_cast<std::size_t>(size))),
                    characters);
                count += characters.size();
            });
        }));
        theirs.push_back(secondsOf([&] {
            QStringDecoder qt(encodingName);
            forEachPiece(text, lineEnd, [&](qsizetype begin, qsizetype size) {
                const QString decoded = qt.decode(QByteArrayView(text.data() + begin, size));
                count += static_cast<std::size_t>(decoded.size());
            });
        }));
    }
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    std::printf("decode %-22s %7.0f MB/s   Qt %7.0f MB/s   ratio %.2f\n", title, megabytes / median(ours),
        megabytes / median(theirs), median(theirs) / median(ours));
    if (count == 0)
        std::abort();
}

Snapshot snapshotOf(std::vector<std::byte> bytes)
{
    const ByteCount size(static_cast<std::int64_t>(bytes.size()));
    return Snapshot(std::make_shared<MemorySource>(std::move(bytes)), size, Revision());
}

void measureSegments(const char* title, const QByteArray& text, int rounds)
{
    const LineScanner scanner(snapshotOf(bytesOf(text)), Encoding(), NewlineCode());
    constexpr int steps = 20'000;
    std::vector<double> walk;
    std::vector<double> jump;
    std::mt19937_64 random(1);
    for (int round = 0; round < rounds; ++round) {
        int walked = 0;
        const double seconds = secondsOf([&] {
            std::optional<Segment> segment = scanner.segmentAt(ByteOffset(0));
            for (; segment && walked < steps; ++walked)
                segment = scanner.next(*segment);
        });
        walk.push_back(seconds / walked * 1e6);
        jump.push_back(secondsOf([&] {
            for (int i = 0; i < 1000; ++i)
                (void)scanner.segmentAt(ByteOffset(static_cast<std::int64_t>(random() % textSize)));
        }) / 1000
            * 1e6);
    }
    std::printf(
        "segments %-20s next %6.2f µs   at a random place %6.2f µs\n", title, median(walk), median(jump));
}

void measureFormat(const char* title, const QByteArray& text, int rounds)
{
    const Snapshot snapshot = snapshotOf(bytesOf(text));
    std::vector<double> times;
    std::string name;
    for (int round = 0; round < rounds; ++round)
        times.push_back(secondsOf([&] { name = detectTextFormat(snapshot).encoding.name(); }) * 1e3);
    std::printf("format %-22s %6.3f ms, the first time %6.3f ms   %s\n", title, median(times), times.front(),
        name.c_str());
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds
        = argc == 3 && std::string_view(argv[1]) == "--rounds" ? std::max(1, std::atoi(argv[2])) : 9;
    const QString english = QStringLiteral(
        "2026-01-01 12:00:00.123 INFO  worker-7 request done in 12 ms, nothing else happened\n");
    const QString mixed
        = QStringLiteral("2026-01-01 12:00:00.123 INFO  „Grüße“ aus Köln – 5 µs später, sonst nichts\n");
    const QString russian = QStringLiteral(
        "Съешь же ещё этих мягких французских булок, да выпей чаю. Ошибка при чтении файла.\n");
    const QString japanese
        = QStringLiteral("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n");
    measureDecoding("ASCII", "UTF-8", english, rounds);
    measureDecoding("German UTF-8", "UTF-8", mixed, rounds);
    measureDecoding("Cyrillic UTF-8", "UTF-8", russian, rounds);
    measureDecoding("Japanese UTF-8", "UTF-8", japanese, rounds);
    measureDecoding("UTF-16LE", "UTF-16LE", english, rounds);
    measureDecoding("UTF-32BE", "UTF-32BE", english, rounds);
    measureDecoding("windows-1251", "windows-1251", russian, rounds);
    measureDecoding("Shift_JIS", "Shift_JIS", japanese, rounds);
    measureDecoding("ASCII as Shift_JIS", "Shift_JIS", english, rounds);
    measureDecoding("EUC-JP", "EUC-JP", japanese, rounds);
    measureDecoding("GB18030", "GB18030", japanese, rounds);

    measureSegments("of a log", encoded(english, "UTF-8"), rounds);
    measureSegments("of one ASCII line", QByteArray(textSize, 'x'), rounds);
    measureSegments("of one Russian line", encoded(QString(russian).remove('\n'), "UTF-8"), rounds);

    measureFormat("of an ASCII log", encoded(english, "UTF-8"), rounds);
    measureFormat("of Russian UTF-8", encoded(russian, "UTF-8"), rounds);
    measureFormat("of UTF-16", encoded(english, "UTF-16LE"), rounds);
    measureFormat("of Shift_JIS", encoded(japanese, "Shift_JIS"), rounds);
    measureFormat("of windows-1251", encoded(russian, "windows-1251"), rounds);
    return 0;
}
