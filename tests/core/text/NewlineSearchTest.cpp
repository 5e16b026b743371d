// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineSearch.h"

#include "HugeSource.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>
#include <memory>
#include <set>

using namespace megascope;
using namespace megascope::texttesting;

Q_DECLARE_METATYPE(megascope::NewlineCode)

namespace {

// The places of all newlines, looked at one by one.
std::vector<std::size_t> newlinesIn(std::span<const std::byte> bytes, NewlineCode newline)
{
    std::vector<std::size_t> result;
    for (std::size_t at = 0; at + newline.unitSize <= bytes.size(); at += newline.unitSize) {
        bool isNewline = true;
        for (std::size_t i = 0; i < newline.unitSize; ++i) {
            const std::size_t low = newline.bigEndian ? newline.unitSize - 1u : 0;
            isNewline &= bytes[at + i] == static_cast<std::byte>(i == low ? newline.value : 0);
        }
        if (isNewline)
            result.push_back(at);
    }
    return result;
}

// Bytes of which many look like parts of newlines.
std::vector<std::byte> likelyBytes(std::mt19937_64& random, std::size_t size, NewlineCode newline)
{
    std::vector<std::byte> result(size);
    const std::uint64_t rarity = 1 + random() % 40;
    for (std::byte& byte : result) {
        const bool isOther = random() % rarity != 0;
        byte = static_cast<std::byte>(isOther ? 'x' : random() % 3 == 0 ? newline.value : 0);
    }
    return result;
}

} // namespace

class NewlineSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inMemory_data() { eachCode(); }
    void inMemory();
    void inSnapshots_data() { eachCode(); }
    void inSnapshots();
    void sparseSnapshots_data() { eachCode(); }
    void sparseSnapshots();

private:
    static void eachCode();
};

void NewlineSearchTest::eachCode()
{
    QTest::addColumn<NewlineCode>("newline");
    for (const int unit : {1, 2, 4}) {
        for (const bool bigEndian : {false, true}) {
            for (const int value : {0x0a, 0x0d, 0x15}) {
                if (unit > 1 || !bigEndian)
                    QTest::addRow("%d bytes, %s, %02x", unit, bigEndian ? "big" : "little", unsigned(value))
                        << NewlineCode{std::uint8_t(unit), bigEndian, std::uint8_t(value)};
            }
        }
    }
}

void NewlineSearchTest::inMemory()
{
    QFETCH(const NewlineCode, newline);
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < 400; ++round) {
        const auto bytes = likelyBytes(random, static_cast<std::size_t>(between(random, 0, 700)), newline);
        const std::vector<std::size_t> expected = newlinesIn(bytes, newline);
        const auto first = firstNewline(bytes, newline);
        const auto last = lastNewline(bytes, newline);
        QCOMPARE(first.has_value(), !expected.empty());
        QCOMPARE(last.has_value(), !expected.empty());
        if (expected.empty())
            continue;
        QCOMPARE(*first, expected.front());
        QCOMPARE(*last, expected.back());
        QVERIFY(beginsWithNewline(std::span(bytes).subspan(*first), newline));
    }
}

void NewlineSearchTest::inSnapshots()
{
    QFETCH(const NewlineCode, newline);
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < 30; ++round) {
        const auto size = between(random, 1, round < 20 ? 3000 : 100'000);
        const auto bytes = likelyBytes(random, static_cast<std::size_t>(size), newline);
        const Snapshot snapshot = snapshotOf(bytes);
        const std::vector<std::size_t> all = newlinesIn(bytes, newline);
        for (int look = 0; look < 40; ++look) {
            const std::int64_t begin = between(random, 0, size);
            const std::int64_t end = between(random, begin, size);
            // Code units are taken whole.
            const std::int64_t unit = newline.unitSize;
            const std::int64_t from = begin / unit * unit;
            const std::int64_t to = (end + unit - 1) / unit * unit;
            const auto isInside = [&](std::size_t at) {
                return static_cast<std::int64_t>(at) >= from && static_cast<std::int64_t>(at) < to
                    && begin < end;
            };
            const auto first = std::ranges::find_if(all, isInside);
            const auto last = std::ranges::find_last_if(all, isInside);
            const ByteRange range{ByteOffset(begin), ByteOffset(end)};
            const auto foundFirst = firstNewline(snapshot, range, newline);
            const auto foundLast = lastNewline(snapshot, range, newline);
            QCOMPARE(foundFirst ? foundFirst->value() : -1, first == all.end() ? -1 : std::int64_t(*first));
            QCOMPARE(foundLast ? foundLast->value() : -1, last.empty() ? -1 : std::int64_t(last.front()));
        }
    }
}

// Newlines far apart, in islands of a hole that begin and end anywhere.
void NewlineSearchTest::sparseSnapshots()
{
    QFETCH(const NewlineCode, newline);
    std::mt19937_64 random = randomGenerator();
    constexpr std::int64_t size = std::int64_t{1} << 62;
    for (int round = 0; round < testing::rounds(4); ++round) {
        const auto source = std::make_shared<HugeSource>(ByteCount(size));
        std::set<std::int64_t> places;
        std::int64_t end = 0;
        while (places.size() < 6) {
            const std::int64_t offset
                = end + (std::int64_t{1} << between(random, 4, 55)) + between(random, 1, 9);
            const auto bytes
                = likelyBytes(random, static_cast<std::size_t>(between(random, 1, 40'000)), newline);
            source->addIsland(offset, bytes);
            // Whole code units of the file, and the zeros around the island.
            const std::int64_t unit = newline.unitSize;
            const std::int64_t begin = offset / unit * unit;
            end = offset + std::ssize(bytes);
            std::vector<std::byte> units(static_cast<std::size_t>((end + unit - 1) / unit * unit - begin));
            (void)source->read(ByteOffset(begin), units);
            for (const std::size_t at : newlinesIn(units, newline))
                places.insert(begin + static_cast<std::int64_t>(at));
        }
        const Snapshot snapshot(source, ByteCount(size), Revision());
        for (int look = 0; look < 60; ++look) {
            const std::int64_t near = *std::next(places.begin(), between(random, 0, std::ssize(places) - 1));
            const std::int64_t place
                = (random() % 2 == 0 ? near + between(random, -5, 5) : between(random, 0, end + end / 2))
                & ~std::int64_t{3};
            const auto after = places.lower_bound(place);
            const auto foundFirst = firstNewline(snapshot, {ByteOffset(place), snapshot.end()}, newline);
            QCOMPARE(foundFirst ? foundFirst->value() : -1, after == places.end() ? -1 : *after);
            const auto foundLast = lastNewline(snapshot, {ByteOffset(0), ByteOffset(place)}, newline);
            QCOMPARE(foundLast ? foundLast->value() : -1, after == places.begin() ? -1 : *std::prev(after));
        }
    }
}

QTEST_APPLESS_MAIN(NewlineSearchTest)
#include "NewlineSearchTest.moc"
