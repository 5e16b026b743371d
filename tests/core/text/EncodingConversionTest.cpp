// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Conversions of encodings against the iconv of the C library.

#include "core/text/TextDecoder.h"
#include "core/text/TextEncoder.h"

#include "ConversionTesting.h"
#include "Languages.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>
#include <iconv.h>
#include <map>
#include <optional>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

using Bytes = std::vector<std::byte>;

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

// One character that comes back as it was: nothing else spells it, or this is the usual way.
std::optional<Bytes> plainCharacter(Encoding encoding, std::mt19937_64& random)
{
    const auto toBytes = [&](char32_t codePoint) {
        return TextEncoder(encoding).encode(QString::fromUcs4(&codePoint, 1).toStdU16String());
    };
    const bool isUnicode = encoding.family() != Encoding::Family::SingleByte
        && encoding.family() != Encoding::Family::MultiByte;
    if (isUnicode) {
        const auto codePoint = static_cast<char32_t>(between(random, 0, between(random, 0, 0x10'ffff)));
        const bool isText = (codePoint < 0xd800 || codePoint >= 0xe000) && codePoint != 0xfeff;
        return isText ? std::optional(toBytes(codePoint).value()) : std::nullopt;
    }
    Bytes bytes = randomBytes(random, std::size_t(between(random, 1, encoding.maxCharacterSize())));
    const std::vector<Character> characters = decoded(encoding, bytes);
    if (characters.size() != 1 || !characters.front().valid || toBytes(characters.front().codePoint) != bytes)
        return std::nullopt;
    return bytes;
}

} // namespace

class EncodingConversionTest : public QObject {
    Q_OBJECT

private slots:
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
                const ConversionOrder order = orderOf(bytesOf(spelledIn(from)),
                    encodingNamed(from.toStdString()), EncodingConversion{encodingNamed(to.toStdString())},
                    ByteCount(between(random, 1, 90)));
                const Outcome outcome = converted(order);
                QVERIFY2(outcome.result && !outcome.result->misfits, qPrintable(from + " to " + to));
                const ByteCount put = ByteCount(std::ssize(outcome.bytes)) - outcome.keptBytes;
                QVERIFY2(leastSize(order) <= put, qPrintable(from + " to " + to));
                QCOMPARE(hexOf(outcome.bytes), hexOf(asBytes(expected)));
            }
        }
    }

    // Through UTF-8 or UTF-16, and back to the same bytes.
    void everyEncodingComesBack()
    {
        std::mt19937_64 random = randomGenerator();
        for (const Encoding encoding : Encoding::all()) {
            Bytes text;
            for (int i = 0; i < testing::rounds(3000); ++i) {
                if (const std::optional<Bytes> next = plainCharacter(encoding, random))
                    text.insert(text.end(), next->begin(), next->end());
            }
            const Encoding by = encodingNamed(between(random, 0, 1) ? "UTF-8" : "UTF-16BE");
            const ConversionOrder order
                = orderOf(text, encoding, EncodingConversion{by}, ByteCount(between(random, 1, 5000)));
            const Outcome there = converted(order);
            QVERIFY(leastSize(order) <= ByteCount(std::ssize(there.bytes)) - there.keptBytes);
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
};

QTEST_GUILESS_MAIN(EncodingConversionTest)
#include "EncodingConversionTest.moc"
