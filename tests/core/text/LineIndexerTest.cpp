// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineIndexer.h"
#include "tests/core/text/LineTesting.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace {

using namespace megascope;
using namespace megascope::testing;

constexpr ByteCount block = LineIndex::blockSize;
constexpr ByteCount group = LineIndex::groupSize;

// Fills what is missing, in two threads, and checks the sums that come with it.
void fill(LineIndex& index, const Snapshot& snapshot)
{
    Progress progress;
    CHECK(fillLineIndex(index, snapshot, 2, progress, {}));
    CHECK(index.isComplete());
    CHECK_EQUAL(index.countedTo().value(), snapshot.size().value());
}

std::int64_t measure(const Snapshot& snapshot, NewlineCode newline)
{
    LineIndex index(newline, snapshot.size());
    LongestLine longest(newline);
    Progress progress;
    CHECK(fillLineIndex(index, snapshot, 2, progress, {}, {.longest = &longest}));
    CHECK_EQUAL(progress.done.load(), snapshot.size().value());
    CHECK_EQUAL(progress.total.load(), snapshot.size().value());
    return longest.inFileOf(snapshot.size()).value();
}

// Asks the index for places around every multiple of a block, for random ones, and for all that lie past the
// end.
void checkAnswers(const LineIndex& index, const Snapshot& snapshot, const NaiveLines& naive, Random& random)
{
    const std::int64_t size = snapshot.size().value();
    CHECK_EQUAL(index.newlines().value(), naive.newlines());

    std::vector<std::int64_t> offsets{0, size};
    for (std::int64_t border = block.value(); border < size; border += block.value())
        offsets.insert(offsets.end(), {border - 1, border, border + 1});
    for (int i = 0; i < 100; ++i)
        offsets.push_back(random.between(0, size));
    for (const std::int64_t offset : offsets) {
        if (offset <= size)
            CHECK_EQUAL(
                index.lineAt(snapshot, ByteOffset(offset)).value().value(), naive.newlinesBefore(offset));
    }
    CHECK(!index.lineAt(snapshot, ByteOffset(size + 1)));

    for (int i = 0; i < 200; ++i) {
        const std::int64_t line = i == 0 ? naive.newlines() : random.between(0, naive.newlines());
        CHECK_EQUAL(index.lineBegin(snapshot, LineNumber(line)).value().value(), naive.lineBegin(line));
    }
    CHECK(!index.lineBegin(snapshot, LineNumber(naive.newlines() + 1)));
}

} // namespace

PLAIN_TEST(answersAsTheNaive)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        for (const std::int64_t size :
            {std::int64_t{0}, std::int64_t{1}, block.value() - 1, block.value(), block.value() + 1,
                2 * block.value() + 3, random.between(3 * block.value(), 9 * block.value())}) {
            const std::vector<std::byte> bytes = randomLines(random, size, newline);
            const NaiveLines naive(bytes, newline);
            const Snapshot snapshot = snapshotOf(bytes);
            LineIndex index(newline, snapshot.size());
            fill(index, snapshot);
            checkAnswers(index, snapshot, naive, random);
            CHECK_EQUAL(measure(snapshot, newline), naive.longest());
        }
    }
}

PLAIN_TEST(groupsJoin)
{
    // Data on both sides of the border, with sizes of the file around it; a hole before costs only the naive.
    Random random;
    constexpr NewlineCode newline{.unitSize = 2, .bigEndian = true, .value = '\n'};
    for (const std::int64_t past : {-2, 0, 2, 99'998}) {
        const std::int64_t size = group.value() + past;
        auto source = std::make_shared<IslandSource>(ByteCount(size));
        std::vector<std::byte> whole(static_cast<std::size_t>(size));
        const auto add = [&](std::int64_t at, std::int64_t count) {
            count = std::min(count, size - at);
            if (count <= 0)
                return;
            std::vector<std::byte> bytes = randomLines(random, count, newline);
            std::ranges::copy(bytes, whole.begin() + at);
            source->addIsland(at, std::move(bytes));
        };
        add(4096, 10'000);
        add(group.value() - 8192, 60'000);
        const NaiveLines naive(whole, newline);
        const Snapshot snapshot = snapshotOf(source);
        LineIndex index(newline, snapshot.size());
        fill(index, snapshot);
        checkAnswers(index, snapshot, naive, random);
        CHECK_EQUAL(measure(snapshot, newline), naive.longest());
    }
}

PLAIN_TEST(holesAreSkippedByExtents)
{
    auto source = std::make_shared<IslandSource>(ByteCount::max());
    constexpr std::int64_t islands[]
        = {0, std::int64_t{1} << 32, (std::int64_t{1} << 53) + 5, std::int64_t{1} << 62};
    for (const std::int64_t island : islands)
        source->addIsland(island, bytesOf("one\r\ntwo\n"));
    const Snapshot snapshot = snapshotOf(source);
    LineIndex index(NewlineCode(), snapshot.size());
    fill(index, snapshot);
    CHECK_EQUAL(index.newlines().value(), 8);
    CHECK(index.memory() < kibibytes(16));
    CHECK(source->extentsAsked() < 64);
    for (std::int64_t line = 1; line <= 8; ++line) {
        const std::int64_t island = islands[(line - 1) / 2];
        CHECK_EQUAL(
            index.lineBegin(snapshot, LineNumber(line)).value().value(), island + (line % 2 == 1 ? 5 : 9));
    }
    // From the last newline of an island to the first of the next, or to the end of the file.
    CHECK_EQUAL(measure(snapshot, NewlineCode()), ByteCount::max().value() - islands[3] - 9);
}

PLAIN_TEST(whatCannotBeReadHoldsNoNewline)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        auto source = std::make_shared<IslandSource>(ByteCount(300'000));
        std::vector<std::byte> bytes = randomLines(random, 300'000, newline);
        source->addIsland(0, bytes);
        // In sectors: a code unit is lost as a whole.
        const ByteRange lost(
            ByteOffset(512 * random.between(0, 200)), ByteCount(512 * random.between(1, 200)));
        source->makeUnreadable(lost);
        std::ranges::fill_n(bytes.begin() + lost.begin().value(), lost.count().value(), std::byte{0});
        const Snapshot snapshot = snapshotOf(source);
        LineIndex index(newline, snapshot.size());
        Progress progress;
        FirstLoss loss;
        CHECK(fillLineIndex(index, snapshot, 2, progress, {}, {.loss = &loss}));
        checkAnswers(index, snapshot, NaiveLines(bytes, newline), random);
        CHECK(loss.range() == lost);
    }
}

PLAIN_TEST(endsWhenThereIsEnough)
{
    auto source = std::make_shared<IslandSource>(group * 100);
    for (std::int64_t i = 0; i < 100; ++i)
        source->addIsland(i * group.value(), bytesOf("a\nb\n"));
    const Snapshot snapshot = snapshotOf(source);
    LineIndex index(NewlineCode(), snapshot.size());
    Progress progress;
    CHECK(fillLineIndex(index, snapshot, 1, progress, {}, {.enough = LineCount(5)}));
    CHECK_EQUAL(index.countedTo().value(), group.value() * 3);
    CHECK(fillLineIndex(index, snapshot, 2, progress, {}, {.enough = LineCount(300)}));
    CHECK_EQUAL(index.newlines().value(), 200);
    CHECK(index.isComplete());
}

PLAIN_TEST(whatIsNotConfirmedIsLookedAtAgain)
{
    Random random;
    auto source = std::make_shared<IslandSource>(mebibytes(5));
    const std::vector<std::byte> bytes = randomLines(random, mebibytes(5).value(), NewlineCode());
    source->addIsland(0, bytes);
    source->lieAtFirst();
    const Snapshot snapshot = snapshotOf(source);
    const NaiveLines naive(bytes, NewlineCode());
    LineIndex index(NewlineCode(), snapshot.size());
    fill(index, snapshot);
    checkAnswers(index, snapshot, naive, random);
    CHECK_EQUAL(measure(snapshot, NewlineCode()), naive.longest());
}

PLAIN_TEST(growthAndTruncationAreFollowed)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        const std::vector<std::byte> bytes = randomLines(random, 6 * block.value(), newline);
        const auto source = snapshotOf(bytes);
        std::int64_t size = 0;
        LineIndex index(newline, ByteCount(0));
        for (int step = 0; step < testing::rounds(30); ++step) {
            const std::int64_t before = size;
            const bool near = random.between(0, 1) == 0;
            size = near ? std::clamp<std::int64_t>(size + random.between(-5, 200), 0, std::ssize(bytes))
                        : random.between(0, std::ssize(bytes));
            const auto held = std::span(bytes).first(static_cast<std::size_t>(size));
            const Snapshot snapshot = snapshotOf(std::vector(held.begin(), held.end()));
            // Sometimes the caller knows less than it could.
            const std::int64_t unchangedTo
                = random.between(0, 3) == 0 ? random.between(0, before) : std::min(before, size);
            index.resize(ByteCount(size), ByteOffset(unchangedTo));
            CHECK(index.countedTo().value() <= unchangedTo);
            if (index.countedTo().value() > 0)
                CHECK_EQUAL(index.newlines().value(),
                    NaiveLines(bytes, newline).newlinesBefore(index.countedTo().value()));
            fill(index, snapshot);
            checkAnswers(index, snapshot, NaiveLines(held, newline), random);
        }
    }
}

PLAIN_TEST(growingAppendsToWhatIsCounted)
{
    // A last line that grows is read from the begin of its block on, not from the begin of its group.
    auto source = std::make_shared<IslandSource>(group);
    source->addIsland(
        0, std::vector<std::byte>(static_cast<std::size_t>(block.value()) * 4, std::byte{'\n'}));
    LineIndex index(NewlineCode(), block * 3);
    fill(index, Snapshot(source, block * 3, Revision{0}));
    const ByteCount size = block * 3 + ByteCount(7);
    index.resize(size, ByteOffset((block * 3).value()));
    Progress progress;
    CHECK(fillLineIndex(index, Snapshot(source, size, Revision{1}), 1, progress, {}));
    CHECK_EQUAL(index.newlines().value(), size.value());
}

PLAIN_TEST(stopsAndGoesOn)
{
    // Each scan of a group asks for its extent; the stop comes somewhere among them.
    Random random;
    const std::int64_t size = 40 * group.value();
    for (int round = 0; round < testing::rounds(20); ++round) {
        auto source = std::make_shared<IslandSource>(ByteCount(size));
        for (std::int64_t at = 0; at < size; at += group.value())
            source->addIsland(at + random.between(0, 9) * 4096, bytesOf("a\nb\n"));
        const Snapshot snapshot = snapshotOf(source);
        LineIndex index(NewlineCode(), snapshot.size());
        int fills = 0;
        while (!index.isComplete()) {
            std::stop_source stop;
            Progress progress;
            const std::int64_t begun = index.countedTo().value();
            const std::int64_t until = source->extentsAsked() + random.between(1, 120);
            const std::jthread stopper([&](std::stop_token end) {
                while (!end.stop_requested() && source->extentsAsked() < until)
                    std::this_thread::yield();
                stop.request_stop();
            });
            const bool complete = fillLineIndex(index, snapshot, 2, progress, stop.get_token());
            CHECK_EQUAL(complete, index.isComplete());
            CHECK(index.countedTo().value() >= begun);
            if (++fills == 1000)
                break; // then without a stop: a machine that is busy might never come to the end
        }
        fill(index, snapshot);
        CHECK_EQUAL(index.newlines().value(), 80);
        CHECK_EQUAL(index.lineBegin(snapshot, LineNumber(80)).value().value() % group.value() % 4096, 4);
    }
}

PLAIN_TEST(askingNeverDisturbsTheFilling)
{
    Random random;
    const std::int64_t size = 12 * group.value();
    auto source = std::make_shared<IslandSource>(ByteCount(size));
    std::vector<std::int64_t> begins;
    for (std::int64_t at = 0; at < size; at += group.value() / 4) {
        source->addIsland(at, bytesOf("abc\n"));
        begins.push_back(at + 4);
    }
    const Snapshot snapshot = snapshotOf(source);
    LineIndex index(NewlineCode(), snapshot.size());
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> askers;
        askers.reserve(2);
        for (int i = 0; i < 2; ++i) {
            askers.emplace_back([&, seed = random.between(0, 1'000'000)] {
                std::mt19937_64 engine(static_cast<std::uint64_t>(seed));
                while (!done) {
                    const auto line = static_cast<std::int64_t>(engine() % begins.size());
                    const ByteOffset begin(begins[static_cast<std::size_t>(line)]);
                    const std::optional<ByteOffset> found = index.lineBegin(snapshot, LineNumber(line + 1));
                    const std::optional<LineNumber> at = index.lineAt(snapshot, begin);
                    wrong += found && *found != begin ? 1 : 0;
                    wrong += at && *at != LineNumber(line + 1) ? 1 : 0;
                    wrong += index.estimatedLineBegin(LineNumber(line)) > snapshot.end() ? 1 : 0;
                    wrong += index.newlines().value() > std::ssize(begins) ? 1 : 0;
                    wrong += index.memory() < ByteCount(1) || index.estimatedLineAt(begin) < LineNumber(0)
                        ? 1
                        : 0;
                }
            });
        }
        for (int round = 0; round < testing::rounds(10); ++round) {
            fill(index, snapshot);
            index.resize(snapshot.size(), ByteOffset(random.between(0, size)));
        }
        fill(index, snapshot);
        done = true;
    }
    CHECK_EQUAL(wrong.load(), 0);
    CHECK_EQUAL(index.newlines().value(), std::ssize(begins));
}
