// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Journals that something else wrote to, calls that fail at every point, and saves that meet each other.

#include "core/file/FormatText.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <cerrno>
#include <iostream>

namespace megascope {
namespace {

using namespace testing;

const std::filesystem::path file = "/f/a";
const std::filesystem::path journal = "/f/.a.megascope-save";

// A file system at one moment of a save, and what the file was and is to be.
struct Moment {
    Bytes oldBytes;
    Bytes newBytes;
    Bytes journal;
    Bytes half; // the file
    FileIdentity identity;
};

// The moments of one save at which its journal was there.
std::vector<Moment> momentsOf(SaveStrategy strategy, std::mt19937_64& random)
{
    MemoryVfs vfs;
    const Bytes content = randomBytes(random, 1500);
    vfs.put(file, content);
    SaveCase save = openCase(vfs, file, content);
    const bool patches = strategy == SaveStrategy::Patch;
    save.document.insertBytes(200, patches ? 40 : 4, randomBytes(random, 40));
    save.document.insertBytes(900, 7, patches ? randomBytes(random, 7) : Bytes());
    std::vector<Moment> moments;
    vfs.afterEach([&] {
        if (std::ranges::contains(vfs.names(), journal.native()))
            moments.push_back({.oldBytes = content,
                .newBytes = save.document.bytes(),
                .journal = vfs.content(journal),
                .half = vfs.content(file),
                .identity = save.target().identity});
    });
    CHECK(saveCase(vfs, save, strategy, ByteCount(512)).has_value());
    vfs.afterEach({});
    CHECK(vfs.content(file) == save.document.bytes());
    return moments;
}

// Whatever is in the journal: an error that leaves the file as it is, or the new file; or, when the journal
// says that there is nothing to do, nothing.
void recoverWith(const Moment& moment, const Bytes& bytes, const std::string& what)
{
    MemoryVfs vfs;
    vfs.put(file, moment.half); // with the inode that the first file of each of these has
    vfs.put(journal, bytes);
    const Result<void> recovered = recover(vfs, file);
    const Bytes left = vfs.content(file);
    if (recovered && left != moment.newBytes)
        plaintest::fail(what + ": recovered to something else");
    if (!recovered && left != moment.half)
        plaintest::fail(what + ": changed, with the error " + recovered.error().message());
    if (!recovered && recovered.error().kind != ErrorKind::Damaged
        && recovered.error().kind != ErrorKind::Changed)
        plaintest::fail(what + ": " + recovered.error().message());
}

void damageEveryByte(SaveStrategy strategy)
{
    std::mt19937_64 random(plaintest::seed());
    const std::size_t steps = testing::isSanitized ? 48 : 4;
    std::int64_t damages = 0;
    const std::vector<Moment> moments = momentsOf(strategy, random);
    for (std::size_t i = 0; i < moments.size(); ++i) {
        const Moment& moment = moments[i];
        recoverWith(moment, moment.journal, formatText("moment {}", i));
        for (std::size_t place = 0; place < moment.journal.size(); ++place) {
            // Each byte at some moments, and the journal is cut at some of them.
            if (place % steps != i % steps)
                continue;
            Bytes bytes = moment.journal;
            bytes[place] ^= static_cast<std::byte>(1U << (random() % 8));
            recoverWith(moment, bytes, formatText("moment {}, byte {}", i, place));
            ++damages;
            if (place % (4 * steps) != i % (4 * steps))
                continue;
            bytes = moment.journal;
            bytes.resize(place);
            recoverWith(moment, bytes, formatText("moment {}, cut at {}", i, place));
            ++damages;
        }
    }
    std::cout << formatText("{}: {} damages at {} moments\n", wordFor(strategy), damages, moments.size());
}

PLAIN_TEST(damagedJournalsOfPatches)
{
    damageEveryByte(SaveStrategy::Patch);
}

PLAIN_TEST(damagedJournalsOfShifts)
{
    damageEveryByte(SaveStrategy::Shift);
}

PLAIN_TEST(noJournalIsTakenForAnotherFile)
{
    std::mt19937_64 random(plaintest::seed());
    for (const SaveStrategy strategy : {SaveStrategy::Patch, SaveStrategy::Shift}) {
        const Moment moment = momentsOf(strategy, random).front();
        MemoryVfs replaced;
        replaced.put("/f/first", {}); // so that the file is another
        replaced.put(file, moment.oldBytes);
        replaced.put(journal, moment.journal);
        const Result<void> recovered = recover(replaced, file);
        CHECK_EQUAL(recovered.error().kind, ErrorKind::Changed);
        CHECK_EQUAL(recovered.error().message(),
            "/f/a: is not the file whose save was cut short; that one was replaced");
        CHECK(replaced.content(file) == moment.oldBytes);
    }
    const Moment moment = momentsOf(SaveStrategy::Patch, random).front();
    MemoryVfs changed;
    Bytes others = moment.oldBytes;
    others[210] ^= std::byte{0x80};
    changed.put(file, others);
    changed.put(journal, moment.journal);
    CHECK_EQUAL(recover(changed, file).error().kind, ErrorKind::Changed);
    CHECK(changed.content(file) == others);
    CHECK(std::ranges::contains(changed.names(), journal.native()));
}

// Each call fails, once and for ever, also while the save is recovered from that.
std::int64_t failEachCall(SaveStrategy strategy, const MemoryVfs::Fault& fault)
{
    std::int64_t failures = 0;
    for (std::int64_t number = 0;; ++number) {
        std::mt19937_64 random(plaintest::seed());
        MemoryVfs vfs;
        const Bytes content = randomContent(random, 5000, false);
        vfs.put(file, content);
        SaveCase save = openCase(vfs, file, content);
        editAtRandom(
            save.document, random, 4, strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        vfs.arm({.number = number, .forEver = fault.forEver, .code = fault.code});
        const Result<SaveResult> saved = saveCase(vfs, save, strategy, kibibytes(1));
        const bool isPast = vfs.calls() <= number;
        vfs.arm({});
        const std::string what = formatText("{} {} call {}", wordFor(strategy), fault.code, number);
        if (fault.code == 0 && !saved)
            plaintest::fail(what + ": " + saved.error().message());
        if (!saved && saved.error().message().empty())
            plaintest::fail(what + ": no words");
        failures += saved ? 0 : 1;
        const bool isWhole = vfs.content(file) == content || vfs.content(file) == save.document.bytes();
        const bool hasJournal = std::ranges::contains(vfs.names(), journal.native());
        if (!isWhole && !hasJournal)
            plaintest::fail(what + ": neither old nor new, and no journal");
        if (saved && vfs.content(file) != save.document.bytes())
            plaintest::fail(what + ": a success that is none");
        if (const Result<void> recovered = recover(vfs, file); !recovered)
            plaintest::fail(what + ": " + recovered.error().message());
        if (vfs.content(file) != content && vfs.content(file) != save.document.bytes())
            plaintest::fail(what + ": neither old nor new after recovery");
        if (vfs.names() != std::vector<std::string>{file.native()})
            plaintest::fail(what + ": something was left");
        if (isPast)
            return failures;
    }
}

// A file that was renamed after its save was cut short is still half old and half new.
PLAIN_TEST(aFileThatWasRenamedSince)
{
    std::mt19937_64 random(plaintest::seed());
    const std::vector<Moment> moments = momentsOf(SaveStrategy::Shift, random);
    const Moment& moment = moments[moments.size() / 2];
    MemoryVfs vfs;
    vfs.put("/f/new name", moment.half);
    vfs.put("/f/other", moment.half);
    vfs.put(journal, moment.journal);
    CHECK(findUnfinished(vfs, "/f/other")->empty());
    CHECK(recover(vfs, "/f/new name").has_value());
    CHECK(vfs.content("/f/new name") == moment.newBytes);
    CHECK(vfs.names() == std::vector<std::string>({"/f/new name", "/f/other"}));
}

// A call fails, for one the sync after which nobody knows what is on the disk; the program goes on and
// recovers, and the power goes while it does, or after.
void crashAfterFailure(SaveStrategy strategy, std::mt19937_64& random)
{
    const std::uint64_t seed = random();
    for (std::int64_t number = 0;; ++number) {
        std::mt19937_64 same(seed); // the same save for each number
        MemoryVfs vfs;
        const Bytes content = randomContent(same, 4000, false);
        vfs.put(file, content);
        SaveCase save = openCase(vfs, file, content);
        if (strategy == SaveStrategy::Shift) // a little, so that there are many steps, which need a copy
            save.document.insertBytes(static_cast<std::int64_t>(same() % 500),
                static_cast<std::int64_t>(same() % 20), randomBytes(same, 9));
        else
            editAtRandom(
                save.document, same, 4, strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        vfs.arm({.number = number, .forEver = false, .code = EIO});
        const Result<SaveResult> saved = saveCase(vfs, save, strategy, ByteCount(512));
        const bool isPast = vfs.calls() <= number;
        vfs.arm({});
        const auto crash = [&](const char* when) {
            MemoryVfs after = vfs.crashed(random);
            const Result<void> recovered = recover(after, file);
            const std::string what = formatText("{} call {}, {}", wordFor(strategy), number, when);
            if (!recovered)
                plaintest::fail(what + ": " + recovered.error().message());
            if (after.content(file) != save.document.bytes() && (saved || after.content(file) != content))
                plaintest::fail(what + ": neither old nor new");
        };
        for (int i = 0; i < 4; ++i)
            crash("at once");
        vfs.afterEach([&] { crash("while it recovers"); });
        const Result<void> recovered = recover(vfs, file);
        vfs.afterEach({});
        CHECK(recovered.has_value());
        const Bytes left = vfs.content(file);
        for (int i = 0; i < 4; ++i) {
            MemoryVfs after = vfs.crashed(random);
            CHECK(recover(after, file).has_value());
            if (after.content(file) != left && strategy != SaveStrategy::Replace)
                plaintest::fail(formatText("{} call {}: lost again", wordFor(strategy), number));
        }
        if (isPast)
            return;
    }
}

PLAIN_TEST(crashesAfterFailures)
{
    std::mt19937_64 random(plaintest::seed());
    for (int round = 0; round < testing::rounds(4); ++round) {
        for (const SaveStrategy strategy : allStrategies)
            crashAfterFailure(strategy, random);
    }
}

PLAIN_TEST(everyCallFails)
{
    for (const SaveStrategy strategy : allStrategies) {
        std::int64_t failures = 0;
        for (const int code : {EIO, ENOSPC, 0}) {
            for (const bool forEver : {false, true})
                failures += failEachCall(strategy, {.number = 0, .forEver = forEver, .code = code});
        }
        std::cout << formatText("{}: {} failed saves\n", wordFor(strategy), failures);
    }
}

// Each call of the recovery fails; the next one succeeds.
PLAIN_TEST(everyCallOfTheRecoveryFails)
{
    std::mt19937_64 random(plaintest::seed());
    for (const SaveStrategy strategy : {SaveStrategy::Patch, SaveStrategy::Shift}) {
        const std::vector<Moment> moments = momentsOf(strategy, random);
        for (const Moment& moment : moments) {
            for (std::int64_t number = 0;; ++number) {
                MemoryVfs vfs;
                vfs.put(file, moment.half);
                vfs.put(journal, moment.journal);
                vfs.arm({.number = number, .forEver = number % 2 == 0, .code = EIO});
                (void)recover(vfs, file);
                const bool isPast = vfs.calls() <= number;
                vfs.arm({});
                const Result<void> again = recover(vfs, file);
                if (!again)
                    plaintest::fail(again.error().message());
                CHECK(vfs.content(file) == moment.newBytes);
                if (isPast)
                    break;
            }
        }
    }
}

PLAIN_TEST(aStopLeavesTheOldFile)
{
    std::mt19937_64 random(plaintest::seed());
    for (const SaveStrategy strategy : allStrategies) {
        MemoryVfs vfs;
        const Bytes content = randomBytes(random, 20'000);
        vfs.put(file, content);
        SaveCase save = openCase(vfs, file, content);
        editAtRandom(
            save.document, random, 5, strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        save.document.insertBytes(3, 1, bytesOf("x"));
        const auto plan = planSave(
            vfs, save.document.snapshot(), save.target(), {.strategy = strategy, .stateFolder = {}});
        CHECK(plan.has_value());
        CHECK_EQUAL(plan->canBeStopped, strategy != SaveStrategy::Shift);
        // A stop at any moment: it is obeyed, or comes too late.
        for (int moment = 0;; ++moment) {
            vfs.put(file, content);
            SaveCase fresh = openCase(vfs, file, content);
            SavePlan planned = *plan;
            planned.target.identity = fresh.target().identity;
            std::stop_source stop;
            int calls = 0;
            vfs.afterEach([&] {
                if (calls++ == moment)
                    stop.request_stop();
            });
            Progress progress;
            const auto saved
                = megascope::save(vfs, planned, {.stop = stop.get_token(), .progress = progress});
            vfs.afterEach({});
            CHECK(saved || saved.error().kind == ErrorKind::Cancelled);
            CHECK(vfs.content(file) == (saved ? save.document.bytes() : content));
            CHECK(vfs.names() == std::vector<std::string>{file.native()});
            if (calls <= moment)
                break;
        }
    }
}

// At each moment of a save another one comes. One of the two is right, and the other says why not.
void saveTwice(SaveStrategy first, SaveStrategy second, std::mt19937_64& random)
{
    for (int moment = 0;; ++moment) {
        MemoryVfs vfs;
        const Bytes content = randomBytes(random, 3000);
        vfs.put(file, content);
        SaveCase one = openCase(vfs, file, content);
        SaveCase two = openCase(vfs, file, content);
        one.document.insertBytes(10, 0, bytesOf("one"));
        two.document.insertBytes(20, 0, bytesOf("two"));
        int calls = 0;
        std::optional<Result<SaveResult>> other;
        vfs.afterEach([&] {
            if (calls++ == moment)
                other = saveCase(vfs, two, second, kibibytes(1));
        });
        const Result<SaveResult> saved = saveCase(vfs, one, first, kibibytes(1));
        vfs.afterEach({});
        if (!other) {
            CHECK(saved.has_value());
            return;
        }
        CHECK(saved.has_value() != other->has_value());
        const Error& error = saved ? other->error() : saved.error();
        CHECK(error.kind == ErrorKind::Busy || error.kind == ErrorKind::Changed);
        CHECK(vfs.content(file) == (saved ? one : two).document.bytes());
        CHECK(vfs.names() == std::vector<std::string>{file.native()});
    }
}

PLAIN_TEST(twoSaversExcludeOneAnother)
{
    std::mt19937_64 random(plaintest::seed());
    for (const SaveStrategy first : {SaveStrategy::Shift, SaveStrategy::Replace}) {
        for (const SaveStrategy second : {SaveStrategy::Shift, SaveStrategy::Replace})
            saveTwice(first, second, random);
    }
}

// A journal that is there has to be seen to before the next save writes another.
PLAIN_TEST(anUnfinishedSaveComesFirst)
{
    std::mt19937_64 random(plaintest::seed());
    const Moment moment = momentsOf(SaveStrategy::Shift, random).front();
    for (const SaveStrategy strategy : {SaveStrategy::Shift, SaveStrategy::Replace}) {
        MemoryVfs vfs;
        vfs.put(file, moment.half);
        vfs.put(journal, moment.journal);
        SaveCase save = openCase(vfs, file, moment.half);
        save.document.insertBytes(0, 0, bytesOf("x"));
        const auto saved = saveCase(vfs, save, strategy, kibibytes(1));
        CHECK_EQUAL(saved.error().kind, ErrorKind::Busy);
        CHECK_EQUAL(saved.error().reason(), "an earlier save was cut short and is to be finished first");
        CHECK(vfs.content(file) == moment.half);
        CHECK(vfs.content(journal) == moment.journal);
    }
}

} // namespace
} // namespace megascope
