// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchSeek.h"

#include "core/document/Document.h"
#include "core/search/Pattern.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <random>
#include <string>

using namespace megascope;
using namespace megascope::testing;

namespace {

using Random = std::mt19937_64;

std::int64_t below(Random& random, std::int64_t end)
{
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random);
}

Snapshot snapshotOf(const std::string& text)
{
    const auto bytes = std::as_bytes(std::span(text));
    auto source = std::make_shared<MemorySource>(std::vector<std::byte>(bytes.begin(), bytes.end()));
    return {source, source->size(), Revision{}};
}

std::shared_ptr<const Matcher> matcherOf(const std::string& text, Pattern::Kind kind = Pattern::Kind::Text)
{
    const auto matcher = compilePattern({.kind = kind, .text = text}, TextFormat{});
    CHECK(matcher.has_value());
    return *matcher;
}

std::optional<ByteRange> sought(
    const Snapshot& snapshot, const Matcher& matcher, const SeekRequest& request, bool forward)
{
    Progress progress;
    const SeekEnd end = (forward ? seekForward : seekBackward)(snapshot, matcher, request, 2, progress, {});
    CHECK(end.kind == SearchEnd::Kind::Done);
    return end.match;
}

// What std::string finds, of a needle that does not overlap itself.
std::optional<ByteRange> naive(
    const std::string& text, const std::string& needle, const SeekRequest& request, bool forward)
{
    std::optional<ByteRange> last;
    for (std::size_t at = text.find(needle); at != std::string::npos; at = text.find(needle, at + 1)) {
        const ByteRange match(ByteOffset(static_cast<std::int64_t>(at)), ByteCount(std::ssize(needle)));
        if (!request.begins.contains(match.begin()) || match.end() > request.limit)
            continue;
        last = match;
        if (forward)
            break;
    }
    return last;
}

} // namespace

PLAIN_TEST(findsTheNextAndTheOneBefore)
{
    Random random(plaintest::seed());
    const std::string needle = "needle";
    for (int round = 0; round < rounds(60); ++round) {
        // Large enough for every step; a needle now and then, also across their borders.
        std::string text(
            static_cast<std::size_t>(1 + below(random, round % 4 == 0 ? 90'000'000 : 6'000'000)), '.');
        for (std::int64_t i = below(random, 4); i > 0; --i) {
            const std::int64_t at = below(random, 3) == 0 ? (1 + below(random, 70)) * 65536 - below(random, 8)
                                                          : below(random, std::ssize(text));
            if (at + std::ssize(needle) <= std::ssize(text))
                text.replace(static_cast<std::size_t>(at), needle.size(), needle);
        }
        const Snapshot snapshot = snapshotOf(text);
        const auto matcher = matcherOf(needle);
        for (int i = 0; i < 6; ++i) {
            std::int64_t a = below(random, std::ssize(text) + 1);
            std::int64_t b = i < 2 ? std::ssize(text) : below(random, std::ssize(text) + 1);
            if (a > b)
                std::swap(a, b);
            if (i == 0)
                a = 0;
            const ByteOffset limit(b + (i % 2 == 0 ? 0 : below(random, std::ssize(text) - b + 1)));
            const SeekRequest request{
                .begins = {ByteOffset(a), ByteOffset(b)}, .limit = limit, .textBegin = {}};
            for (const bool forward : {true, false})
                CHECK(sought(snapshot, *matcher, request, forward) == naive(text, needle, request, forward));
        }
    }
}

// A run that crosses the begin of a step is found whole.
PLAIN_TEST(findsAWholeMatchGoingBackwards)
{
    std::string text(300'000, '.');
    text.replace(230'000, 20'000, 20'000, 'a');
    const Snapshot snapshot = snapshotOf(text);
    const auto matcher = matcherOf("a+", Pattern::Kind::Regex);
    const SeekRequest request{.begins = snapshot.all(), .limit = snapshot.end(), .textBegin = {}};
    CHECK(sought(snapshot, *matcher, request, false) == ByteRange(ByteOffset(230'000), ByteCount(20'000)));
}

PLAIN_TEST(findsWhatOnlyExistsInEditedBytes)
{
    Document document(snapshotOf(std::string(3'000'000, '.') + "nee"));
    const std::string rest = "dle and more";
    document.replace({document.snapshot().end(), ByteCount(0)}, std::as_bytes(std::span(rest)));
    const auto matcher = matcherOf("needle");
    const Snapshot& snapshot = document.snapshot();
    const SeekRequest request{.begins = snapshot.all(), .limit = snapshot.end(), .textBegin = {}};
    for (const bool forward : {true, false})
        CHECK(sought(snapshot, *matcher, request, forward) == ByteRange(ByteOffset(3'000'000), ByteCount(6)));
}

PLAIN_TEST(stopsWhenAsked)
{
    std::string text;
    text.resize(20'000'000, '.');
    const Snapshot snapshot = snapshotOf(text + "needle");
    const auto matcher = matcherOf("needle");
    std::stop_source stop;
    stop.request_stop();
    const SeekRequest request{
        .begins = {ByteOffset(0), ByteOffset(20'000'000)}, .limit = snapshot.end(), .textBegin = {}};
    for (const auto seek : {seekForward, seekBackward}) {
        Progress progress;
        const SeekEnd end = seek(snapshot, *matcher, request, 2, progress, stop.get_token());
        CHECK(!end.match);
        CHECK(end.kind == SearchEnd::Kind::Stopped);
    }
}

PLAIN_TEST(tellsThatAnExpressionIsTooComplex)
{
    const Snapshot snapshot = snapshotOf(std::string(5000, 'a') + "!");
    const auto matcher = matcherOf("(a+)+(?=[xy])", Pattern::Kind::Regex);
    const SeekRequest request{.begins = snapshot.all(), .limit = snapshot.end(), .textBegin = {}};
    for (const auto seek : {seekForward, seekBackward}) {
        Progress progress;
        const SeekEnd end = seek(snapshot, *matcher, request, 2, progress, {});
        CHECK(!end.match);
        CHECK(end.kind == SearchEnd::Kind::TooComplex);
    }
}
