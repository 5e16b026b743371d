// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Generated patterns in generated texts, against PCRE2's interpreter over the whole text at once. Chunks,
// pieces, blocks and the reach are so small that matches lie across each of their borders.
#include "core/file/FormatText.h"
#include "core/search/HexPattern.h"
#include "core/search/LiteralMatcher.h"
#include "core/search/RegexMatcher.h"
#include "core/search/Search.h"
#include "core/search/TranscodedMatcher.h"
#include "tests/core/search/GeneratedPattern.h"
#include "tests/core/search/NaiveSearch.h"
#include "tests/core/search/PatchySource.h"
#include "tests/core/text/TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

using namespace megascope;
using namespace megascope::testing;
using namespace megascope::texttesting;

namespace {

constexpr std::size_t reach = 512;

// The bytes as a document of one or many pieces.
Snapshot patchySnapshot(const std::vector<std::byte>& bytes, std::mt19937_64& random)
{
    const auto source = std::make_shared<PatchySource>(bytes, random(), random() % 3 == 0 ? 30 : 3000);
    std::vector<Piece> pieces;
    std::size_t at = 0;
    while (at < bytes.size()) {
        const std::size_t most = random() % 2 == 0 ? bytes.size() : 200;
        const std::size_t size = std::min(bytes.size() - at, random() % most + 1);
        pieces.push_back(
            {source, ByteOffset(static_cast<std::int64_t>(at)), ByteCount(static_cast<std::int64_t>(size))});
        at += size;
    }
    return {PieceTree(std::span<const Piece>(pieces)), Revision{}};
}

struct Found {
    SearchEnd::Kind kind;
    NaiveMatches matches;
};

Found foundIn(const Snapshot& snapshot, const Matcher& matcher, std::mt19937_64& random)
{
    const SearchRequest request{
        .range = snapshot.all(),
        .textBegin = ByteOffset(0),
        .sizes = {.block = ByteCount(static_cast<std::int64_t>(random() % 4000 + 1)),
            .smallPiece = random() % 700,
            .joined = random() % 3000},
    };
    Progress progress;
    Found found{};
    const SearchEnd end = search(snapshot, matcher, request, static_cast<unsigned>(random() % 3 + 1),
        progress, {}, [&found](std::span<const ByteRange> some) {
            for (const ByteRange& match : some)
                found.matches.emplace_back(match.begin().value(), match.count().value());
            return true;
        });
    found.kind = end.kind;
    return found;
}

std::string textOf(const NaiveMatches& matches)
{
    std::string text;
    for (const auto& [begin, size] : matches)
        text += formatText("{}+{} ", begin, size);
    return text;
}

bool isWithinReach(const NaiveMatches& matches)
{
    return std::ranges::all_of(matches, [](const auto& match) { return match.second < reach / 4; });
}

std::string firstDifference(const NaiveMatches& found, const NaiveMatches& expected)
{
    std::size_t i = 0;
    while (i < std::min(found.size(), expected.size()) && found[i] == expected[i])
        ++i;
    const auto part = [i](const NaiveMatches& all) {
        return textOf({all.begin() + static_cast<std::ptrdiff_t>(std::min(i, all.size())),
            all.begin() + static_cast<std::ptrdiff_t>(std::min(i + 3, all.size()))});
    };
    return formatText("after {} equal ones: {} instead of {}", i, part(found), part(expected));
}

// UTF-8 with some bytes that are none.
std::vector<std::byte> damaged(std::vector<std::byte> bytes, std::mt19937_64& random)
{
    for (int i = 0; i < 20; ++i)
        bytes[random() % bytes.size()] = static_cast<std::byte>(random());
    return bytes;
}

RegexDialect randomDialect(std::mt19937_64& random, bool characters)
{
    return {.characters = characters, .matchCase = random() % 2 == 0, .carriageReturns = random() % 3 == 0};
}

} // namespace

class SearchOracleTest : public QObject {
    Q_OBJECT

private slots:
    void utf8() { compareBytes(true, rounds(1200)); }
    void bytes() { compareBytes(false, rounds(500)); }
    void utf16();
    void latin1();
    void literals();
    void hex();
    void numbers_data();
    void numbers();

private:
    void compareBytes(bool characters, int patterns);
    enum class Verdict { Equal, Different, LeftOut }; // left out: too complex, or farther than the reach
    Verdict compare(const Snapshot& snapshot, const Matcher& matcher, const NaiveMatches& expected,
        const std::string& expression);

    std::mt19937_64 m_random = randomGenerator();
};

SearchOracleTest::Verdict SearchOracleTest::compare(const Snapshot& snapshot, const Matcher& matcher,
    const NaiveMatches& expected, const std::string& expression)
{
    const Found found = foundIn(snapshot, matcher, m_random);
    if (found.kind == SearchEnd::Kind::TooComplex || !isWithinReach(found.matches))
        return Verdict::LeftOut;
    if (found.kind != SearchEnd::Kind::Done || found.matches != expected)
        qWarning("pattern \"%s\": %s", expression.c_str(), firstDifference(found.matches, expected).c_str());
    return found.kind == SearchEnd::Kind::Done && found.matches == expected ? Verdict::Equal
                                                                            : Verdict::Different;
}

void SearchOracleTest::compareBytes(bool characters, int patterns)
{
    int compared = 0;
    std::size_t matches = 0;
    while (compared < patterns) {
        const std::string expression
            = generatedPattern(m_random, static_cast<int>(m_random() % 6 + 1), m_random() % 3 != 0);
        const RegexDialect dialect = randomDialect(m_random, characters);
        const QString text = QString::fromStdU32String(generatedText(m_random, 3000));
        std::vector<std::byte> bytes = encoded(text, "UTF-8");
        if (m_random() % 2 == 0)
            bytes = damaged(std::move(bytes), m_random);
        const bool wholeWord = m_random() % 8 == 0;
        const auto expected = naiveMatches(
            wholeWord ? R"((?<!\w)(?:)" + expression + R"()(?!\w))" : expression, dialect, bytes);
        if (!expected || !isWithinReach(*expected))
            continue;
        const auto matcher = RegexMatcher::compile(expression,
            {.dialect = dialect,
                .wholeWord = wholeWord,
                .reach = ByteCount(reach),
                .useFilter = m_random() % 4 != 0});
        QVERIFY2(matcher, expression.c_str());
        const Verdict verdict = compare(patchySnapshot(bytes, m_random), **matcher, *expected,
            expression + (dialect.matchCase ? "" : " (no case)") + (dialect.carriageReturns ? " (CR)" : ""));
        QVERIFY(verdict != Verdict::Different);
        compared += verdict == Verdict::Equal ? 1 : 0;
        matches += expected->size();
    }
    qInfo("%d patterns, %zu matches", compared, matches);
}

void SearchOracleTest::utf16()
{
    for (int compared = 0; compared < rounds(200);) {
        const std::string expression
            = generatedPattern(m_random, static_cast<int>(m_random() % 5 + 1), false);
        const RegexDialect dialect = randomDialect(m_random, true);
        const QString text = QString::fromStdU32String(generatedText(m_random, 3000));
        auto expected = naiveMatches16(
            QString::fromStdString(expression).toStdU16String(), dialect, text.toStdU16String());
        if (!expected)
            continue;
        for (auto& [begin, size] : *expected) {
            begin *= 2;
            size *= 2;
        }
        if (!isWithinReach(*expected))
            continue;
        const auto matcher
            = RegexMatcher::compile(expression, {.dialect = dialect, .reach = ByteCount(reach)});
        QVERIFY2(matcher, expression.c_str());
        const char* const name = m_random() % 2 == 0 ? "UTF-16LE" : "UTF-16BE";
        const Verdict verdict = compare(patchySnapshot(encoded(text, name), m_random),
            TranscodedMatcher(*matcher, encodingNamed(name)), *expected, expression);
        QVERIFY(verdict != Verdict::Different);
        compared += verdict == Verdict::Equal ? 1 : 0;
    }
}

void SearchOracleTest::latin1()
{
    for (int compared = 0; compared < rounds(200);) {
        const std::string expression
            = generatedPattern(m_random, static_cast<int>(m_random() % 5 + 1), false);
        const RegexDialect dialect = randomDialect(m_random, true);
        std::u32string characters = generatedText(m_random, 3000);
        std::ranges::replace_if(characters, [](char32_t c) { return c > 0xff; }, U'é');
        const QString text = QString::fromStdU32String(characters);
        const auto expected = naiveMatches16(
            QString::fromStdString(expression).toStdU16String(), dialect, text.toStdU16String());
        if (!expected || !isWithinReach(*expected))
            continue;
        const auto matcher
            = RegexMatcher::compile(expression, {.dialect = dialect, .reach = ByteCount(reach)});
        QVERIFY2(matcher, expression.c_str());
        const Verdict verdict = compare(patchySnapshot(encoded(text, "ISO-8859-1"), m_random),
            TranscodedMatcher(*matcher, encodingNamed("ISO-8859-1")), *expected, expression);
        QVERIFY(verdict != Verdict::Different);
        compared += verdict == Verdict::Equal ? 1 : 0;
    }
}

// Against a loop over all places.
void SearchOracleTest::literals()
{
    for (int round = 0; round < rounds(400); ++round) {
        std::vector<std::byte> bytes(5000);
        const unsigned kinds = m_random() % 2 == 0 ? 2 : 5;
        std::ranges::generate(bytes, [&] { return static_cast<std::byte>(m_random() % kinds); });
        const std::size_t size = m_random() % (kinds == 2 ? 12 : 5) + 1;
        const std::size_t from = m_random() % (bytes.size() - size);
        const std::vector<std::byte> wanted(bytes.begin() + static_cast<std::ptrdiff_t>(from),
            bytes.begin() + static_cast<std::ptrdiff_t>(from + size));
        NaiveMatches expected;
        for (std::size_t at = 0; at + size <= bytes.size();) {
            const bool isHere
                = std::equal(wanted.begin(), wanted.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
            if (isHere)
                expected.emplace_back(at, size);
            at += isHere ? size : 1;
        }
        const Verdict verdict
            = compare(patchySnapshot(bytes, m_random), LiteralMatcher(wanted), expected, hexOf(wanted));
        QVERIFY(verdict != Verdict::Different);
    }
}

void SearchOracleTest::hex()
{
    static constexpr const char* items[]
        = {"00", "01", "02", "??", "0?", "?1", "[00-01]", "[^02]", "[01 03]"};
    for (int round = 0; round < rounds(300); ++round) {
        std::vector<std::byte> bytes(4000);
        std::ranges::generate(bytes, [&] { return static_cast<std::byte>(m_random() % 4); });
        std::string text;
        for (std::size_t i = m_random() % 6 + 1; i > 0; --i)
            text += items[m_random() % std::size(items)] + std::string(m_random() % 2, ' ');
        const auto sets = parseHexPattern(text);
        QVERIFY(sets);
        NaiveMatches expected;
        for (std::size_t at = 0; at + sets->size() <= bytes.size();) {
            bool isHere = true;
            for (std::size_t i = 0; i < sets->size(); ++i)
                isHere = isHere && (*sets)[i][static_cast<std::size_t>(bytes[at + i])];
            if (isHere)
                expected.emplace_back(at, sets->size());
            at += isHere ? sets->size() : 1;
        }
        const auto matcher = compilePattern({.kind = Pattern::Kind::Hex, .text = text}, {});
        QVERIFY(matcher);
        const Verdict verdict = compare(patchySnapshot(bytes, m_random), **matcher, expected, text);
        QVERIFY(verdict != Verdict::Different);
    }
}

namespace {

// Reads a number as the processor does, after turning its bytes round where they are the other way.
template <class Number>
double decoded(const std::byte* bytes, bool isBigEndian)
{
    std::array<std::byte, sizeof(Number)> copy{};
    std::copy_n(bytes, sizeof(Number), copy.begin());
    if (isBigEndian != (std::endian::native == std::endian::big))
        std::ranges::reverse(copy);
    return static_cast<double>(std::bit_cast<Number>(copy));
}

using Decoder = double (*)(const std::byte* bytes, bool isBigEndian);

} // namespace

void SearchOracleTest::numbers_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<int>("size");
    QTest::addColumn<quintptr>("decoder");
    const auto add = [](const char* type, int size, Decoder decoder) {
        QTest::addRow("%s", type) << QString::fromLatin1(type) << size << reinterpret_cast<quintptr>(decoder);
    };
    add("u8", 1, decoded<std::uint8_t>);
    add("i8", 1, decoded<std::int8_t>);
    add("u16", 2, decoded<std::uint16_t>);
    add("i16", 2, decoded<std::int16_t>);
    add("u32", 4, decoded<std::uint32_t>);
    add("i32", 4, decoded<std::int32_t>);
    add("u64", 8, decoded<std::uint64_t>);
    add("i64", 8, decoded<std::int64_t>);
    add("f32", 4, decoded<float>);
    add("f64", 8, decoded<double>);
}

// Every offset is decoded. Integers of 64 bits are such that a double holds them.
void SearchOracleTest::numbers()
{
    QFETCH(QString, type);
    QFETCH(int, size);
    QFETCH(quintptr, decoder);
    const auto decode = reinterpret_cast<Decoder>(decoder);
    const bool isFloat = type.startsWith(QLatin1Char('f'));
    std::size_t matches = 0;
    for (int round = 0; round < rounds(100); ++round) {
        std::vector<std::byte> bytes(3000);
        static constexpr unsigned values[] = {0, 0xff, 1, 0x3f, 0x40, 0x80, 0xc0, 0x7f, 0xf0};
        const std::size_t kinds = m_random() % 2 == 0 ? 3 : std::size(values);
        std::ranges::generate(bytes, [&] { return static_cast<std::byte>(values[m_random() % kinds]); });
        // A value that is there, or one near it.
        const int order = static_cast<int>(m_random() % 3); // little, big, either
        double there = 0;
        bool isUsable = false;
        for (int tries = 0; tries < 3000 && !isUsable; ++tries) {
            there = decode(bytes.data() + m_random() % (bytes.size() - 8), order == 1);
            isUsable = std::isfinite(there) && (isFloat || std::fabs(there) < 9e15);
        }
        if (!isUsable)
            continue;
        const double tolerance = isFloat && m_random() % 2 == 0 ? std::fabs(there) * 0.5 : 0;
        const bool isAligned = m_random() % 4 == 0;
        QString text = type + QLatin1String(order == 0 ? "le" : order == 1 ? "be" : "") + QLatin1Char(':');
        text += isFloat ? QString::number(there, 'g', 17) : QString::number(qint64(there));
        if (tolerance > 0)
            text += QLatin1Char('~') + QString::number(tolerance, 'g', 17);
        text += isAligned ? QStringLiteral(" aligned") : QString();
        NaiveMatches expected;
        for (std::size_t at = 0; at + static_cast<std::size_t>(size) <= bytes.size();) {
            bool isHere = false;
            for (const bool big : {false, true}) {
                const double value = decode(bytes.data() + at, big);
                const bool isOrder = order == 2 || (order == 1) == big;
                const bool isNear = value >= there - tolerance && value <= there + tolerance;
                isHere = isHere || (isOrder && isNear);
            }
            isHere = isHere && (!isAligned || at % static_cast<std::size_t>(size) == 0);
            if (isHere)
                expected.emplace_back(at, static_cast<std::size_t>(size));
            at += isHere ? static_cast<std::size_t>(size) : 1;
        }
        const auto matcher = compilePattern({.kind = Pattern::Kind::Number, .text = text.toStdString()}, {});
        QVERIFY2(matcher, qPrintable(text));
        matches += expected.size();
        QVERIFY(compare(patchySnapshot(bytes, m_random), **matcher, expected, text.toStdString())
            == Verdict::Equal);
    }
    QVERIFY(matches > 0);
}

QTEST_GUILESS_MAIN(SearchOracleTest)

#include "SearchOracleTest.moc"
