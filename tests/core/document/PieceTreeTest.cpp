// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PieceTree.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <map>
#include <vector>

namespace megascope {
namespace {

using testing::Random;

std::shared_ptr<const Source> emptySource()
{
    return std::make_shared<MemorySource>(std::vector<std::byte>());
}

// A byte of a source, for trees that are never read: what a tree is made of, byte by byte.
using Place = std::pair<const Source*, std::int64_t>;

std::vector<Place> placesOf(const PieceTree& tree)
{
    std::vector<Place> places;
    tree.visit({ByteOffset(0), tree.size()}, [&](ByteOffset at, const Piece& piece) {
        CHECK_EQUAL(at.value(), std::ssize(places));
        for (std::int64_t i = 0; i < piece.count.value(); ++i)
            places.emplace_back(piece.source.get(), piece.begin.value() + i);
        return true;
    });
    CHECK_EQUAL(tree.size().value(), std::ssize(places));
    return places;
}

std::vector<Place> part(const std::vector<Place>& places, const ByteRange& range)
{
    return {places.begin() + range.begin().value(), places.begin() + range.end().value()};
}

// Pieces that never join: of one byte each, every second byte of a source.
std::vector<Piece> scatteredPieces(const std::shared_ptr<const Source>& source, std::int64_t count)
{
    std::vector<Piece> pieces;
    for (std::int64_t i = 0; i < count; ++i)
        pieces.push_back({source, ByteOffset(2 * i), ByteCount(1)});
    return pieces;
}

// Counts the places of a source whose number is a multiple of seven; of `hidden` it does not know.
class Sevenths final : public PieceMeasure {
public:
    explicit Sevenths(const Source* hidden)
        : m_hidden(hidden)
    {
    }

    [[nodiscard]] std::uint32_t epoch() const override { return m_epoch; }
    [[nodiscard]] std::optional<std::int64_t> measure(const Piece& piece) const override
    {
        ++asked;
        if (piece.source.get() == m_hidden)
            return std::nullopt;
        const auto before = [](ByteOffset place) { return (place.value() + 6) / 7; };
        return before(piece.range().end()) - before(piece.begin);
    }

    mutable int asked = 0;

private:
    const std::uint32_t m_epoch = newEpoch();
    const Source* const m_hidden;
};

std::int64_t sevenths(const std::vector<Place>& places)
{
    return std::ranges::count_if(places, [](const Place& place) { return place.second % 7 == 0; });
}

} // namespace

PLAIN_TEST(anEmptyTree)
{
    const PieceTree tree;
    CHECK(tree.empty() && tree.size() == ByteCount(0) && tree.pieceCount() == 0);
    CHECK(tree.slice({ByteOffset(0), ByteCount(0)}).empty());
    CHECK(tree.followedBy(tree).empty());
    CHECK(placesOf(tree).empty());
    CHECK(tree.memory() == ByteCount(0));
    const Sevenths measure(nullptr);
    CHECK(tree.sumBefore(ByteOffset(0), measure) == 0 && !tree.reach(1, measure));
    tree.check();
}

PLAIN_TEST(piecesThatGoOnAreOne)
{
    const auto source = emptySource();
    const PieceTree first(Piece{source, ByteOffset(0), ByteCount(10)});
    const PieceTree second(Piece{source, ByteOffset(10), ByteCount(5)});
    CHECK_EQUAL(first.followedBy(second).pieceCount(), 1);
    CHECK_EQUAL(second.followedBy(first).pieceCount(), 2);
    CHECK_EQUAL(
        PieceTree(std::vector<Piece>{first.pieceAt(ByteOffset(0)).piece, second.pieceAt(ByteOffset(0)).piece})
            .pieceCount(),
        1);
    // Also between tall trees.
    const PieceTree many(scatteredPieces(source, 5000));
    for (const std::int64_t cut : {1, 63, 64, 65, 2047, 2048, 2049, 4999}) {
        const PieceTree left = many.slice({ByteOffset(0), ByteCount(cut)});
        const PieceTree right = many.slice({ByteOffset(cut), many.size() - ByteCount(cut)});
        const Piece stray{emptySource(), ByteOffset(0), ByteCount(9)};
        const PieceTree inserted = left.followedBy(PieceTree(stray)).followedBy(right);
        CHECK_EQUAL(inserted.pieceCount(), 5001);
        const PieceTree restored = inserted.replaced({ByteOffset(cut), stray.count}, PieceTree());
        CHECK_EQUAL(restored.pieceCount(), 5000);
        CHECK(placesOf(restored) == placesOf(many));
    }
    // A piece cut in two and healed.
    const PieceTree whole(Piece{source, ByteOffset(0), ByteCount(1000)});
    const PieceTree cut = whole.replaced(
        {ByteOffset(500), ByteCount(0)}, PieceTree(Piece{emptySource(), ByteOffset(0), ByteCount(1)}));
    CHECK_EQUAL(cut.pieceCount(), 3);
    CHECK_EQUAL(cut.replaced({ByteOffset(500), ByteCount(1)}, PieceTree()).pieceCount(), 1);
}

// Slices and concatenations of trees of all heights, held against arrays.
PLAIN_TEST(randomOperationsEqualArrays)
{
    Random random;
    const std::vector<std::shared_ptr<const Source>> sources{emptySource(), emptySource(), emptySource()};
    std::vector<std::pair<PieceTree, std::vector<Place>>> trees(4);
    for (int step = 0; step < testing::rounds(3000); ++step) {
        auto& [tree, places] = trees[static_cast<std::size_t>(random.between(0, 3))];
        const auto& [other, otherPlaces] = trees[static_cast<std::size_t>(random.between(0, 3))];
        const std::int64_t size = tree.size().value();
        switch (random.between(0, 3)) {
        case 0: {
            const auto& source = sources[static_cast<std::size_t>(random.between(0, 2))];
            std::vector<Piece> pieces;
            for (std::int64_t count = random.between(1, step % 10 == 0 ? 3000 : 3); count > 0; --count)
                pieces.push_back(
                    {source, ByteOffset(random.between(0, 50)), ByteCount(random.between(1, 4))});
            tree = tree.followedBy(PieceTree(pieces));
            break;
        }
        case 1: {
            const ByteRange range = random.rangeWithin(size, size);
            tree = tree.slice(range);
            CHECK(placesOf(tree) == part(places, range));
            break;
        }
        case 2: {
            const ByteRange range = random.rangeWithin(size, 10);
            const std::vector<Place> content = otherPlaces;
            tree = tree.replaced(range, other);
            places.erase(places.begin() + range.begin().value(), places.begin() + range.end().value());
            places.insert(places.begin() + range.begin().value(), content.begin(), content.end());
            CHECK(placesOf(tree) == places);
            break;
        }
        default:
            tree = tree.followedBy(other);
        }
        tree.check();
        if (tree.size() > ByteCount(30'000))
            tree = tree.slice({ByteOffset(100), ByteCount(1000)});
        places = placesOf(tree);
        if (!places.empty()) {
            const std::int64_t at = random.between(0, std::ssize(places) - 1);
            const auto [piece, begin] = tree.pieceAt(ByteOffset(at));
            CHECK(Place(piece.source.get(), piece.begin.value() + at - begin.value())
                == places[static_cast<std::size_t>(at)]);
        }
    }
}

PLAIN_TEST(sumsAreThoseOfTheBytes)
{
    Random random;
    const auto known = emptySource();
    const auto hidden = emptySource();
    const Sevenths measure(hidden.get());
    PieceTree tree(scatteredPieces(known, 3000));
    for (int step = 0; step < testing::rounds(300); ++step) {
        tree = tree.replaced(random.rangeWithin(tree.size().value(), 20),
            PieceTree(Piece{known, ByteOffset(random.between(0, 100)), ByteCount(random.between(1, 30))}));
        const std::vector<Place> places = placesOf(tree);
        const ByteOffset at(random.between(0, tree.size().value()));
        CHECK(tree.sumBefore(at, measure) == sevenths(part(places, {ByteOffset(0), at})));
        const std::int64_t all = sevenths(places);
        CHECK(!tree.reach(all + 1, measure));
        const std::int64_t wanted = random.between(1, all);
        const auto reach = tree.reach(wanted, measure).value();
        CHECK_EQUAL(reach.before, sevenths(part(places, {ByteOffset(0), reach.place.at})));
        const ByteOffset end = reach.place.at + reach.place.piece.count;
        CHECK(reach.before < wanted && wanted <= sevenths(part(places, {ByteOffset(0), end})));
    }
    // What was found once is not asked for again.
    measure.asked = 0;
    CHECK(tree.sumBefore(ByteOffset(tree.size().value()), measure));
    CHECK_EQUAL(measure.asked, 0);
    // Behind a piece that is not known nothing is, and before it everything.
    tree = tree.replaced(
        {ByteOffset(1000), ByteCount(0)}, PieceTree(Piece{hidden, ByteOffset(0), ByteCount(5)}));
    CHECK(tree.sumBefore(ByteOffset(1000), measure) && !tree.sumBefore(ByteOffset(1001), measure));
    CHECK(tree.reach(1'000'000, measure).value().place.at == ByteOffset(1000));
    // Another measure has sums of its own.
    const Sevenths all(nullptr);
    CHECK(tree.sumBefore(ByteOffset(1001), all));
}

PLAIN_TEST(aPieceTakesLittleMemory)
{
    const auto source = emptySource();
    PieceTree tree(scatteredPieces(source, 100'000));
    CHECK(tree.memory() / tree.pieceCount() <= ByteCount(24));
    // Grown by edits at random places.
    Random random;
    tree = PieceTree(Piece{source, ByteOffset(0), ByteCount(10'000'000)});
    const auto other = emptySource();
    const std::int64_t edits = testing::rounds(50'000);
    for (std::int64_t i = 0; i < edits; ++i)
        tree = tree.replaced({ByteOffset(random.between(0, tree.size().value())), ByteCount(0)},
            PieceTree(Piece{other, ByteOffset(2 * i), ByteCount(1)}));
    CHECK(tree.pieceCount() > edits / 10 * 18);
    CHECK(tree.memory() / tree.pieceCount() <= ByteCount(48));
}

PLAIN_TEST(aVisitEndsWhenItIsEnough)
{
    const PieceTree tree(scatteredPieces(emptySource(), 5000));
    int seen = 0;
    tree.visit({ByteOffset(100), ByteOffset(4000)}, [&](ByteOffset at, const Piece&) {
        CHECK_EQUAL(at.value(), 100 + seen);
        return ++seen < 150;
    });
    CHECK_EQUAL(seen, 150);
}

} // namespace megascope
