// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Line ends against a naive conversion, and what is the same for every conversion.

#include "ConversionTesting.h"
#include "HugeSource.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <array>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

// A unit as its bytes spell it, in a string of its own.
std::string unitBytes(std::uint32_t unit, int size, bool bigEndian)
{
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += static_cast<char>(unit >> (8 * (bigEndian ? size - 1 - i : i)) & 0xff);
    return bytes;
}

// Looks at one unit after the other, with the whole text at hand.
std::string naiveLineEnds(const std::string& text, int size, bool bigEndian, char newline, bool returnsEnd,
    const std::string& lineEnd)
{
    const std::string cr = unitBytes('\r', size, bigEndian);
    const std::string nl = unitBytes(static_cast<unsigned char>(newline), size, bigEndian);
    const auto unit = static_cast<std::size_t>(size);
    std::string result;
    for (std::size_t at = 0; at < text.size(); at += unit) {
        const std::string here = text.substr(at, unit);
        if (here == cr && text.substr(at + unit > text.size() ? text.size() : at + unit, unit) == nl) {
            result += lineEnd;
            at += unit;
        } else if (here == nl || (returnsEnd && here == cr)) {
            result += lineEnd;
        } else {
            result += here;
        }
    }
    return result;
}

std::string lineEndBytes(LineEnding ending, int size, bool bigEndian, char newline)
{
    const std::string cr = unitBytes('\r', size, bigEndian);
    const std::string nl = unitBytes(static_cast<unsigned char>(newline), size, bigEndian);
    return ending == LineEnding::CrLf ? cr + nl : ending == LineEnding::Cr ? cr : nl;
}

} // namespace

class LineEndConversionTest : public QObject {
    Q_OBJECT

private slots:
    void lineEndsAsANaiveConverter_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<char>("newline"); // as the format has it
        for (const char* name : {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
            QTest::addRow("%s, LF", name) << name << '\n';
            QTest::addRow("%s, CR", name) << name << '\r';
        }
        QTest::newRow("EBCDIC, NL") << "IBM037" << '\x15';
        QTest::newRow("EBCDIC, LF") << "IBM037" << '\x25';
        QTest::newRow("EBCDIC, CR") << "IBM037" << '\r';
    }

    // Random texts full of line ends, in windows of any size: every border falls in the midst of something.
    void lineEndsAsANaiveConverter()
    {
        QFETCH(QString, name);
        QFETCH(char, newline);
        const Encoding encoding = encodingNamed(name.toStdString());
        const int size = encoding.unitSize();
        const bool big = encoding.isBigEndian();
        const char lineFeed = newline == '\r' ? static_cast<char>(encoding.newline().value) : newline;
        std::mt19937_64 random = randomGenerator();
        const std::array<std::uint32_t, 8> units{0, 'a', '\r', '\r', std::uint8_t(lineFeed),
            std::uint8_t(lineFeed), 0xe9, size == 1 ? 0xffU : 0x0a0dU};
        for (int round = 0; round < testing::rounds(400); ++round) {
            std::string text;
            for (std::int64_t left = between(random, 0, 60); left > 0; --left)
                text += unitBytes(units.at(std::size_t(between(random, 0, 7))), size, big);
            text += std::string(std::size_t(between(random, 0, size - 1)), '\n'); // less than a code unit
            const auto to = std::array{LineEnding::Lf, LineEnding::CrLf, LineEnding::Cr}.at(
                std::size_t(between(random, 0, 2)));
            ConversionOrder order
                = orderOf(bytesOf(text), encoding, LineEndConversion{to}, ByteCount(between(random, 1, 80)));
            order.format.newline.value = std::uint8_t(newline);
            const std::string lineEnd = lineEndBytes(to, size, big, lineFeed);
            const auto naive = [&](const std::string& part) {
                return naiveLineEnds(part, size, big, lineFeed, newline == '\r', lineEnd);
            };
            const std::size_t whole = text.size() / std::size_t(size);
            const std::size_t place
                = std::size_t(between(random, 0, std::int64_t(whole))) * std::size_t(size);
            order.places = {ByteOffset(std::int64_t(place))};
            const Outcome outcome = converted(order);
            QVERIFY(outcome.result && !outcome.result->misfits);
            const std::string expected = naive(text);
            QCOMPARE(hexOf(outcome.bytes), hexOf(asBytes(expected)));
            QCOMPARE(outcome.result->isChanged, expected != text);
            // What is before a place becomes the same whatever follows, unless that is between CR and LF.
            const std::string front = naive(text.substr(0, place));
            if (front + naive(text.substr(place)) == expected)
                QCOMPARE(
                    outcome.result->places.after(order.places[0]).place.value(), std::int64_t(front.size()));
            QCOMPARE(outcome.result->places.after(ByteOffset(std::int64_t(text.size()))).place.value(),
                std::int64_t(expected.size()));
        }
    }

    // Windows that stay as they are come from where they are; the rest is new.
    void whatDoesNotChangeIsKept()
    {
        std::vector<std::byte> text(1'000'000, std::byte{'a'});
        text[600'000] = std::byte{'\n'};
        const Outcome outcome
            = converted(orderOf(text, Encoding(), LineEndConversion{LineEnding::CrLf}, ByteCount(100'000)));
        QCOMPARE(outcome.keptBytes.value(), 900'000);
        QVERIFY(outcome.result->isChanged);
        const Outcome same = converted(
            orderOf(text, Encoding(), EncodingConversion{encodingNamed("windows-1252")}, ByteCount(1000)));
        QCOMPARE(same.keptBytes.value(), 1'000'000);
        QVERIFY(!same.result->isChanged);
    }

    // An exabyte of hole costs nothing, and stays one.
    void holesAreKept()
    {
        const ByteCount size(std::int64_t(1) << 60);
        auto source = std::make_shared<HugeSource>(size);
        source->addIsland(1'000'003, bytesOf("a\nb"));
        const Snapshot snapshot(source, size, Revision{});
        MeasuringSink sink;
        Progress progress;
        const Result<Converted> result = convert({.snapshot = snapshot,
                                                     .format = formatOf(Encoding(), Encoding().newline()),
                                                     .conversion = LineEndConversion{LineEnding::CrLf},
                                                     .places = {}},
            sink, {{}, progress});
        QVERIFY(result && result->isChanged);
        QCOMPARE(sink.kept + sink.made, size + ByteCount(1));
        QVERIFY(sink.made <= mebibytes(1) + ByteCount(1));
        QVERIFY(source->bytesRead() < mebibytes(4).value());
    }

    void whatCannotBeReadIsTold()
    {
        auto source = std::make_shared<HugeSource>(mebibytes(3), [](std::int64_t) { return std::byte{'a'}; });
        source->makeUnreadable({ByteOffset(2'000'000), ByteCount(10)});
        const Outcome outcome = converted({.snapshot = Snapshot(source, mebibytes(3), Revision{}),
            .format = formatOf(Encoding(), Encoding().newline()),
            .conversion = LineEndConversion{LineEnding::CrLf},
            .places = {}});
        QVERIFY(!outcome.result);
        QCOMPARE(outcome.result.error().kind, ErrorKind::ReadFailed);
        QVERIFY(outcome.result.error().message().contains("2000000"));
    }

    void aStopIsSeen()
    {
        std::stop_source stop;
        stop.request_stop();
        const Outcome outcome = converted(
            orderOf(bytesOf("a\n"), Encoding(), LineEndConversion{LineEnding::CrLf}), stop.get_token());
        QVERIFY(!outcome.result && outcome.result.error().kind == ErrorKind::Cancelled);
    }
};

QTEST_GUILESS_MAIN(LineEndConversionTest)
#include "LineEndConversionTest.moc"
