// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What has changed between two looks, held against a comparison byte by byte; and how it fades.

#include "ui/model/LiveBytes.h"
#include "tests/support/Rounds.h"
#include "ui/model/Afterglow.h"
#include "ui/model/HexPage.h"

#include <QTest>

#include <map>
#include <random>
#include <set>

using namespace megascope;
using namespace std::chrono_literals;

namespace {

// Bytes that change whenever somebody wants; what is behind `end` is lost, and some cannot be read. Zeros at
// the begin of a block are a hole.
class ChangingSource final : public Source {
public:
    static constexpr std::int64_t most = 5000;

    ByteCount size() const override { return ByteCount(most); }
    Gaps read(ByteOffset offset, std::span<std::byte> out) const override
    {
        asked.emplace_back(offset, ByteCount(std::ssize(out)));
        Gaps gaps;
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = offset.value() + static_cast<std::int64_t>(i);
            const bool isThere = at < end && at != failing;
            out[i] = isThere ? bytes[static_cast<std::size_t>(at)] : std::byte{0};
            if (!isThere)
                gaps.push_back({.range = {ByteOffset(at), ByteCount(1)},
                    .cause = at == failing ? Gap::Cause::Failed : Gap::Cause::PastEnd});
        }
        return gaps;
    }
    Extent extentAt(ByteOffset offset) const override
    {
        ++extentsAsked;
        const bool isHole = hole.contains(offset);
        const ByteOffset next = isHole ? hole.end() : offset < hole.begin() ? hole.begin() : ByteOffset(most);
        return {.range = {offset, next}, .kind = isHole ? Extent::Kind::Hole : Extent::Kind::Data};
    }
    std::unique_ptr<Scan> scan(const ByteRange& /*range*/) const override { return nullptr; }

    std::vector<std::byte> bytes = std::vector<std::byte>(most, std::byte{'x'});
    std::int64_t end = most;
    std::int64_t failing = -1;
    ByteRange hole;
    mutable std::vector<ByteRange> asked;
    mutable int extentsAsked = 0;
};

Snapshot of(const std::shared_ptr<ChangingSource>& source)
{
    return {source, source->size(), Revision{}};
}

std::set<std::int64_t> offsetsOf(const std::vector<ByteRange>& ranges)
{
    std::set<std::int64_t> offsets;
    for (const ByteRange& range : ranges) {
        for (std::int64_t at = range.begin().value(); at < range.end().value(); ++at)
            offsets.insert(at);
    }
    return offsets;
}

} // namespace

class LiveBytesTest : public QObject {
    Q_OBJECT

private slots:
    // Windows that move about, over bytes that change, vanish and come back.
    void looksTellWhatChanged()
    {
        const bool hasSeed = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const quint32 seed
            = hasSeed ? qEnvironmentVariable("MEGASCOPE_SEED").toUInt() : std::random_device()();
        qInfo("MEGASCOPE_SEED=%u", seed);
        std::mt19937 random(seed);
        const auto source = std::make_shared<ChangingSource>();
        const auto known = [&](std::int64_t at) {
            return at == source->failing ? -1
                : at >= source->end      ? -2
                                         : std::to_integer<int>(source->bytes[static_cast<std::size_t>(at)]);
        };
        LiveBytes live;
        std::map<std::int64_t, int> before; // of the last look
        for (int round = 0; round < testing::rounds(500); ++round) {
            for (auto changes = random() % 40; changes > 0; --changes)
                source->bytes[random() % ChangingSource::most] = static_cast<std::byte>('a' + random() % 26);
            source->end = random() % 4 == 0 ? std::int64_t(random() % 5001) : ChangingSource::most;
            source->failing = random() % 4 == 0 ? std::int64_t(random() % 5000) : -1;
            const auto begin = std::int64_t(random() % 5000);
            const ByteRange range(ByteOffset(begin), ByteCount(std::int64_t(random() % 3000)));
            source->asked.clear();
            const LiveBytes::Look look = live.look(of(source), range);
            QCOMPARE(source->asked.size(), range.empty() ? 0U : 1U); // nothing but what is looked at
            std::map<std::int64_t, int> now;
            for (std::int64_t at = begin; at < std::min(range.end().value(), ChangingSource::most); ++at)
                now.emplace_hint(now.end(), at, known(at));
            std::set<std::int64_t> expected;
            std::size_t seen = 0;
            for (const auto& [at, value] : now) {
                const auto old = before.find(at);
                seen += old != before.end() ? 1U : 0U;
                if (old != before.end() && old->second != value)
                    expected.insert(at);
            }
            QCOMPARE(offsetsOf(look.changed), expected);
            QCOMPARE(look.isElsewhere, seen != now.size());
            QVERIFY(std::ranges::is_sorted(look.changed, {}, &ByteRange::begin));
            before = now;
        }
        live.forget();
        QVERIFY(live.look(of(source), {ByteOffset(0), ByteCount(10)}).changed.empty());
    }

    void whatChangedFadesWithinASecond()
    {
        Afterglow glow;
        const Afterglow::Clock::time_point start{1000s};
        const std::vector<ByteRange> first{{ByteOffset(10), ByteCount(2)}, {ByteOffset(20), ByteCount(1)}};
        const std::vector<ByteRange> second{{ByteOffset(11), ByteCount(1)}};
        QVERIFY(glow.strengths({ByteOffset(0), ByteCount(30)}, start).empty());
        glow.add(first, start);
        glow.add(second, start + 500ms);
        const auto at = [&](std::int64_t offset, Afterglow::Clock::duration later) {
            const auto strengths = glow.strengths({ByteOffset(5), ByteCount(20)}, start + later);
            return int(strengths.at(static_cast<std::size_t>(offset - 5)));
        };
        QCOMPARE(at(10, 0ms), Afterglow::levels);
        QCOMPARE(at(9, 0ms), 0);
        QCOMPARE(at(12, 0ms), 0);
        int last = Afterglow::levels;
        for (auto later = 0ms; later < Afterglow::duration; later += 10ms) {
            QVERIFY(at(10, later) <= last && at(10, later) > 0);
            last = at(10, later);
        }
        QCOMPARE(at(10, Afterglow::duration), 0);
        QVERIFY(at(11, 600ms) > at(10, 600ms)); // the later change counts
        QCOMPARE(glow.strengths({ByteOffset(100), ByteCount(5)}, start), std::vector<std::uint8_t>(5));
        glow.fade(start + Afterglow::duration);
        QCOMPARE(glow.ranges(), second);
        glow.fade(start + 2 * Afterglow::duration);
        QVERIFY(glow.isEmpty());
    }

    // A page asks about holes only where a hole may be.
    void holesAreAskedForWhereZerosAre()
    {
        const auto source = std::make_shared<ChangingSource>();
        const auto page = [&](std::int64_t begin, std::int64_t count) {
            source->extentsAsked = 0;
            return HexPage::read(of(source), {ByteOffset(begin), ByteCount(count)}, Encoding());
        };
        (void)page(0, 4000);
        QCOMPARE(source->extentsAsked, 0);
        source->bytes[100] = std::byte{0};
        (void)page(0, 4000);
        QCOMPARE(source->extentsAsked, 0);
        source->hole = ByteRange(ByteOffset(1024), ByteCount(2048));
        std::fill_n(source->bytes.begin() + 1000, 2100, std::byte{0}); // data, the hole, data
        for (const std::int64_t begin : {0, 900, 1024, 1100, 2000, 3071}) {
            const HexPage shown = page(begin, 900);
            for (std::int64_t at = begin; at < begin + 900; ++at) {
                const HexCell* const cell = shown.cellAt(ByteOffset(at));
                QCOMPARE(cell->kind == HexCell::Kind::Hole, at >= 1024 && at < 3072);
                QCOMPARE(cell->state, HexCell::State::Present);
            }
            QCOMPARE(source->extentsAsked > 0, begin > 0);
            QVERIFY(source->extentsAsked < 10);
        }
    }
};

QTEST_GUILESS_MAIN(LiveBytesTest)
#include "LiveBytesTest.moc"
