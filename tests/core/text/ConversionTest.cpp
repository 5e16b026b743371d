// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Conversions against a naive one of line ends, and against the iconv of the C library.

#include "core/text/Conversion.h"
#include "core/text/TextDecoder.h"
#include "core/text/TextEncoder.h"

#include "HugeSource.h"
#include "Languages.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>
#include <iconv.h>
#include <map>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

using Bytes = std::vector<std::byte>;

// Holds what a conversion makes.
class MemorySink final : public ConversionSink {
public:
    explicit MemorySink(const Snapshot& snapshot)
        : m_snapshot(snapshot)
    {
    }

    Result<void> keep(const ByteRange& range) override
    {
        Bytes kept(static_cast<std::size_t>(range.count().value()));
        if (!m_snapshot.read(range.begin(), kept).empty())
            return std::unexpected(Error{});
        bytes.insert(bytes.end(), kept.begin(), kept.end());
        keptBytes += range.count();
        return {};
    }

    Result<void> put(std::span<const std::byte> more) override
    {
        bytes.insert(bytes.end(), more.begin(), more.end());
        return {};
    }

    Bytes bytes;
    ByteCount keptBytes;

private:
    const Snapshot& m_snapshot;
};

// Counts only.
class MeasuringSink final : public ConversionSink {
public:
    Result<void> keep(const ByteRange& range) override
    {
        kept += range.count();
        return {};
    }

    Result<void> put(std::span<const std::byte> bytes) override
    {
        made += ByteCount(std::ssize(bytes));
        return {};
    }

    ByteCount kept;
    ByteCount made;
};

struct Outcome {
    Result<Converted> result;
    Bytes bytes;
    ByteCount keptBytes;
};

Outcome converted(const ConversionOrder& order, std::stop_token stop = {})
{
    Progress progress;
    MemorySink sink(order.snapshot);
    Result<Converted> result = convert(order, sink, {std::move(stop), progress});
    return {std::move(result), std::move(sink.bytes), sink.keptBytes};
}

TextFormat formatOf(Encoding encoding, NewlineCode newline)
{
    TextFormat format;
    format.encoding = encoding;
    format.newline = newline;
    return format;
}

ConversionOrder orderOf(
    const Bytes& bytes, Encoding encoding, const Conversion& conversion, ByteCount window = mebibytes(1))
{
    return {.snapshot = snapshotOf(bytes),
        .format = formatOf(encoding, encoding.newline()),
        .conversion = conversion,
        .places = {},
        .window = window};
}

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

// What iconv calls an encoding, where it is not by our name.
std::string iconvName(std::string_view name)
{
    static const std::map<std::string_view, std::string> names
        = {{"Shift_JIS", "CP932"}, {"EUC-JP", "EUC-JP-MS"}, {"EUC-KR", "UHC"}};
    const auto found = names.find(name);
    return found == names.end() ? std::string(name) : found->second;
}

std::string byIconv(const std::string& utf8, std::string_view to)
{
    const iconv_t descriptor = iconv_open(iconvName(to).c_str(), "UTF-8");
    if (descriptor == reinterpret_cast<iconv_t>(-1))
        qFatal("iconv has no %s", std::string(to).c_str());
    std::string result(utf8.size() * 4 + 16, '\0');
    std::string text = utf8;
    char* in = text.data();
    std::size_t inLeft = text.size();
    char* out = result.data();
    std::size_t outLeft = result.size();
    if (iconv(descriptor, &in, &inLeft, &out, &outLeft) != 0)
        qFatal("iconv has no characters of %s for this", std::string(to).c_str());
    iconv_close(descriptor);
    result.resize(result.size() - outLeft);
    return result;
}

std::string markOf(std::string_view name)
{
    static const std::map<std::string_view, std::string> marks
        = {{"UTF-16LE", "\xff\xfe"}, {"UTF-16BE", "\xfe\xff"}, {"UTF-32LE", std::string("\xff\xfe\0\0", 4)},
            {"UTF-32BE", std::string("\0\0\xfe\xff", 4)}};
    const auto found = marks.find(name);
    return found == marks.end() ? std::string() : found->second;
}

std::string replacedAll(std::string text, const std::string& what, const std::string& with)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

// Bytes of characters that have this spelling only, for texts that come back as they were.
std::vector<Bytes> plainCharacters(Encoding encoding)
{
    const TextEncoder encoder(encoding);
    std::vector<Bytes> result;
    for (char32_t codePoint = 1; codePoint < 0x1'1000; codePoint += codePoint < 0x500 ? 1 : 37) {
        if ((codePoint >= 0xd800 && codePoint < 0xe000) || codePoint == 0xfeff)
            continue;
        const std::u16string text = QString::fromUcs4(&codePoint, 1).toStdU16String();
        if (const auto bytes = encoder.encode(text))
            result.push_back(*bytes);
    }
    return result;
}

} // namespace

class ConversionTest : public QObject {
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

    void encodingsAsIconv_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("names");
        const QStringList unicode{"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "GB18030"};
        const auto with = [&](const QStringList& names) { return unicode + names; };
        QTest::newRow("German") << languages::german
                                << with({"ISO-8859-1", "ISO-8859-15", "windows-1252", "IBM850", "IBM037"});
        QTest::newRow("Russian") << languages::russian
                                 << with({"KOI8-R", "windows-1251", "ISO-8859-5", "IBM866"});
        QTest::newRow("Greek") << languages::greek << with({"ISO-8859-7", "windows-1253"});
        QTest::newRow("Japanese") << languages::japanese << with({"Shift_JIS", "EUC-JP"});
        QTest::newRow("Korean") << languages::korean << with({"EUC-KR"});
        QTest::newRow("simplified") << languages::simplified << with({"GBK"});
        QTest::newRow("traditional") << languages::traditional << with({"Big5"});
        QTest::newRow("beyond the BMP") << QStringLiteral("a😀\r\n𝄞𐍈\n\n") << unicode;
    }

    // From each of the encodings to each of the others, in windows of random sizes.
    void encodingsAsIconv()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, names);
        std::mt19937_64 random = randomGenerator();
        const std::string utf8 = (text + text).toStdString() + std::string("\0end", 4);
        for (const QString& from : names) {
            for (const QString& to : names) {
                // NL ends lines in EBCDIC; iconv has it as U+0085.
                const auto spelledIn = [&](const QString& name) {
                    const bool ebcdic = name == QLatin1String("IBM037");
                    return byIconv(ebcdic ? replacedAll(utf8, "\n", "\xc2\x85") : utf8, name.toStdString());
                };
                const std::string expected = markOf(to.toStdString()) + spelledIn(to);
                const Outcome outcome = converted(orderOf(bytesOf(spelledIn(from)),
                    encodingNamed(from.toStdString()), EncodingConversion{encodingNamed(to.toStdString())},
                    ByteCount(between(random, 1, 90))));
                QVERIFY2(outcome.result && !outcome.result->misfits, qPrintable(from + " to " + to));
                QCOMPARE(hexOf(outcome.bytes), hexOf(asBytes(expected)));
            }
        }
    }

    // Through UTF-8 or UTF-16, and back to the same bytes.
    void everyEncodingComesBack()
    {
        std::mt19937_64 random = randomGenerator();
        for (const Encoding encoding : Encoding::all()) {
            const std::vector<Bytes> characters = plainCharacters(encoding);
            Bytes text;
            for (int i = 0; i < testing::rounds(3000); ++i) {
                const Bytes& next = characters[std::size_t(between(random, 0, std::ssize(characters) - 1))];
                text.insert(text.end(), next.begin(), next.end());
            }
            const Encoding by = encodingNamed(between(random, 0, 1) ? "UTF-8" : "UTF-16BE");
            const Outcome there = converted(
                orderOf(text, encoding, EncodingConversion{by}, ByteCount(between(random, 1, 5000))));
            QVERIFY2(there.result && !there.result->misfits, encoding.name().data());
            const Outcome back = converted(
                orderOf(there.bytes, by, EncodingConversion{encoding}, ByteCount(between(random, 1, 5000))));
            QVERIFY2(back.result && !back.result->misfits, encoding.name().data());
            const std::span<const std::byte> mark = encoding.byteOrderMark();
            const bool isMarked = encoding.unitSize() > 1 || by.unitSize() > 1;
            Bytes expected(mark.begin(), isMarked ? mark.end() : mark.begin());
            expected.insert(expected.end(), text.begin(), text.end());
            QVERIFY2(back.bytes == expected, encoding.name().data());
        }
    }

    void byteOrderMarks_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("UTF-16 is told by one") << "UTF-8" << "61" << "UTF-16LE" << "ff fe 61 00";
        QTest::newRow("one stays one") << "UTF-8" << "ef bb bf 61" << "UTF-16BE" << "fe ff 00 61";
        QTest::newRow("UTF-8 keeps it") << "UTF-16LE" << "ff fe 61 00" << "UTF-8" << "ef bb bf 61";
        QTest::newRow("UTF-8 has none of its own") << "UTF-16LE" << "61 00" << "UTF-8" << "61";
        QTest::newRow("others have none") << "UTF-8" << "ef bb bf 61" << "windows-1252" << "61";
        QTest::newRow("nothing else") << "UTF-8" << "ef bb bf" << "windows-1252" << "";
        QTest::newRow("a second one is text")
            << "UTF-8" << "ef bb bf ef bb bf" << "UTF-16BE" << "fe ff fe ff";
    }

    void byteOrderMarks()
    {
        QFETCH(QString, from);
        QFETCH(QString, hex);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        for (const int window : {1, 2, 3, 4, 100}) {
            const Outcome outcome
                = converted(orderOf(bytesOfHex(hex.toStdString()), encodingNamed(from.toStdString()),
                    EncodingConversion{encodingNamed(to.toStdString())}, ByteCount(window)));
            QVERIFY(outcome.result && !outcome.result->misfits);
            QCOMPARE(hexOf(outcome.bytes), expected.toStdString());
        }
    }

    void whatDoesNotFitIsTold_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("size");
        QTest::addColumn<uint>("codePoint");
        QTest::addColumn<int>("count");
        constexpr int invalid = int(Misfits::Kind::Invalid);
        constexpr int lacking = int(Misfits::Kind::Lacking);
        QTest::newRow("a broken byte")
            << "UTF-8" << "61 ff 62 80" << "UTF-16LE" << invalid << 1 << 1 << 0xffU << 2;
        QTest::newRow("cut off") << "UTF-8" << "61 e2 82" << "UTF-16LE" << invalid << 1 << 1 << 0xe2U << 2;
        QTest::newRow("a lone surrogate")
            << "UTF-16LE" << "61 00 00 d8 62 00" << "UTF-8" << invalid << 2 << 2 << 0xd800U << 1;
        QTest::newRow("an odd byte") << "UTF-16LE" << "61 00 62" << "UTF-8" << invalid << 2 << 1 << 0x62U
                                     << 1;
        QTest::newRow("no such character")
            << "UTF-8" << "61 e2 82 ac e2 82 ac" << "ISO-8859-1" << lacking << 1 << 3 << 0x20acU << 2;
        QTest::newRow("of the astral planes")
            << "UTF-8" << "f0 9f 98 80" << "Shift_JIS" << lacking << 0 << 4 << 0x1f600U << 1;
        QTest::newRow("a mark in the midst")
            << "UTF-8" << "61 ef bb bf" << "windows-1252" << lacking << 1 << 3 << 0xfeffU << 1;
    }

    void whatDoesNotFitIsTold()
    {
        QFETCH(QString, from);
        QFETCH(QString, hex);
        QFETCH(QString, to);
        for (const int window : {1, 2, 5, 100}) {
            const Outcome outcome
                = converted(orderOf(bytesOfHex(hex.toStdString()), encodingNamed(from.toStdString()),
                    EncodingConversion{encodingNamed(to.toStdString())}, ByteCount(window)));
            QVERIFY(outcome.result && outcome.result->misfits);
            const Misfits& misfits = *outcome.result->misfits;
            QTEST(int(misfits.kind), "kind");
            QTEST(int(misfits.first.begin().value()), "begin");
            QTEST(int(misfits.first.count().value()), "size");
            QTEST(uint(misfits.codePoint), "codePoint");
            QTEST(int(misfits.count), "count");
            QVERIFY(misfits.isCountComplete);
        }
    }

    // Each of some places, in both directions.
    void placesAreKnown()
    {
        const ConversionOrder whole = orderOf(bytesOf("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"), Encoding(),
            EncodingConversion{encodingNamed("UTF-16LE")});
        const std::map<int, int> known{{0, 0}, {1, 4}, {3, 6}, {6, 8}, {10, 12}, {11, 14}};
        for (const auto& [before, after] : known) {
            ConversionOrder order = whole;
            order.places = {ByteOffset(before)};
            const Outcome outcome = converted(order);
            const ConvertedPlaces& places = outcome.result->places;
            QCOMPARE(places.after(ByteOffset(before)).place.value(), std::int64_t(after));
            QVERIFY(places.after(ByteOffset(before)).isExact);
            QCOMPARE(places.before(ByteOffset(after)).place.value(), std::int64_t(before));
        }
    }

    // Windows that stay as they are come from where they are; the rest is new.
    void whatDoesNotChangeIsKept()
    {
        Bytes text(1'000'000, std::byte{'a'});
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

QTEST_GUILESS_MAIN(ConversionTest)
#include "ConversionTest.moc"
