// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditRecovery.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/save/LoggedProgram.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace megascope {
namespace {

using testing::coded;
using testing::fileSize;
using testing::FlatDocument;
using testing::LoggedProgram;
using testing::Random;
using testing::RandomEdits;
using testing::TemporaryFolder;

std::vector<char> contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void setContent(const std::filesystem::path& path, const std::vector<char>& content)
{
    std::ofstream(path, std::ios::binary).write(content.data(), std::ssize(content));
}

std::filesystem::path logIn(const std::filesystem::path& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".edits")
            return entry.path();
    plaintest::fail("there is no log");
}

} // namespace

PLAIN_TEST(nothingIsWrittenBeforeAnEdit)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    CHECK(program.log->append());
    CHECK(!std::filesystem::exists(program.logs));
    CHECK(EditRecovery::find(systemVfs(), program.logs).value().empty());
}

// Crashes at any time, between edits and across saves; what comes back is what was there, with its undo
// steps.
PLAIN_TEST(editsComeBackAfterACrash)
{
    Random random;
    for (int round = 0; round < 12; ++round) {
        const TemporaryFolder folder;
        testing::writeAt(folder / "file", 0, coded(fileSize));
        LoggedProgram program(folder.path());
        program.open();
        FlatDocument flat(coded(fileSize));
        RandomEdits edits(plaintest::seed() + static_cast<std::uint64_t>(round), program.document, flat);
        for (int life = 0; life < 8; ++life) {
            for (std::int64_t step = random.between(1, 60); step > 0; --step) {
                edits.step(static_cast<std::size_t>(fileSize));
                CHECK(program.log->append());
                if (random.between(0, 40) == 0)
                    program.save(random.between(0, 1) == 0 ? SaveStrategy::Replace : SaveStrategy::Shift);
            }
            CHECK(program.log->sync() && program.log->isSynced());
            CHECK(testing::bytesOf(program.document.snapshot()) == flat.bytes());
            const bool isModified = program.document.isModified();
            program.crash();
            if (!program.restore()) {
                CHECK(!isModified);
                program.open();
            }
            CHECK(testing::bytesOf(program.document.snapshot()) == flat.bytes());
            // Undo of the two is not the same afterwards: those before a save are not in the log.
            flat = FlatDocument(flat.bytes());
            int steps = 0;
            for (; program.document.canUndo(); ++steps)
                program.document.undo();
            for (; steps > 0; --steps)
                program.document.redo();
            CHECK(testing::bytesOf(program.document.snapshot()) == flat.bytes());
            CHECK(program.log->append());
        }
    }
}

// The program ends when it has just made the next log.
PLAIN_TEST(anEmptyLogIsNothing)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    program.document.replace({ByteOffset(7), ByteCount(0)}, testing::bytesOf("typed"));
    CHECK(program.log->append());
    const std::vector<std::byte> edited = testing::bytesOf(program.document.snapshot());
    program.crash();
    for (const auto& each : std::filesystem::directory_iterator(program.logs)) {
        std::string name = each.path().filename().native();
        if (name.ends_with("-0.edits"))
            setContent(program.logs / name.replace(name.size() - 7, 1, "1"), {});
    }
    CHECK(program.restore());
    CHECK(testing::bytesOf(program.document.snapshot()) == edited);
    program.crash();
    std::filesystem::remove_all(program.logs);
    std::filesystem::create_directory(program.logs);
    setContent(program.logs / "0123456789abcdef-0.edits", {});
    CHECK(!program.restore());
    CHECK(std::filesystem::is_empty(program.logs));
}

PLAIN_TEST(undoStepsComeBackToo)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    std::vector<std::vector<std::byte>> states{testing::bytesOf(program.document.snapshot())};
    for (int i = 0; i < 10; ++i) {
        program.document.replace({ByteOffset(i * 100), ByteCount(i)}, testing::bytesOf("typed"));
        program.document.replace(
            {ByteOffset(i * 50), ByteCount(1)}, testing::bytesOf("more"), Document::Grouping::Join);
        states.push_back(testing::bytesOf(program.document.snapshot()));
        CHECK(program.log->append());
    }
    program.document.undo();
    program.document.undo();
    CHECK(program.log->append());
    program.crash();
    CHECK(program.restore());
    CHECK(testing::bytesOf(program.document.snapshot()) == states[8]);
    program.document.redo();
    CHECK(testing::bytesOf(program.document.snapshot()) == states[9]);
    for (std::size_t i = 9; i > 0; --i) {
        program.document.undo();
        CHECK(testing::bytesOf(program.document.snapshot()) == states[i - 1]);
    }
    CHECK(!program.document.canUndo() && !program.document.isModified());
}

PLAIN_TEST(aRunningProgramsLogIsLeftAlone)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    program.document.replace({ByteOffset(0), ByteCount(1)}, testing::bytesOf("x"));
    CHECK(program.log->append());
    CHECK(EditRecovery::find(systemVfs(), program.logs).value().empty());
    const UnsavedEdits edits{logIn(program.logs), {}, {}, 1, {}, false};
    Document other;
    CHECK(EditRecovery::restore(systemVfs(), edits, other, {}).error().kind == ErrorKind::Busy);
    CHECK(EditRecovery::discard(systemVfs(), edits).error().kind == ErrorKind::Busy);
    program.log->remove();
    CHECK(std::filesystem::is_empty(program.logs));
}

PLAIN_TEST(editsAreGivenUp)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    program.document.replace({ByteOffset(0), ByteCount(1)}, testing::bytesOf("x"));
    CHECK(program.log->append());
    program.crash();
    const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
    CHECK_EQUAL(found.size(), 1U);
    CHECK_EQUAL(found.front().edits, 1);
    CHECK(EditRecovery::discard(systemVfs(), found.front()));
    CHECK(std::filesystem::is_empty(program.logs));
}

PLAIN_TEST(lookingForEditsCanBeStopped)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(fileSize));
    LoggedProgram program(folder.path());
    program.open();
    program.document.replace({ByteOffset(0), ByteCount(1)}, testing::bytesOf("x"));
    CHECK(program.log->append());
    program.crash();
    const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
    std::stop_source stop;
    stop.request_stop();
    CHECK(
        EditRecovery::find(systemVfs(), program.logs, stop.get_token()).error().kind == ErrorKind::Cancelled);
    CHECK(EditRecovery::read(systemVfs(), found.front(), stop.get_token()).error().kind
        == ErrorKind::Cancelled);
    CHECK(program.restore());
}

// A log that is damaged at any byte, or cut at any place, gives what came before the damage, or one error.
PLAIN_TEST(aDamagedLogGivesWhatCameBefore)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, coded(1000));
    LoggedProgram program(folder.path());
    program.open();
    std::vector<std::vector<std::byte>> states{testing::bytesOf(program.document.snapshot())};
    for (int i = 0; i < 5; ++i) {
        program.document.replace(
            {ByteOffset(i * 100), ByteCount(i)}, testing::bytesOf("typed" + std::to_string(i)));
        states.push_back(testing::bytesOf(program.document.snapshot()));
        CHECK(program.log->append());
    }
    program.crash();
    const std::filesystem::path log = logIn(program.logs);
    const std::vector<char> good = contentOf(log);
    program.source = testing::openOrFail(program.path);
    const auto check = [&](const std::vector<char>& content) {
        setContent(log, content);
        const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
        if (found.empty())
            return; // cut before the first edit
        Document document;
        const Result<RestoredEdits> restored
            = EditRecovery::restore(systemVfs(), found.front(), document, program.file());
        if (!restored) {
            CHECK(restored.error().kind == ErrorKind::Damaged);
            return;
        }
        CHECK(std::ranges::contains(states, testing::bytesOf(document.snapshot())));
        CHECK(!restored->isWhole || content.size() < good.size());
    };
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::vector<char> bad = good;
        bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
        check(bad);
        check({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(i)});
    }
    // Bytes that the log is about, and that are not what was added.
    setContent(log, good);
    const std::filesystem::path bytes
        = log.parent_path() / (log.filename().native().substr(0, 16) + ".bytes");
    setContent(bytes, std::vector<char>(contentOf(bytes).size(), 'z'));
    const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
    CHECK(found.at(0).isDamaged && found.at(0).edits == 0);
}

PLAIN_TEST(aNewDocumentIsRestored)
{
    const TemporaryFolder folder;
    const std::filesystem::path logs = folder / "logs";
    {
        Document document;
        RecoveryLog log(systemVfs(), logs, document, {});
        document.replace({ByteOffset(0), ByteCount(0)}, testing::bytesOf("never saved"));
        CHECK(log.append());
    }
    const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), logs).value();
    CHECK(found.at(0).file.empty());
    Document document;
    const RestoredEdits restored = EditRecovery::restore(systemVfs(), found.at(0), document, {}).value();
    CHECK(restored.isWhole && testing::bytesOf(document.snapshot()) == testing::bytesOf("never saved"));
}

} // namespace megascope
