// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Saves of real files, with what makes files special, and what the user is told.

#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/RealSaving.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace megascope {
namespace {

using namespace testing;

PLAIN_TEST(savesByEachStrategy)
{
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder;
        SaveCase save = madeCase(folder / "a file");
        edit(save, strategy);
        const ino_t inode = statOf(save.path).st_ino;
        checkSaved(save, savedBy(save, strategy));
        CHECK(namesIn(folder.path()) == std::vector<std::string>{"a file"});
        CHECK_EQUAL(statOf(save.path).st_ino == inode, strategy != SaveStrategy::Replace);
    }
}

PLAIN_TEST(keepsHardLinks)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    std::filesystem::create_hard_link(save.path, folder / "b");
    CHECK(save.source->refresh().has_value());
    edit(save, SaveStrategy::Shift);
    CHECK_EQUAL(savedBy(save, SaveStrategy::Replace).error().message(),
        (folder / "a").native() + ": has 2 names, which a new file would not have");
    checkSaved(save, savedBy(save, {}));
    CHECK(contentOf(folder / "b") == save.document.bytes());
    CHECK_EQUAL(statOf(folder / "a").st_ino, statOf(folder / "b").st_ino);
}

PLAIN_TEST(writesToWhatALinkNames)
{
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder;
        std::filesystem::create_directory(folder / "there");
        SaveCase save = madeCase(folder / "there/file");
        std::filesystem::create_symlink("there/file", folder / "link");
        edit(save, strategy);
        save.path = folder / "link";
        checkSaved(save, savedBy(save, strategy));
        CHECK(std::filesystem::is_symlink(folder / "link"));
        CHECK(contentOf(folder / "there/file") == save.document.bytes());
        CHECK(namesIn(folder / "there") == std::vector<std::string>{"file"});
    }
}

PLAIN_TEST(keepsModeOwnerAndAttributes)
{
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder;
        SaveCase save = madeCase(folder / "a");
        CHECK_EQUAL(chmod(save.path.c_str(), 0751), 0);
        const bool isRoot = geteuid() == 0;
        if (isRoot)
            CHECK_EQUAL(chown(save.path.c_str(), 1234, 2345), 0);
        const bool hasAttributes = setxattr(save.path.c_str(), "user.colour", "green", 5, 0) == 0;
        CHECK(save.source->refresh().has_value());
        edit(save, strategy);
        const Result<SaveResult> saved = savedBy(save, strategy);
        checkSaved(save, saved);
        CHECK(saved->notKept.empty());
        const struct stat status = statOf(save.path);
        CHECK_EQUAL(status.st_mode & 07777U, 0751U);
        if (isRoot) {
            CHECK_EQUAL(status.st_uid, 1234U);
            CHECK_EQUAL(status.st_gid, 2345U);
        }
        if (!hasAttributes)
            plaintest::skip("no extended attributes here");
        char value[8] = {};
        CHECK_EQUAL(getxattr(save.path.c_str(), "user.colour", value, sizeof value), 5);
        CHECK_EQUAL(std::string(value), "green");
    }
}

// An ACL as the system keeps it: version 2, then entries of tag, permissions and id.
PLAIN_TEST(keepsAnAccessList)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    struct Entry {
        std::uint16_t tag;
        std::uint16_t permissions;
        std::uint32_t id;
    };
    struct {
        std::uint32_t version = 2;
        Entry entries[5] = {{0x01, 6, 0xffffffff}, {0x02, 4, 4321}, {0x04, 4, 0xffffffff},
            {0x10, 4, 0xffffffff}, {0x20, 0, 0xffffffff}};
    } list;
    if (setxattr(save.path.c_str(), "system.posix_acl_access", &list, sizeof list, 0) != 0)
        plaintest::skip(std::string("no access lists here: ") + std::strerror(errno));
    CHECK(save.source->refresh().has_value());
    edit(save, SaveStrategy::Replace);
    checkSaved(save, savedBy(save, SaveStrategy::Replace));
    char kept[sizeof list] = {};
    CHECK_EQUAL(getxattr(save.path.c_str(), "system.posix_acl_access", kept, sizeof kept),
        static_cast<ssize_t>(sizeof list));
    CHECK_EQUAL(std::memcmp(kept, &list, sizeof list), 0);
}

PLAIN_TEST(keepsHoles)
{
    const TemporaryFolder folder;
    if (!knowsHoles(folder.path()))
        plaintest::skip("no holes here");
    constexpr std::int64_t mebibyte = 1024 * 1024;
    for (const SaveStrategy strategy : allStrategies) {
        const auto path = folder / wordFor(strategy);
        const Bytes data = codedBytes({ByteOffset(0), ByteCount(3 * mebibyte)}, 2);
        setSize(path, 64 * mebibyte);
        writeAt(path, 20 * mebibyte, data);
        writeAt(path, 61 * mebibyte, data);
        Bytes content(static_cast<std::size_t>(64 * mebibyte));
        std::ranges::copy(data, content.begin() + 20 * mebibyte);
        std::ranges::copy(data, content.begin() + 61 * mebibyte);
        SaveCase save = openCase(systemVfs(), path, content);
        save.document.insertBytes(10 * mebibyte, strategy == SaveStrategy::Patch ? 3 : 0, bytesOf("xyz"));
        checkSaved(save, savedBy(save, strategy));
        const auto allocated = std::int64_t{statOf(path).st_blocks} * 512;
        if (allocated > 7 * mebibyte)
            plaintest::fail(
                std::string(wordFor(strategy)) + ": " + std::to_string(allocated) + " bytes take space");
    }
}

// In a child that may do no more than any user; returns what `work` does.
int asNobody(const std::function<void()>& work)
{
    return statusOfChild([&] {
        if (geteuid() == 0 && (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0))
            _exit(2);
        runCase(work);
    });
}

PLAIN_TEST(aFolderThatCannotBeWrittenTo)
{
    const TemporaryFolder folder;
    const TemporaryFolder state;
    SaveCase save = madeCase(folder / "a");
    CHECK_EQUAL(chmod(save.path.c_str(), 0666), 0);
    CHECK_EQUAL(chmod(folder.path().c_str(), 0555), 0);
    CHECK_EQUAL(chmod(state.path().c_str(), 0777), 0);
    CHECK(save.source->refresh().has_value());
    edit(save, SaveStrategy::Shift);
    const std::string name = save.path.native();
    const int status = asNobody([&] {
        CHECK_EQUAL(
            savedBy(save, SaveStrategy::Replace).error().message(), name + ": no file can be made beside it");
        CHECK_EQUAL(savedBy(save, {}).error().message(),
            name + ": no file can be made beside it, and there is no other folder for the journal");
        const Result<SavePlan> plan = planSave(systemVfs(), save.document.snapshot(), save.target(),
            {.strategy = {}, .stateFolder = state / "saves"});
        CHECK(plan.has_value());
        CHECK(plan->strategy == SaveStrategy::Shift);
        CHECK(!plan->journal->isBeside);
        Progress progress;
        CHECK(megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress}).has_value());
        CHECK(namesIn(state / "saves").empty());
    });
    CHECK_EQUAL(chmod(folder.path().c_str(), 0755), 0);
    CHECK_EQUAL(status, 0);
    CHECK(contentOf(save.path) == save.document.bytes());
}

// The kernel takes these bits away when somebody writes to the file who is not root. They come back when the
// save ends, when it is given up, and when a recovery finishes it.
PLAIN_TEST(keepsSetUserAndGroupId)
{
    constexpr mode_t mode = 06755;
    const TemporaryFolder folder;
    CHECK_EQUAL(chmod(folder.path().c_str(), 0777), 0);
    const int status = asNobody([&] {
        for (const SaveStrategy strategy : allStrategies) {
            SaveCase save = madeCase(folder / wordFor(strategy));
            CHECK_EQUAL(chmod(save.path.c_str(), mode), 0);
            CHECK(save.source->refresh().has_value());
            edit(save, strategy);
            checkSaved(save, savedBy(save, strategy));
            CHECK_EQUAL(statOf(save.path).st_mode & 07777U, mode);
            if (strategy == SaveStrategy::Replace)
                continue;
            save = openCase(systemVfs(), save.path, save.document.bytes());
            edit(save, SaveStrategy::Shift);
            FaultVfs vfs(systemVfs());
            vfs.arm({.fault = FaultVfs::Fault::Fail,
                .call = VfsCall::Allocate,
                .number = 1,
                .forEver = true,
                .code = ENOSPC});
            CHECK(!saveCase(vfs, save, SaveStrategy::Shift, kibibytes(64)));
            CHECK_EQUAL(statOf(save.path).st_mode & 07777U, mode);
            CHECK(save.source->refresh().has_value());
            vfs.arm({.fault = FaultVfs::Fault::Fail,
                .call = VfsCall::SetSize,
                .number = 0,
                .forEver = true,
                .code = EIO});
            CHECK(!saveCase(vfs, save, SaveStrategy::Shift, kibibytes(64)));
            CHECK(recover(systemVfs(), save.path).has_value());
            CHECK(contentOf(save.path) == save.document.bytes());
            CHECK_EQUAL(statOf(save.path).st_mode & 07777U, mode);
        }
    });
    CHECK_EQUAL(status, 0);
}

// Whoever may write to the folder could lay a journal that the owner of the file then carries out.
PLAIN_TEST(aJournalOfAnotherUser)
{
    if (geteuid() != 0)
        plaintest::skip("only root can give files away");
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    FaultVfs vfs(systemVfs());
    vfs.arm({.fault = FaultVfs::Fault::Fail,
        .call = VfsCall::SetSize,
        .number = 0,
        .forEver = true,
        .code = EIO});
    CHECK(!saveCase(vfs, save, SaveStrategy::Shift, kibibytes(64)));
    const Bytes half = contentOf(save.path);
    const auto journal = folder / ".a.megascope-save";
    CHECK_EQUAL(chown(journal.c_str(), 4321, 4321), 0);
    CHECK(findUnfinished(systemVfs(), save.path)->empty());
    Progress progress;
    const UnfinishedSave laid{.state = UnfinishedSave::State::Begun, .path = journal, .target = save.path};
    CHECK_EQUAL(finishSave(systemVfs(), laid, progress).error().message(),
        journal.native() + ": belongs to another user");
    CHECK(contentOf(save.path) == half);
    CHECK_EQUAL(chown(save.path.c_str(), 4321, 4321), 0);
    CHECK(recover(systemVfs(), save.path).has_value());
    CHECK(contentOf(save.path) == save.document.bytes());
}

// The save is killed when it is about to take the space, which then there is not. Until there is some the
// file stays as it was; a save that finds it out itself leaves nothing behind.
PLAIN_TEST(aDiskThatIsFullBeforeTheFirstByte)
{
    constexpr std::int64_t ofTheFile = 1; // the journal's own space is taken first
    const FaultVfs::Plan full{.fault = FaultVfs::Fault::Fail,
        .call = VfsCall::Allocate,
        .number = ofTheFile,
        .forEver = true,
        .code = ENOSPC};
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    FaultVfs vfs(systemVfs());
    vfs.arm(full);
    CHECK_EQUAL(
        saveCase(vfs, save, SaveStrategy::Shift, kibibytes(64)).error_or(Error{}).kind, ErrorKind::NoSpace);
    CHECK(contentOf(save.path) == save.oldBytes);
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
    CHECK(save.source->refresh().has_value());
    const int status = statusOfChild([&] {
        FaultVfs killing(systemVfs());
        killing.arm(
            {.fault = FaultVfs::Fault::Kill, .call = VfsCall::Allocate, .number = ofTheFile, .code = 0});
        (void)saveCase(killing, save, SaveStrategy::Shift, kibibytes(64));
    });
    CHECK(WIFSIGNALED(status));
    vfs.arm({.fault = full.fault, .call = full.call, .number = 0, .forEver = true, .code = full.code});
    CHECK_EQUAL(recover(vfs, save.path).error_or(Error{}).kind, ErrorKind::NoSpace);
    CHECK(contentOf(save.path) == save.oldBytes);
    CHECK(recover(systemVfs(), save.path).has_value());
    CHECK(contentOf(save.path) == save.document.bytes());
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
}

PLAIN_TEST(aFileThatMayNotBeWrittenTo)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    CHECK_EQUAL(chmod(save.path.c_str(), 0444), 0);
    CHECK_EQUAL(chmod(folder.path().c_str(), 0777), 0);
    CHECK(save.source->refresh().has_value());
    edit(save, SaveStrategy::Shift);
    const int status = asNobody([&] {
        CHECK_EQUAL(savedBy(save, {}).error().message(), save.path.native() + ": may not be written to");
    });
    CHECK_EQUAL(status, 0);
    CHECK(contentOf(save.path) == save.oldBytes);
}

PLAIN_TEST(anImmutableFile)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    const int file = open(save.path.c_str(), O_RDONLY | O_CLOEXEC);
    int flags = 0;
    const bool hasFlags = ioctl(file, FS_IOC_GETFLAGS, &flags) == 0;
    int immutable = flags | FS_IMMUTABLE_FL;
    const bool isSet = hasFlags && ioctl(file, FS_IOC_SETFLAGS, &immutable) == 0;
    const std::string reason = std::strerror(errno);
    if (!isSet) {
        close(file);
        plaintest::skip("a file cannot be made immutable here: " + reason);
    }
    CHECK(save.source->refresh().has_value());
    std::vector<Error> errors;
    for (const SaveStrategy strategy : allStrategies)
        errors.push_back(savedBy(save, strategy).error_or(Error{}));
    ioctl(file, FS_IOC_SETFLAGS, &flags);
    close(file);
    for (const Error& error : errors) {
        CHECK_EQUAL(
            error.message(), save.path.native() + ": is marked as immutable or append-only (chattr +i, +a)");
        CHECK_EQUAL(error.kind, ErrorKind::NoPermission);
    }
    CHECK(contentOf(save.path) == save.oldBytes);
}

PLAIN_TEST(aFileThatWasReplaced)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    writeAt(folder / "b", 0, bytesOf("another"));
    std::filesystem::rename(folder / "b", save.path);
    for (const SaveStrategy strategy : allStrategies) {
        const Error error = savedBy(save, strategy).error();
        CHECK_EQUAL(
            error.message(), save.path.native() + ": was replaced by another file since it was opened");
        CHECK_EQUAL(error.kind, ErrorKind::Changed);
    }
    CHECK(contentOf(save.path) == bytesOf("another"));
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
    SaveOptions knowingly;
    knowingly.overwriteChanged = true;
    const Result<SaveResult> saved = savedWith(save, knowingly);
    checkSaved(save, saved);
    CHECK(saved->strategy == SaveStrategy::Replace);
}

PLAIN_TEST(aFileThatWasTruncatedOrVanished)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    const auto plan = planSave(systemVfs(), save.document.snapshot(), save.target());
    CHECK(plan.has_value());
    setSize(save.path, 1000);
    const std::string words = save.path.native() + ": was changed by another program since it was opened";
    CHECK_EQUAL(savedBy(save, {}).error().message(), words);
    // Also when that happened after the plan was made.
    Progress progress;
    CHECK_EQUAL(
        megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress}).error().message(), words);
    CHECK_EQUAL(statOf(save.path).st_size, 1000);
    CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
    std::filesystem::remove(save.path);
    CHECK_EQUAL(savedBy(save, {}).error().message(), save.path.native() + ": no such file or directory");
    CHECK(namesIn(folder.path()).empty());
}

PLAIN_TEST(writesCopies)
{
    const TemporaryFolder folder;
    SaveCase save = madeCase(folder / "a");
    edit(save, SaveStrategy::Shift);
    const Snapshot snapshot = save.document.snapshot();
    Progress progress;
    const SaveWatch watch{.stop = {}, .progress = progress};
    const auto part = ByteRange(ByteOffset(madeSize / 2 - 5), ByteCount(10));
    CHECK(writeCopy(systemVfs(), snapshot, part, folder / "part", false, watch).has_value());
    const Bytes& all = save.document.bytes();
    CHECK(
        contentOf(folder / "part") == Bytes(all.begin() + madeSize / 2 - 5, all.begin() + madeSize / 2 + 5));
    CHECK_EQUAL(writeCopy(systemVfs(), snapshot, snapshot.all(), folder / "part", false, watch).error().kind,
        ErrorKind::Exists);
    CHECK_EQUAL(chmod((folder / "part").c_str(), 0640), 0);
    CHECK(writeCopy(systemVfs(), snapshot, snapshot.all(), folder / "part", true, watch).has_value());
    CHECK(contentOf(folder / "part") == all);
    CHECK_EQUAL(statOf(folder / "part").st_mode & 07777U, 0640U);
    // Onto the file itself: what is read is the old one, which is still open.
    CHECK(writeCopy(systemVfs(), snapshot, snapshot.all(), save.path, true, watch).has_value());
    CHECK(contentOf(save.path) == all);
    CHECK_EQUAL(writeCopy(systemVfs(), snapshot, part, folder / "none/part", true, watch).error().kind,
        ErrorKind::NotFound);
    CHECK_EQUAL(namesIn(folder.path()).size(), 2U);
}

} // namespace
} // namespace megascope
