// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PatternSource.h"
#include "core/save/EditStorage.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/save/LoggedProgram.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

namespace megascope {
namespace {

using testing::coded;
using testing::fileSize;
using testing::LoggedProgram;
using testing::Random;
using testing::TemporaryFolder;

} // namespace

// Pieces of another file are found again when it is as it was, and of one that is not, what came before is
// kept.
PLAIN_TEST(otherFilesAreFoundAgain)
{
    for (const bool changes : {false, true}) {
        const TemporaryFolder folder;
        testing::writeAt(folder / "file", 0, coded(fileSize));
        testing::writeAt(folder / "other", 0, testing::codedBytes({ByteOffset(0), ByteCount(5000)}, 1));
        LoggedProgram program(folder.path());
        program.open();
        program.document.replace({ByteOffset(0), ByteCount(0)}, testing::bytesOf("first"));
        const std::vector<std::byte> first = testing::bytesOf(program.document.snapshot());
        const auto other = testing::openOrFail(folder / "other");
        program.document.replace(
            {ByteOffset(7), ByteCount(3)}, PieceTree(Piece{other, ByteOffset(100), ByteCount(4000)}));
        const std::vector<std::byte> all = testing::bytesOf(program.document.snapshot());
        CHECK(program.log->append());
        program.crash();
        if (changes)
            testing::setSize(folder / "other", 4999);
        const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
        program.source = testing::openOrFail(program.path);
        const RestoredEdits restored
            = EditRecovery::restore(systemVfs(), found.at(0), program.document, program.file()).value();
        CHECK(restored.isWhole == !changes);
        CHECK(testing::bytesOf(program.document.snapshot()) == (changes ? first : all));
    }
}

// Bytes that lie in no file are copied.
PLAIN_TEST(whatCannotBeFoundAgainIsCopied)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    const auto memory
        = std::make_shared<MemorySource>(testing::codedBytes({ByteOffset(0), ByteCount(700'000)}, 2));
    program.document.replace(
        {ByteOffset(7), ByteCount(3)}, PieceTree(Piece{memory, ByteOffset(10), ByteCount(600'000)}));
    const std::vector<std::byte> all = testing::bytesOf(program.document.snapshot());
    CHECK(program.log->append());
    program.crash();
    CHECK(program.restore());
    CHECK(testing::bytesOf(program.document.snapshot()) == all);
}

// What a range is filled with is told, whatever its size, and not copied.
PLAIN_TEST(fillingsComeBackAfterACrash)
{
    constexpr ByteCount size = ByteCount(std::int64_t{1} << 40);
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    program.document.recordOperations();
    const std::vector<std::byte> pattern = coded(1000);
    const auto put = [&](const std::shared_ptr<const PatternSource>& source, std::int64_t begin) {
        program.document.replace({ByteOffset(begin), ByteCount(100)},
            PieceTree(Piece{source, ByteOffset(7), size - ByteCount(7)}));
        CHECK(program.log->append());
    };
    put(PatternSource::repeating(pattern, size), 500);
    put(PatternSource::random(plaintest::seed(), size), 5);
    program.document.undo();
    program.document.redo();
    CHECK(program.log->append());
    const Snapshot before = program.document.snapshot();
    const auto sample = [](const Snapshot& snapshot, ByteOffset offset) {
        std::vector<std::byte> bytes(5000);
        CHECK(snapshot.read(offset, bytes).empty());
        return bytes;
    };
    const std::vector<std::byte> last = sample(before, before.end() - ByteCount(5000));
    std::uintmax_t stored = 0;
    for (const auto& entry : std::filesystem::directory_iterator(program.logs))
        stored += entry.file_size();
    CHECK(stored < 10'000);

    program.crash();
    CHECK(program.restore());
    CHECK_EQUAL(program.document.size().value(), before.size().value());
    Random random;
    for (int i = 0; i < 100; ++i) {
        const ByteOffset at(random.between(0, size.value() * 2 - 20'000));
        CHECK(sample(program.document.snapshot(), at) == sample(before, at));
    }
    CHECK(sample(program.document.snapshot(), before.end() - ByteCount(5000)) == last);
    program.document.undo();
    program.document.undo();
    CHECK_EQUAL(program.document.size().value(), fileSize);
}

// A gigabyte that was pasted is on the disk, not in memory.
PLAIN_TEST(addedBytesLeaveTheMemory)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    const std::vector<std::byte> much = coded(30'000'000);
    program.document.replace({ByteOffset(5), ByteCount(0)}, much);
    CHECK(program.log->append());
    CHECK(program.document.addBuffer()->memory() < ByteCount(5'000'000));
    std::vector<std::byte> read(much.size());
    CHECK(program.document.snapshot().read(ByteOffset(5), read).empty());
    CHECK(read == much);
}

// What a task stored for an edit is not copied, and comes back; what it gave up leaves nothing behind.
PLAIN_TEST(lentStorageComesBack)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    const auto store = [&](std::string_view text) {
        EditStorage& storage = **program.log->lendStorage();
        const ByteOffset begin(storage.size().value());
        CHECK(storage.append(testing::bytesOf(text)));
        return PieceTree(Piece{storage.source(), begin, ByteCount(std::ssize(text))});
    };
    const auto giveUp = [&](std::string_view text) {
        EditStorage& storage = **program.log->lendStorage();
        const editlog::Stored before = storage.record(true);
        CHECK(storage.append(testing::bytesOf(text)));
        storage.cutBack(before);
        CHECK_EQUAL(storage.source()->size().value(), before.end.value());
    };
    giveUp("never seen");
    program.document.replace(program.document.snapshot().all(), store("all is new"));
    CHECK(program.log->append());
    giveUp("neither this");
    program.document.replace({ByteOffset(3), ByteCount(1)}, store("-"));
    CHECK(program.log->append());
    const auto stored = (*program.log->lendStorage())->size();
    CHECK_EQUAL(stored.value(), 11);
    program.crash();
    CHECK(program.restore());
    CHECK(testing::bytesOf(program.document.snapshot()) == testing::bytesOf("all-is new"));
    program.document.undo();
    program.document.replace({ByteOffset(4), ByteCount(2)}, store("IS"));
    CHECK(program.log->append());
    program.crash();
    CHECK(program.restore());
    CHECK(testing::bytesOf(program.document.snapshot()) == testing::bytesOf("all IS new"));
    program.document.undo();
    CHECK(testing::bytesOf(program.document.snapshot()) == testing::bytesOf("all is new"));
    program.document.undo();
    CHECK(testing::bytesOf(program.document.snapshot()) == coded(fileSize));
}

PLAIN_TEST(aNamelessStorageLeavesNothing)
{
    const TemporaryFolder folder;
    const auto storage = EditStorage::createNameless(systemVfs(), folder.path()).value();
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK(storage->append(testing::bytesOf("bytes")));
    std::vector<std::byte> read(5);
    CHECK(storage->source()->read(ByteOffset(0), read).empty());
    CHECK(read == testing::bytesOf("bytes"));
}

} // namespace megascope
