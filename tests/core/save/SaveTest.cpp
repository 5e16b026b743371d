// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What is saved is what was edited, by every strategy.

#include "core/save/Crc32c.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <iostream>

namespace megascope {
namespace {

using namespace testing;

constexpr ByteCount smallStep = kibibytes(2);

// RFC 3720, B.4.
PLAIN_TEST(checksumOfTheStandard)
{
    CHECK_EQUAL(crc32c(bytesOf("123456789")), 0xe3069283U);
    CHECK_EQUAL(crc32c(Bytes(32, std::byte{0})), 0x8a9136aaU);
    CHECK_EQUAL(crc32c(Bytes(32, std::byte{0xff})), 0x62a8ab43U);
    Bytes ascending(32);
    for (std::size_t i = 0; i < ascending.size(); ++i)
        ascending[i] = static_cast<std::byte>(i);
    CHECK_EQUAL(crc32c(ascending), 0x46dd794eU);
    std::ranges::reverse(ascending);
    CHECK_EQUAL(crc32c(ascending), 0x113fdb5cU);
    CHECK_EQUAL(crc32c(bytesOf("6789"), crc32c(bytesOf("12345"))), 0xe3069283U);
}

void saveAtRandom(SaveStrategy strategy)
{
    std::mt19937_64 random(plaintest::seed());
    for (int round = 0; round < testing::rounds(300); ++round) {
        MemoryVfs vfs;
        const bool zeroBlocks = round % 4 == 0;
        const Bytes content = randomContent(
            random, static_cast<std::int64_t>(random() % (zeroBlocks ? 400'000 : 40'000)), zeroBlocks);
        vfs.put("/f/a", content);
        SaveCase save = openCase(vfs, "/f/a", content);
        editAtRandom(
            save.document, random, 12, strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        const Result<SaveResult> saved = saveCase(vfs, save, strategy, smallStep);
        if (!saved)
            plaintest::fail("round " + std::to_string(round) + ": " + saved.error().message());
        CHECK(vfs.content("/f/a") == save.document.bytes());
        CHECK(vfs.names() == std::vector<std::string>{"/f/a"});
        CHECK_EQUAL(saved->identity.size.value(), save.document.size());
        CHECK(saved->identity == vfs.status("/f/a")->identity);
    }
}

PLAIN_TEST(patchesAtRandom)
{
    saveAtRandom(SaveStrategy::Patch);
}

PLAIN_TEST(shiftsAtRandom)
{
    saveAtRandom(SaveStrategy::Shift);
}

PLAIN_TEST(replacesAtRandom)
{
    saveAtRandom(SaveStrategy::Replace);
}

// From nothing, to nothing, and nothing.
PLAIN_TEST(savesTheSmallest)
{
    for (const SaveStrategy strategy : {SaveStrategy::Shift, SaveStrategy::Replace}) {
        for (const auto& [before, after] :
            {std::pair("", "a"), {"a", ""}, {"", ""}, {"abc", "abc"}, {"abc", "b"}}) {
            MemoryVfs vfs;
            vfs.put("/f/a", bytesOf(before));
            SaveCase save = openCase(vfs, "/f/a", bytesOf(before));
            save.document.insertBytes(0, save.document.size(), bytesOf(after));
            CHECK(saveCase(vfs, save, strategy, smallStep).has_value());
            CHECK(vfs.content("/f/a") == bytesOf(after));
            CHECK_EQUAL(vfs.names().size(), 1U);
        }
    }
}

// What costs least: a patch where it can, a shift near the end, a replacement elsewhere and of what is small.
PLAIN_TEST(choosesByCost)
{
    MemoryVfs vfs;
    const Bytes content(static_cast<std::size_t>(mebibytes(32).value()), std::byte{'x'});
    vfs.put("/f/a", content);
    const auto chosen = [&](std::int64_t offset, std::int64_t removed) {
        SaveCase save = openCase(vfs, "/f/a", content);
        save.document.insertBytes(offset, removed, bytesOf("!"));
        return planSave(vfs, save.document.snapshot(), save.target()).value();
    };
    const SavePlan patch = chosen(100, 1);
    CHECK(patch.strategy == SaveStrategy::Patch);
    CHECK(patch.bytesToWrite < kibibytes(64));
    const SavePlan shift = chosen(content.size() - 500'000, 0);
    CHECK(shift.strategy == SaveStrategy::Shift);
    CHECK(shift.bytesToWrite < ByteCount(1'100'000));
    CHECK(!shift.canBeStopped);
    CHECK(chosen(100, 0).strategy == SaveStrategy::Replace);
    vfs.setFreeSpace(mebibytes(10));
    CHECK(chosen(100, 0).strategy == SaveStrategy::Shift);
    vfs.setFreeSpace(mebibytes(1024));
    vfs.setRights({.keepOwner = false});
    CHECK(chosen(100, 0).strategy == SaveStrategy::Shift);
    vfs.setRights({.write = false});
    SaveCase save = openCase(vfs, "/f/a", content);
    CHECK_EQUAL(planSave(vfs, save.document.snapshot(), save.target()).error().kind, ErrorKind::NoPermission);
}

// Undo needs exactly these: where the plan says nothing is overwritten, the old bytes are still there, and
// what it says has moved is found there.
PLAIN_TEST(thePlanTellsWhatGoesAndWhatMoves)
{
    std::mt19937_64 random(plaintest::seed());
    for (int round = 0; round < testing::rounds(300); ++round) {
        MemoryVfs vfs;
        const Bytes content = randomBytes(random, static_cast<std::int64_t>(random() % 30'000));
        vfs.put("/f/a", content);
        SaveCase save = openCase(vfs, "/f/a", content);
        editAtRandom(save.document, random, 8, Edits::Any);
        const SaveStrategy strategy = round % 2 == 0 ? SaveStrategy::Shift : SaveStrategy::Replace;
        const auto plan = planSave(
            vfs, save.document.snapshot(), save.target(), {.strategy = strategy, .stateFolder = {}});
        CHECK(plan.has_value());
        Progress progress;
        CHECK(megascope::save(vfs, *plan, {.stop = {}, .progress = progress}).has_value());
        const Bytes now = vfs.content("/f/a");
        const auto part = [](const Bytes& bytes, const ByteRange& range) {
            return std::span(bytes).subspan(static_cast<std::size_t>(range.begin().value()),
                static_cast<std::size_t>(range.count().value()));
        };
        for (const Move& move : movedTo(*plan))
            CHECK(std::ranges::equal(part(content, move.from()), part(now, move.to())));
        if (strategy == SaveStrategy::Replace) {
            CHECK(overwrittenBy(*plan).empty());
            continue;
        }
        ByteOffset kept;
        std::vector<ByteRange> gone = overwrittenBy(*plan);
        gone.emplace_back(ByteOffset(std::ssize(content)), ByteCount(0));
        for (const ByteRange& range : gone) {
            CHECK(kept <= range.begin());
            if (kept == range.begin()) {
                kept = range.end();
                continue;
            }
            CHECK(std::ranges::equal(part(content, {kept, range.begin()}), part(now, {kept, range.begin()})));
            kept = range.end();
        }
    }
}

} // namespace
} // namespace megascope
