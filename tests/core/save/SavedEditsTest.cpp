// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a recovery log tells when the program has ended during a save.

#include "tests/core/document/FlatDocument.h"
#include "tests/core/save/LoggedProgram.h"

namespace megascope {
namespace {

using testing::coded;
using testing::fileSize;
using testing::LoggedProgram;
using testing::TemporaryFolder;

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

// A save gives the file other times before it writes the first byte, when it takes the space.
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

} // namespace
} // namespace megascope
