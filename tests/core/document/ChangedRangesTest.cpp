// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/ChangedRanges.h"
#include "core/document/Document.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <random>
#include <sstream>
#include <string>

namespace megascope {
namespace {

// Each byte is another one than its neighbours, so that bytes tell where they come from.
struct Edited {
    Document document{
        std::make_shared<MemorySource>(testing::codedBytes({ByteOffset(0), ByteCount(1000)}, 0)),
        ByteCount(1000)};
    PieceTree saved = document.snapshot().pieces();

    void put(std::int64_t at, std::int64_t removed, std::string_view text)
    {
        document.replace({ByteOffset(at), ByteCount(removed)}, testing::bytesOf(text));
    }
    void move(std::int64_t from, std::int64_t count, std::int64_t to)
    {
        const PieceTree moved = document.snapshot().pieces().slice({ByteOffset(from), ByteCount(count)});
        document.replace({ByteOffset(from), ByteCount(count)}, PieceTree());
        document.replace({ByteOffset(to), ByteCount(0)}, moved);
    }
    [[nodiscard]] std::string changed() const
    {
        std::ostringstream text;
        for (const ByteRange& range : changedRanges(document.snapshot().pieces(), saved))
            text << range.begin().value() << '+' << range.count().value() << ' ';
        return text.str();
    }
};

PLAIN_TEST(nothingChanged)
{
    Edited edited;
    CHECK_EQUAL(edited.changed(), "");
    edited.put(10, 0, "abc");
    edited.document.undo();
    CHECK_EQUAL(edited.changed(), "");
}

PLAIN_TEST(overwritingInsertingAndDeleting)
{
    Edited edited;
    edited.put(10, 3, "abc");
    edited.put(100, 0, "inserted");
    edited.put(500, 20, "");
    CHECK_EQUAL(edited.changed(), "10+3 100+8 500+0 ");
    edited.document.undo();
    CHECK_EQUAL(edited.changed(), "10+3 100+8 ");
    edited.put(0, 5, "");
    edited.put(edited.document.size().value() - 1, 1, "");
    CHECK_EQUAL(edited.changed(), "0+0 5+3 95+8 1002+0 ");
}

PLAIN_TEST(theSmallerPartCountsAsMoved)
{
    Edited edited;
    edited.move(900, 10, 100);
    CHECK_EQUAL(edited.changed(), "100+10 910+0 ");
    Edited other;
    other.move(0, 990, 10);
    CHECK_EQUAL(other.changed(), "0+10 1000+0 ");
}

PLAIN_TEST(aCopyIsNew)
{
    Edited edited;
    const PieceTree copied = edited.document.snapshot().pieces().slice({ByteOffset(200), ByteCount(50)});
    edited.document.replace({ByteOffset(600), ByteCount(0)}, copied);
    CHECK_EQUAL(edited.changed(), "600+50 ");
}

// Random edits: what is not in the ranges is, in this order, in the saved document; and it is not less than
// what no edit touched.
PLAIN_TEST(whatDidNotChangeStandsInTheSameOrder)
{
    for (std::uint64_t round = 0; round < 200; ++round) {
        std::mt19937_64 random(plaintest::seed() + round);
        Edited edited;
        // What a flat array says of each byte: where it stood, or -1.
        std::vector<std::int64_t> origins;
        for (std::int64_t i = 0; i < 1000; ++i)
            origins.push_back(i);
        for (int edit = 0; edit < 12; ++edit) {
            const std::size_t at = random() % (origins.size() + 1);
            const std::size_t removed = std::min<std::size_t>(random() % 30, origins.size() - at);
            const std::string text(random() % 20, '#');
            edited.put(static_cast<std::int64_t>(at), static_cast<std::int64_t>(removed), text);
            const auto place = origins.begin() + static_cast<std::ptrdiff_t>(at);
            origins.insert(
                origins.erase(place, place + static_cast<std::ptrdiff_t>(removed)), text.size(), -1);
        }
        std::vector<bool> isChanged(origins.size());
        for (const ByteRange& range : changedRanges(edited.document.snapshot().pieces(), edited.saved)) {
            for (ByteOffset i = range.begin(); i < range.end(); i += ByteCount(1))
                isChanged[static_cast<std::size_t>(i.value())] = true;
        }
        for (std::size_t i = 0; i < origins.size(); ++i)
            CHECK_EQUAL(isChanged[i], origins[i] < 0);
    }
}

} // namespace
} // namespace megascope
