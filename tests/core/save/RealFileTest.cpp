// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Saves of real files, with what makes files special, and what the user is told.

#include "tests/core/file/TestFiles.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace megascope {
namespace {

using namespace testing;

Bytes contentOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return bytesOf(text);
}

std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names = systemVfs().list(folder).value();
    std::ranges::sort(names);
    return names;
}

struct stat statOf(const std::filesystem::path& path)
{
    struct stat status = {};
    CHECK_EQUAL(stat(path.c_str(), &status), 0);
    return status;
}

constexpr std::int64_t size = 300'000;

SaveCase madeCase(const std::filesystem::path& path)
{
    const Bytes content = codedBytes({ByteOffset(0), ByteCount(size)}, 1);
    writeAt(path, 0, content);
    return openCase(systemVfs(), path, content);
}

// In the middle a byte more, or another one.
void edit(SaveCase& save, SaveStrategy strategy)
{
    save.document.insertBytes(
        save.document.size() / 2, strategy == SaveStrategy::Patch ? 1 : 0, bytesOf("!"));
}

Result<SaveResult> savedWith(const SaveCase& save, const SaveOptions& options)
{
    const Result<SavePlan> plan = planSave(systemVfs(), save.document.snapshot(), save.target(), options);
    if (!plan)
        return std::unexpected(plan.error());
    Progress progress;
    return megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress});
}

Result<SaveResult> savedBy(const SaveCase& save, std::optional<SaveStrategy> strategy)
{
    SaveOptions options;
    options.strategy = strategy;
    return savedWith(save, options);
}

void checkSaved(const SaveCase& save, const Result<SaveResult>& saved)
{
    if (!saved)
        plaintest::fail(saved.error().message());
    CHECK(contentOf(save.path) == save.document.bytes());
    CHECK(saved->identity == systemVfs().status(save.path)->identity);
}

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

// As the runner of the tests does it, in a child.
void runCase(const std::function<void()>& work)
{
    try {
        work();
    } catch (const plaintest::CaseFailed&) {
        std::fflush(nullptr);
        _exit(1);
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

// Runs `work` with a file system of so many bytes mounted on `folder`; false when that is not possible.
int onSmallDisk(const std::filesystem::path& folder, const char* options, const std::function<void()>& work)
{
    constexpr int notPossible = 77;
    return statusOfChild([&] {
        if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            _exit(notPossible);
        if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || mount("tmpfs", folder.c_str(), "tmpfs", 0, options) != 0)
            _exit(notPossible);
        runCase(work);
    });
}

PLAIN_TEST(aFullDisk)
{
    const TemporaryFolder folder;
    const int status = onSmallDisk(folder.path(), "size=1m", [&] {
        // There is no room for a second one, but for what a shift takes.
        SaveCase save = madeCase(folder / "a");
        writeAt(folder / "other", 0, codedBytes({ByteOffset(0), ByteCount(500'000)}, 3));
        edit(save, SaveStrategy::Shift);
        const Error error = savedBy(save, SaveStrategy::Replace).error();
        CHECK_EQUAL(error.kind, ErrorKind::NoSpace);
        CHECK(error.message().starts_with(save.path.native() + ": there is no room to save it by replace: "));
        SaveOptions options;
        options.stepBytes = kibibytes(16);
        checkSaved(save, savedWith(save, options));
        // No room for anything.
        const SaveCase again = openCase(systemVfs(), save.path, save.document.bytes());
        SaveCase full = again;
        full.document.insertBytes(5, 0, Bytes(200'000, std::byte{1}));
        for (const SaveStrategy strategy : {SaveStrategy::Shift, SaveStrategy::Replace})
            CHECK_EQUAL(savedBy(full, strategy).error().kind, ErrorKind::NoSpace);
        CHECK(contentOf(save.path) == full.oldBytes);
        CHECK_EQUAL(namesIn(folder.path()).size(), 2U);
    });
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        plaintest::skip("nothing can be mounted here");
    CHECK_EQUAL(status, 0);
}

PLAIN_TEST(aFileInSharedMemory)
{
    const std::filesystem::path shared = "/dev/shm";
    if (access(shared.c_str(), W_OK) != 0)
        plaintest::skip("there is no /dev/shm to write to");
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder(shared);
        SaveCase save = madeCase(folder / "a");
        edit(save, strategy);
        checkSaved(save, savedBy(save, strategy));
        CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
    }
}

// Nearly all that a file can be, and nearly all of it a hole.
PLAIN_TEST(aFileOfSevenExbibytes)
{
    const std::filesystem::path shared = "/dev/shm";
    if (access(shared.c_str(), W_OK) != 0)
        plaintest::skip("there is no /dev/shm to write to");
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder(shared);
        constexpr std::int64_t huge = std::int64_t{7} << 60;
        constexpr std::int64_t place = huge / 2;
        const Bytes data = codedBytes({ByteOffset(0), ByteCount(100'000)}, 1);
        setSize(folder / "a", huge);
        writeAt(folder / "a", place, data);
        const auto source = openOrFail(folder / "a");
        const auto added = std::make_shared<MemorySource>(bytesOf("new"));
        const std::int64_t removed = strategy == SaveStrategy::Patch ? 3 : 0;
        const PieceTree pieces = PieceTree(Piece{source, ByteOffset(0), source->size()})
                                     .replaced({ByteOffset(1000), ByteCount(removed)},
                                         PieceTree(Piece{added, ByteOffset(0), ByteCount(3)}));
        SaveOptions options;
        options.strategy = strategy;
        const auto plan = planSave(systemVfs(), Snapshot(pieces, Revision{}),
            {.path = folder / "a", .source = source, .identity = source->status().identity}, options);
        CHECK(plan.has_value());
        CHECK(plan->bytesToWrite < mebibytes(1));
        Progress progress;
        const auto saved = megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress});
        if (!saved)
            plaintest::fail(saved.error().message());
        CHECK_EQUAL(statOf(folder / "a").st_size, huge + 3 - removed);
        CHECK(std::int64_t{statOf(folder / "a").st_blocks} * 512 < 1024 * 1024);
        const auto now = openOrFail(folder / "a");
        Bytes read(data.size());
        CHECK(now->read(ByteOffset(place + 3 - removed), read).empty());
        CHECK(read == data);
        CHECK(now->read(ByteOffset(1000), std::span(read).first(3)).empty());
        CHECK(std::ranges::equal(std::span(read).first(3), bytesOf("new")));
    }
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
    const auto part = ByteRange(ByteOffset(size / 2 - 5), ByteCount(10));
    CHECK(writeCopy(systemVfs(), snapshot, part, folder / "part", false, watch).has_value());
    const Bytes& all = save.document.bytes();
    CHECK(contentOf(folder / "part") == Bytes(all.begin() + size / 2 - 5, all.begin() + size / 2 + 5));
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
