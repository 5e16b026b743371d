// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Filters against a naive one: lines are cut with a loop, and PCRE2's interpreter looks at each alone.
#include "core/file/FormatText.h"
#include "core/search/FilterLines.h"
#include "tests/core/search/GeneratedPattern.h"
#include "tests/core/search/NaiveSearch.h"
#include "tests/core/search/PatchySource.h"
#include "tests/core/search/SparseLines.h"
#include "tests/core/text/TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>

#include <algorithm>

using namespace megascope;
using namespace megascope::testing;
using namespace megascope::texttesting;

namespace {

using Bytes = std::vector<std::byte>;
using Shown = std::vector<FilteredLine>;

TextFormat formatOf(const char* encoding, LineEnding ending = LineEnding::Lf)
{
    TextFormat format;
    format.encoding = encodingNamed(encoding);
    format.lineEnding = ending;
    format.newline = format.encoding.newline();
    return format;
}

std::string textOf(const Shown& lines)
{
    std::string text;
    for (const FilteredLine& line : lines)
        text += formatText(
            "{}{}+{} ", line.passes ? "" : "~", line.range.begin().value(), line.range.count().value());
    return text;
}

std::vector<ByteRange> naiveLines(const Bytes& bytes, std::size_t textBegin, NewlineCode newline)
{
    std::vector<ByteRange> lines;
    std::size_t begin = textBegin;
    const auto add = [&](std::size_t end) {
        lines.emplace_back(ByteOffset(std::int64_t(begin)), ByteOffset(std::int64_t(end)));
        begin = end;
    };
    for (std::size_t at = textBegin; at + newline.unitSize <= bytes.size(); at += newline.unitSize) {
        bool is = true;
        for (std::size_t i = 0; i < newline.unitSize; ++i) {
            const std::size_t value = newline.bigEndian ? newline.unitSize - 1 : 0;
            is = is && bytes[at + i] == (i == value ? std::byte(newline.value) : std::byte(0));
        }
        if (is)
            add(at + newline.unitSize);
    }
    if (begin < bytes.size())
        add(bytes.size());
    return lines;
}

// Which lines are shown, given which pass.
Shown withContext(const std::vector<ByteRange>& lines, const std::vector<bool>& passing, int context)
{
    Shown shown;
    const int count = int(lines.size());
    for (int i = 0; i < count; ++i) {
        bool near = false;
        for (int k = std::max(0, i - context); k <= std::min(count - 1, i + context); ++k)
            near = near || passing[std::size_t(k)];
        if (near)
            shown.push_back({lines[std::size_t(i)], passing[std::size_t(i)]});
    }
    return shown;
}

// What a filter shows, kept as whoever stores it does.
struct Filtered {
    std::vector<ByteRange> shown;
    std::vector<ByteRange> passing;
    FilterEnd end;

    [[nodiscard]] Shown all() const
    {
        Shown lines;
        for (const ByteRange& line : shown)
            lines.push_back({line, std::ranges::contains(passing, line)});
        lines.insert(lines.end(), end.last.begin(), end.last.end());
        return lines;
    }
};

void goOn(Filtered& filtered, const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
    unsigned threads, const SearchSizes& sizes)
{
    Progress progress;
    filtered.end = filterLines(
        snapshot, filter, textBegin, filtered.end.next, threads, progress, {},
        [&](std::span<const ByteRange> shown, std::span<const ByteRange> passing) {
            filtered.shown.insert(filtered.shown.end(), shown.begin(), shown.end());
            filtered.passing.insert(filtered.passing.end(), passing.begin(), passing.end());
            return true;
        },
        sizes);
}

Filtered startAt(ByteOffset begin)
{
    Filtered filtered;
    filtered.end.next = {.from = begin, .owed = 0, .shownTo = begin};
    return filtered;
}

Snapshot patchySnapshot(const Bytes& bytes, std::mt19937_64& random)
{
    const auto source = std::make_shared<PatchySource>(bytes, random(), random() % 3 == 0 ? 30 : 3000);
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t most = random() % 2 == 0 ? bytes.size() : 200;
        const std::size_t size = std::min(bytes.size() - at, random() % most + 1);
        pieces.push_back({source, ByteOffset(std::int64_t(at)), ByteCount(std::int64_t(size))});
        at += size;
    }
    return {PieceTree(std::span<const Piece>(pieces)), Revision{}};
}

} // namespace

class LineFilterTest : public QObject {
    Q_OBJECT

private slots:
    void combinesConditions();
    void nothingReachesIntoAnotherLine();
    void tellsWhatIsWrong();
    void utf8() { compare("UTF-8", LineEnding::Lf, rounds(150)); }
    void utf8WithCrLf() { compare("UTF-8", LineEnding::CrLf, rounds(80)); }
    void latin1() { compare("ISO-8859-1", LineEnding::Lf, rounds(16)); }
    void utf16() { compare("UTF-16LE", LineEnding::Lf, rounds(40)); }
    void utf16BigEndian() { compare("UTF-16BE", LineEnding::Lf, rounds(25)); }
    void longLines();
    void holes();
    void stops();
    void catastrophe();

private:
    struct Expected {
        FilterSpec spec;
        std::optional<Shown> shown; // nothing when the oracle gives up
    };

    void compare(const char* encoding, LineEnding ending, int count);
    Bytes randomText(const TextFormat& format, const char* encoding);
    Expected randomFilter(const Bytes& bytes, const std::vector<ByteRange>& lines, const TextFormat& format);
    std::optional<Shown> filteredSomehow(const Bytes& bytes, const LineFilter& filter);
    // Which lines of the text an expression fits; nothing when the oracle gives up.
    std::optional<std::vector<bool>> naive(const Bytes& bytes, const std::vector<ByteRange>& lines,
        const TextFormat& format, const std::string& expression, bool matchCase);
    Shown filtered(const std::string& text, const FilterSpec& spec);

    std::mt19937_64 m_random = randomGenerator();
};

Shown LineFilterTest::filtered(const std::string& text, const FilterSpec& spec)
{
    const auto filter = LineFilter::compile(spec, formatOf("UTF-8"));
    Filtered result = startAt(ByteOffset(0));
    goOn(result, snapshotOf(bytesOf(text)), **filter, ByteOffset(0), 2, {});
    return result.all();
}

void LineFilterTest::combinesConditions()
{
    const std::string text = "red\ngreen\nred green\nblue\n\nred blue"; // 0 4 10 20 25 26
    const LineCondition red{.pattern = {.text = "red"}};
    const LineCondition green{.pattern = {.text = "green"}};
    LineCondition noGreen = green;
    noGreen.negated = true;
    QCOMPARE(textOf(filtered(text, {.conditions = {red}})), "0+4 10+10 26+8 ");
    QCOMPARE(textOf(filtered(text, {.conditions = {red, green}})), "10+10 ");
    QCOMPARE(textOf(filtered(text, {.conditions = {red, noGreen}})), "0+4 26+8 ");
    QCOMPARE(textOf(filtered(text, {.conditions = {noGreen}})), "0+4 20+5 25+1 26+8 ");
    QCOMPARE(textOf(filtered(text, {.conditions = {red, green}, .combine = FilterSpec::Combine::Any})),
        "0+4 4+6 10+10 26+8 ");
    QCOMPARE(textOf(filtered(text,
                 {.conditions = {green, {.pattern = {.text = "red"}, .negated = true}},
                     .combine = FilterSpec::Combine::Any})),
        "4+6 10+10 20+5 25+1 ");
    LineCondition off = green;
    off.enabled = false;
    QCOMPARE(textOf(filtered(text, {.conditions = {red, off, LineCondition()}})), "0+4 10+10 26+8 ");
    QCOMPARE(textOf(filtered(text, {.conditions = {{.pattern = {.text = "blue"}}}, .context = 1})),
        "~10+10 20+5 ~25+1 26+8 ");
}

void LineFilterTest::nothingReachesIntoAnotherLine()
{
    const auto regex = [](const char* text, bool negated = false) {
        return FilterSpec{
            .conditions = {{.pattern = {.kind = Pattern::Kind::Regex, .text = text}, .negated = negated}}};
    };
    const std::string text = "a\nb\na b\n"; // 0 2 4
    QCOMPARE(textOf(filtered(text, regex("a\\s+b"))), "4+4 ");
    QCOMPARE(textOf(filtered(text, regex("[^x]+"))), "0+2 2+2 4+4 ");
    QCOMPARE(textOf(filtered(text, regex("\\n"))), "");
    QCOMPARE(textOf(filtered(text, regex("(?<=\\n)b"))), "");
    QCOMPARE(textOf(filtered(text, regex("^b"))), "2+2 ");
    QCOMPARE(textOf(filtered(text, regex("b$"))), "2+2 4+4 ");
    QCOMPARE(textOf(filtered(text, regex("a(?!\\s)"))), "0+2 ");
    QCOMPARE(textOf(filtered(text, regex("a(?!\\s)", true))), "2+2 4+4 ");
}

void LineFilterTest::tellsWhatIsWrong()
{
    const FilterSpec spec{.conditions
        = {{.pattern = {.text = "fine"}}, {.pattern = {.kind = Pattern::Kind::Regex, .text = "a(b"}},
            {.pattern = {.kind = Pattern::Kind::Hex, .text = "4"}, .enabled = false}}};
    const auto filter = LineFilter::compile(spec, formatOf("UTF-8"));
    QVERIFY(!filter);
    QCOMPARE(filter.error().size(), 2u);
    QCOMPARE(filter.error()[0].condition, 1u);
    QCOMPARE(filter.error()[0].error.position, 3u);
    QCOMPARE(filter.error()[1].condition, 2u);
    const auto nothing = LineFilter::compile({.conditions = {LineCondition()}}, formatOf("UTF-8"));
    QVERIFY(nothing && !*nothing);
}

std::optional<std::vector<bool>> LineFilterTest::naive(const Bytes& bytes,
    const std::vector<ByteRange>& lines, const TextFormat& format, const std::string& expression,
    bool matchCase)
{
    const RegexDialect dialect{
        .characters = true, .matchCase = matchCase, .carriageReturns = format.lineEnding == LineEnding::CrLf};
    std::vector<bool> fits;
    for (const ByteRange& line : lines) {
        std::span<const std::byte> content(
            bytes.data() + line.begin().value(), std::size_t(line.count().value()));
        const std::size_t unit = format.newline.unitSize;
        const auto value = [&] {
            const std::size_t at = content.size() - unit + (format.newline.bigEndian ? unit - 1 : 0);
            return content.size() < unit ? 0 : std::to_integer<int>(content[at]);
        };
        const bool isWide = unit > 1;
        if (value() == '\n' && (!isWide || content.size() % unit == 0))
            content = content.first(content.size() - unit);
        if (dialect.carriageReturns && value() == '\r')
            content = content.first(content.size() - unit);
        std::optional<NaiveMatches> matches;
        if (format.encoding.family() == Encoding::Family::Utf8) {
            matches = naiveMatches(expression, dialect, content);
        } else {
            QString text;
            for (const Character& character : decoded(format.encoding, content))
                text += character.valid ? QString::fromUcs4(&character.codePoint, 1)
                                        : QString(QChar(char16_t(0xdc00))); // spells nothing
            const QString pattern = QString::fromUtf8(expression.data(), qsizetype(expression.size()));
            matches = naiveMatches16(pattern.toStdU16String(), dialect, text.toStdU16String());
        }
        if (!matches)
            return std::nullopt;
        fits.push_back(!matches->empty());
    }
    return fits;
}

Bytes LineFilterTest::randomText(const TextFormat& format, const char* encoding)
{
    std::u32string characters = generatedText(m_random, m_random() % 1500 + 1);
    if (format.lineEnding == LineEnding::CrLf) {
        std::u32string with;
        for (const char32_t c : characters) {
            if (c == U'\n' && m_random() % 5 != 0)
                with += U'\r';
            with += c;
        }
        characters = with;
    }
    return encoded(QString::fromUcs4(characters.data(), qsizetype(characters.size())), encoding);
}

LineFilterTest::Expected LineFilterTest::randomFilter(
    const Bytes& bytes, const std::vector<ByteRange>& lines, const TextFormat& format)
{
    Expected expected;
    FilterSpec& spec = expected.spec;
    spec.combine = m_random() % 2 == 0 ? FilterSpec::Combine::All : FilterSpec::Combine::Any;
    spec.context = m_random() % 2 == 0 ? 0 : int(m_random() % 4);
    const bool needsAll = spec.combine == FilterSpec::Combine::All;
    std::vector<bool> passing(lines.size(), needsAll);
    for (std::size_t n = m_random() % 3 + 1; n > 0; --n) {
        const bool negated = m_random() % 3 == 0;
        const bool matchCase = m_random() % 2 == 0;
        // Those that look around are short: a line is too little for the step limit to end them soon.
        const bool plain = m_random() % 2 == 0;
        const std::string expression
            = generatedPattern(m_random, int(m_random() % (plain ? 4 : 2) + 1), plain);
        if (expression.empty())
            continue;
        spec.conditions.push_back(
            {.pattern = {.kind = Pattern::Kind::Regex, .text = expression, .matchCase = matchCase},
                .negated = negated});
        const auto fits = naive(bytes, lines, format, expression, matchCase);
        if (!fits)
            return expected;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool holds = (*fits)[i] != negated;
            passing[i] = needsAll ? passing[i] && holds : passing[i] || holds;
        }
    }
    if (!spec.conditions.empty())
        expected.shown = withContext(lines, passing, spec.context);
    return expected;
}

// At once, or step by step as the document grows. Nothing: it takes too many steps.
std::optional<Shown> LineFilterTest::filteredSomehow(const Bytes& bytes, const LineFilter& filter)
{
    const SearchSizes sizes{.block = ByteCount(std::int64_t(m_random() % 400 + 1)),
        .smallPiece = m_random() % 700,
        .joined = m_random() % 3000};
    const std::size_t steps = m_random() % 2 == 0 ? 1 : m_random() % 8 + 2;
    Filtered result = startAt(ByteOffset(0));
    for (std::size_t step = 1; step <= steps; ++step) {
        const std::size_t size = bytes.size() * step / steps;
        const Bytes part(bytes.begin(), bytes.begin() + std::ptrdiff_t(size));
        goOn(result, patchySnapshot(part, m_random), filter, ByteOffset(0), unsigned(m_random() % 3 + 1),
            sizes);
        if (result.end.search.kind != SearchEnd::Kind::Done)
            return std::nullopt;
    }
    return result.all();
}

void LineFilterTest::compare(const char* encoding, LineEnding ending, int count)
{
    const TextFormat format = formatOf(encoding, ending);
    int compared = 0;
    for (int round = 0; round < count; ++round) {
        const Bytes bytes = randomText(format, encoding);
        const std::vector<ByteRange> lines = naiveLines(bytes, 0, format.newline);
        const Expected expected = randomFilter(bytes, lines, format);
        const auto filter = LineFilter::compile(expected.spec, format);
        if (!expected.shown || !filter || !*filter)
            continue;
        const std::optional<Shown> shown = filteredSomehow(bytes, **filter);
        if (!shown)
            continue;
        ++compared;
        if (shown == expected.shown)
            continue;
        for (const LineCondition& condition : expected.spec.conditions)
            qWarning("%s\"%s\"%s", condition.negated ? "not " : "", condition.pattern.text.c_str(),
                condition.pattern.matchCase ? "" : " without case");
        qWarning("%s, context %d", expected.spec.combine == FilterSpec::Combine::All ? "all" : "any",
            expected.spec.context);
        QCOMPARE(textOf(*shown), textOf(*expected.shown));
    }
    qInfo("%d of %d rounds compared", compared, count);
    QVERIFY(compared > count / 2);
}

void LineFilterTest::longLines()
{
    Bytes bytes(3'000'000, std::byte('.'));
    const auto put = [&](std::size_t at, std::string_view text) {
        std::ranges::copy(asBytes(text), bytes.begin() + std::ptrdiff_t(at));
    };
    put(100, "\n");
    put(1'500'000, "needle");
    put(2'000'000, "\nneedle\n");
    put(2'999'000, "needle");
    const SearchSizes sizes{.block = kibibytes(64)};
    for (const char* text : {"needle", "needle.*\\.", "needle[^x]", "(?<=n)e+dle[^x]"}) {
        const auto filter = LineFilter::compile(
            {.conditions = {{.pattern = {.kind = Pattern::Kind::Regex, .text = text}}}}, formatOf("UTF-8"));
        Filtered result = startAt(ByteOffset(0));
        goOn(result, snapshotOf(bytes), **filter, ByteOffset(0), 2, sizes);
        const bool alsoAlone = std::string_view(text) == "needle";
        QCOMPARE(textOf(result.all()),
            alsoAlone ? "101+1999900 2000001+7 2000008+999992 " : "101+1999900 2000008+999992 ");
    }
}

void LineFilterTest::holes()
{
    const auto source = std::make_shared<SparseLines>();
    const Snapshot snapshot(source, source->size(), Revision{});
    for (const auto& [text, expected] :
        {std::pair("needle", "1125899906842628+7 "), std::pair("end", "0+1125899906842628 "),
            std::pair("begin", "1125899906842635+1125899906842613 ")}) {
        const auto filter
            = LineFilter::compile({.conditions = {{.pattern = {.text = text}}}}, formatOf("UTF-8"));
        Filtered result = startAt(ByteOffset(0));
        goOn(result, snapshot, **filter, ByteOffset(0), 2, {});
        QCOMPARE(textOf(result.all()), expected);
    }
}

void LineFilterTest::stops()
{
    const Snapshot snapshot = snapshotOf(repeated(bytesOf("a line\n"), 40'000'000));
    const auto filter
        = LineFilter::compile({.conditions = {{.pattern = {.text = "line"}}}}, formatOf("UTF-8"));
    std::stop_source stop;
    Progress progress;
    const FilterEnd stopped = filterLines(snapshot, **filter, ByteOffset(0), {}, 2, progress,
        stop.get_token(), [&](std::span<const ByteRange>, std::span<const ByteRange>) {
            stop.request_stop();
            return true;
        });
    QCOMPARE(stopped.search.kind, SearchEnd::Kind::Stopped);
    int calls = 0;
    const FilterEnd enough = filterLines(snapshot, **filter, ByteOffset(0), {}, 2, progress, {},
        [&](std::span<const ByteRange>, std::span<const ByteRange>) { return ++calls < 2; });
    QCOMPARE(enough.search.kind, SearchEnd::Kind::Enough);
    QCOMPARE(calls, 2);
}

// What comes before the place where an expression takes too long is there.
void LineFilterTest::catastrophe()
{
    const std::string text = "aa\nx\naa\n" + std::string(40, 'a') + "!\naa\n";
    const auto filter = LineFilter::compile(
        {.conditions = {{.pattern = {.kind = Pattern::Kind::Regex, .text = "(a+)+$"}}}}, formatOf("UTF-8"));
    Filtered result = startAt(ByteOffset(0));
    goOn(result, snapshotOf(bytesOf(text)), **filter, ByteOffset(0), 2, {});
    QCOMPARE(textOf(result.all()), "0+3 5+3 ");
    QCOMPARE(result.end.search.kind, SearchEnd::Kind::TooComplex);
    QVERIFY(result.end.search.at >= ByteOffset(8) && result.end.search.at < ByteOffset(49));
}

QTEST_GUILESS_MAIN(LineFilterTest)
#include "LineFilterTest.moc"
