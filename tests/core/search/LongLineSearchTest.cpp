// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Regular expressions in lines so long that trying one at each byte would not come to an end: an attempt may
// pass over all that is left of the line.
#include "core/search/RegexMatcher.h"
#include "tests/core/search/NaiveSearch.h"
#include "tests/core/text/TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>

#include <array>
#include <thread>

using namespace megascope;
using namespace megascope::testing;
using namespace megascope::texttesting;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

struct Finding {
    bool isStopped = false;
    NaiveMatches matches;
};

Finding findIn(const std::string& text, const std::string& expression, const std::stop_token& stop = {})
{
    const auto matcher = RegexMatcher::compile(expression, {});
    const std::unique_ptr<MatchFinder> finder = (*matcher)->makeFinder();
    std::vector<MatchSpan> found;
    const auto done = finder->find({.bytes = std::as_bytes(std::span(text)),
                                       .offset = ByteOffset(0),
                                       .until = text.size(),
                                       .endsText = true},
        stop, found);
    Finding finding{.isStopped = !done && done.error().kind == SearchTrouble::Kind::Stopped, .matches = {}};
    for (const MatchSpan& match : found)
        finding.matches.emplace_back(match.begin, match.size);
    return finding;
}

// Runs of a few letters, some of them far longer than a line should be, between line ends and words.
std::string textOfRuns(std::mt19937_64& random)
{
    static constexpr std::array<std::string_view, 6> words{"needle", "foo ", "\n", "7", "need", "\xff"};
    std::string text;
    while (text.size() < 300'000) {
        const std::size_t most = random() % 8 == 0 ? 2500 : 30;
        text.append(random() % most, "xyz"[random() % 3]);
        text += words[random() % words.size()];
    }
    return text;
}

} // namespace

class LongLineSearchTest : public QObject {
    Q_OBJECT

private slots:
    void literalRulesOut_data();
    void literalRulesOut();
    void stopsWhereLinesTurnLong_data();
    void stopsWhereLinesTurnLong();
    void waysAgree();

private:
    std::mt19937_64 m_random = randomGenerator();
};

void LongLineSearchTest::literalRulesOut_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<qsizetype>("size"); // of the match at the line's end
    const qsizetype line = 8 * qsizetype{mebibyte};
    QTest::addRow("before") << "xx*needle" << line;
    QTest::addRow("before, optional") << "x*needle" << line;
    QTest::addRow("class") << "[wxyz]+needle" << line;
    QTest::addRow("behind") << "needle.*" << qsizetype{6};
    QTest::addRow("two literals") << "x.*ne+dle" << line;
}

void LongLineSearchTest::literalRulesOut()
{
    QFETCH(const QString, expression);
    QFETCH(const qsizetype, size);
    std::string text(8 * mebibyte, 'x');
    QVERIFY(findIn(text, expression.toStdString()).matches.empty());
    text.replace(text.size() - 6, 6, "needle");
    const NaiveMatches expected{{text.size() - static_cast<std::size_t>(size), size}};
    QCOMPARE(findIn(text, expression.toStdString()).matches, expected);
}

void LongLineSearchTest::stopsWhereLinesTurnLong_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addRow("no literal") << "xx*[0-9]";
    QTest::addRow("literal everywhere") << "xx*y?[0-9]";
    QTest::addRow("several lines") << "x[^y]*+[0-9]";
}

// None of these comes to its end by itself.
void LongLineSearchTest::stopsWhereLinesTurnLong()
{
    QFETCH(const QString, expression);
    std::string text;
    while (text.size() < mebibyte)
        text += "a short line\n";
    text.append(16 * mebibyte, 'x');
    std::stop_source stop;
    const std::jthread stopper([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // so that it is among the x
        stop.request_stop();
    });
    QVERIFY(findIn(text, expression.toStdString(), stop.get_token()).isStopped);
}

// Texts in which finders try all their ways, and give some up.
void LongLineSearchTest::waysAgree()
{
    static const std::array<std::string, 6> expressions{
        "xx*needle", "[xy]+z?needle", "x+(foo|needle)", "y.*7.*foo", "z*ne+d", "x+7?\\n?needle"};
    for (int i = 0; i < rounds(8); ++i) {
        const std::string text = textOfRuns(m_random);
        for (const std::string& expression : expressions) {
            const auto expected = naiveMatches(expression, {}, std::as_bytes(std::span(text)));
            QVERIFY2(expected && !expected->empty(), expression.c_str());
            QVERIFY2(findIn(text, expression).matches == *expected, expression.c_str());
        }
    }
}

QTEST_GUILESS_MAIN(LongLineSearchTest)
#include "LongLineSearchTest.moc"
