// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a recovery log tells when the program has ended during a save.

#include "core/file/FormatText.h"
#include "core/save/Recovery.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/save/LoggedProgram.h"

#include <array>
#include <iostream>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::coded;
using testing::FaultVfs;
using testing::fileSize;
using testing::LoggedProgram;
using testing::TemporaryFolder;
using testing::VfsCall;

// The program ends between the end of a save and the new log: what the file has is not offered. Where the
// save did not come to that, it is.
PLAIN_TEST(whatASaveHasBroughtIsNotOffered)
{
    for (const std::int64_t removed : {0, 5}) { // with 5 the size stays
        for (const bool saves : {true, false}) {
            const TemporaryFolder folder;
            testing::writeAt(folder / "file", 0, coded(fileSize));
            LoggedProgram program(folder.path());
            program.open();
            program.document.replace({ByteOffset(7), ByteCount(removed)}, testing::bytesOf("typed"));
            CHECK(program.log->noteSaving());
            if (saves)
                program.writeOut();
            program.crash();
            CHECK_EQUAL(program.restore(), !saves);
        }
    }
}

// Times are no proof: another program may give the file others, and leave its bytes.
PLAIN_TEST(otherTimesAreNoSave)
{
    for (const std::int64_t removed : {0, 5}) {
        const TemporaryFolder folder;
        testing::writeAt(folder / "file", 0, coded(fileSize));
        LoggedProgram program(folder.path());
        program.open();
        program.document.replace({ByteOffset(7), ByteCount(removed)}, testing::bytesOf("typed"));
        const std::vector<std::byte> edited = testing::bytesOf(program.document.snapshot());
        CHECK(program.log->noteSaving());
        program.crash();
        std::filesystem::last_write_time(program.path, std::filesystem::file_time_type::clock::now());
        const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
        CHECK_EQUAL(found.size(), 1U);
        program.source = testing::openOrFail(program.path);
        const auto restored
            = EditRecovery::restore(systemVfs(), found.front(), program.document, program.file()).value();
        CHECK(restored.isWhole && !restored.isSameFile);
        CHECK(testing::bytesOf(program.document.snapshot()) == edited);
    }
}

// Only what was typed while the save went on is made again, also when the save came to its end after find().
PLAIN_TEST(editsDuringASaveComeBackAlone)
{
    for (const bool savesBeforeFind : {true, false}) {
        const TemporaryFolder folder;
        testing::writeAt(folder / "file", 0, coded(fileSize));
        LoggedProgram program(folder.path());
        program.open();
        program.document.replace({ByteOffset(7), ByteCount(0)}, testing::bytesOf("typed"));
        CHECK(program.log->noteSaving());
        const std::vector<std::byte> saved = testing::bytesOf(program.document.snapshot());
        program.document.replace({ByteOffset(9), ByteCount(1)}, testing::bytesOf("meanwhile"));
        CHECK(program.log->append());
        const std::vector<std::byte> edited = testing::bytesOf(program.document.snapshot());
        const auto save = [&] {
            testing::writeAt(folder / "new", 0, saved);
            std::filesystem::rename(folder / "new", program.path);
        };
        if (savesBeforeFind)
            save();
        program.crash();
        const std::vector<UnsavedEdits> found = EditRecovery::find(systemVfs(), program.logs).value();
        CHECK_EQUAL(found.size(), 1U);
        CHECK_EQUAL(found.front().edits, savesBeforeFind ? 1 : 2);
        if (!savesBeforeFind)
            save();
        program.source = testing::openOrFail(program.path);
        auto restored
            = EditRecovery::restore(systemVfs(), found.front(), program.document, program.file()).value();
        CHECK(restored.isWhole && restored.isSameFile);
        CHECK(testing::bytesOf(program.document.snapshot()) == edited);
        CHECK(program.document.isModified());
        // The log that goes on tells the same.
        program.log = std::move(restored.log);
        program.crash();
        CHECK(program.restore());
        CHECK(testing::bytesOf(program.document.snapshot()) == edited);
        program.document.undo();
        CHECK(testing::bytesOf(program.document.snapshot()) == saved);
    }
}

// A file of data and a hole, so that every way of saving has space to take. Its times are those of a moment
// that has passed: whoever touches it now gives it others.
void writeSparse(const std::filesystem::path& path)
{
    testing::writeAt(path, 0, coded(fileSize));
    testing::setSize(path, 10 * fileSize);
    const std::filesystem::path probe = path.parent_path() / "probe";
    do {
        std::filesystem::remove(probe);
        testing::writeAt(probe, 0, coded(1));
    } while (systemVfs().status(probe)->identity.changed <= systemVfs().status(path)->identity.changed);
    std::filesystem::remove(probe);
}

// Types into the file and saves it; ends before the call of that number. False when there is no such call.
bool isKilledSaving(const LoggedProgram& program, SaveStrategy strategy, VfsCall call, std::int64_t number)
{
    const int status = testing::statusOfChild([&] {
        LoggedProgram child(program.path.parent_path());
        child.open();
        const ByteCount removed(strategy == SaveStrategy::Patch ? 5 : 0);
        child.document.replace({ByteOffset(5 * fileSize), removed}, testing::bytesOf("typed"));
        CHECK(child.log->noteSaving());
        FaultVfs vfs(systemVfs());
        vfs.arm({.fault = FaultVfs::Fault::Kill, .call = call, .number = number});
        child.writeOut(vfs, strategy);
        child.log->remove();
        _exit(0);
    });
    const bool isKilled = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    CHECK(isKilled || status == 0);
    return isKilled;
}

// Whatever a save was doing when it was killed: the next start finishes it, or finds the file to be the one
// that was edited, so that the edits can be made again and saved.
PLAIN_TEST(aKilledSaveCostsNoEdit)
{
    constexpr std::array calls
        = {VfsCall::Create, VfsCall::Rename, VfsCall::Remove, VfsCall::SyncFolder, VfsCall::WriteAt,
            VfsCall::SetSize, VfsCall::Allocate, VfsCall::PunchHole, VfsCall::CopyFrom, VfsCall::Sync};
    for (const SaveStrategy strategy : {SaveStrategy::Patch, SaveStrategy::Shift, SaveStrategy::Replace}) {
        std::vector<std::byte> edited = coded(fileSize);
        edited.resize(10 * fileSize);
        const auto place = edited.begin() + 5 * fileSize;
        edited.erase(place, place + (strategy == SaveStrategy::Patch ? 5 : 0));
        const std::vector<std::byte> typed = testing::bytesOf("typed");
        edited.insert(edited.begin() + 5 * fileSize, typed.begin(), typed.end());
        int kills = 0;
        for (const VfsCall call : calls) {
            for (std::int64_t number = 0;; ++number) {
                const TemporaryFolder folder;
                LoggedProgram program(folder.path());
                writeSparse(program.path);
                if (!isKilledSaving(program, strategy, call, number))
                    break;
                ++kills;
                Progress progress;
                CHECK(finishSaves(systemVfs(), program.path, {}, progress));
                if (program.restore()) {
                    program.writeOut();
                    program.log->remove();
                }
                program.open();
                CHECK(testing::bytesOf(program.document.snapshot()) == edited);
                CHECK_EQUAL(systemVfs().list(folder.path())->size(), 2U); // the file and the logs' folder
            }
        }
        std::cout << formatText("{}: {} kills\n", wordFor(strategy), kills);
    }
}

} // namespace
} // namespace megascope
