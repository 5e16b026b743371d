// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Files that are not plain: what cannot be opened says why, and what the kernel makes up is read to its end.
#include "core/file/Vfs.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

Error errorOf(const std::filesystem::path& path)
{
    const Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path);
    if (source)
        plaintest::fail(path.native() + " opened");
    return source.error();
}

void checkNotAFile(const std::filesystem::path& path, std::string_view reason)
{
    const Error error = errorOf(path);
    CHECK_EQUAL(error.kind, ErrorKind::NotAFile);
    CHECK_EQUAL(error.message(), path.native() + ": " + std::string(reason));
}

void bindSocket(const std::filesystem::path& path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    close(descriptor);
}

std::string textOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// `bytes` piece by piece, and then `last`.
ByteStream streamOf(std::vector<std::byte> bytes, const Result<std::size_t>& last = 0)
{
    return [bytes = std::move(bytes), at = std::size_t{0}, last](
               std::span<std::byte> out) mutable -> Result<std::size_t> {
        if (at == bytes.size())
            return last;
        const std::span<const std::byte> rest = std::span(bytes).subspan(at);
        const std::size_t count = std::min({out.size(), rest.size(), std::size_t{100'000}});
        std::ranges::copy(rest.first(count), out.begin());
        at += count;
        return count;
    };
}

std::string textOf(const FileSource& source)
{
    std::string text(static_cast<std::size_t>(source.size().value()), ' ');
    CHECK(source.read(ByteOffset(0), std::as_writable_bytes(std::span(text))).empty());
    return text;
}

} // namespace

PLAIN_TEST(whatIsNoFileSaysSo)
{
    const TemporaryFolder folder;
    checkNotAFile(folder.path(), "is a directory");
    checkNotAFile("/dev/null", "is a character device");
    CHECK(mkfifo((folder / "fifo").c_str(), 0600) == 0);
    checkNotAFile(folder / "fifo", "is a FIFO"); // and does not wait for a writer
    bindSocket(folder / "socket");
    checkNotAFile(folder / "socket", "is a socket");
}

// The check of the type comes before the open, so this one is asked for directly.
PLAIN_TEST(openingAFifoDoesNotWait)
{
    const TemporaryFolder folder;
    CHECK(mkfifo((folder / "fifo").c_str(), 0600) == 0);
    const Result<std::shared_ptr<VfsFile>> file = systemVfs().open(folder / "fifo");
    CHECK(file.has_value());
    CHECK_EQUAL((*file)->status()->type, FileType::Fifo);
}

PLAIN_TEST(whatCannotBeOpenedSaysWhy)
{
    const TemporaryFolder folder;
    CHECK_EQUAL(
        errorOf(folder / "missing").message(), (folder / "missing").native() + ": no such file or directory");
    CHECK_EQUAL(errorOf(folder / "missing").kind, ErrorKind::NotFound);
    std::filesystem::create_symlink("loop", folder / "loop");
    CHECK_EQUAL(errorOf(folder / "loop").systemCode, ELOOP);
    std::filesystem::create_symlink("missing", folder / "dangling");
    CHECK_EQUAL(errorOf(folder / "dangling").systemCode, ENOENT);
    CHECK_EQUAL(errorOf(folder / "dangling").kind, ErrorKind::NotFound);
    CHECK_EQUAL(errorOf(folder / "dangling").message(),
        (folder / "dangling").native() + ": is a link to \"missing\", which is not there");
    testing::writeAt(folder / "file", 0, testing::bytesOf("text"));
    CHECK_EQUAL(errorOf(folder / "file" / "below").systemCode, ENOTDIR);
    CHECK_EQUAL(errorOf({}).kind, ErrorKind::NotFound);
}

PLAIN_TEST(aFileOfSomebodyElse)
{
    const TemporaryFolder folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    testing::writeAt(folder / "file", 0, testing::bytesOf("text"));
    std::filesystem::permissions(folder / "file", std::filesystem::perms::none);
    const int status = testing::statusOfChild([&] {
        constexpr uid_t nobody = 65534;
        if (geteuid() == 0 && seteuid(nobody) != 0)
            _exit(1);
        const Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), folder / "file");
        const bool isRight = !source && source.error().kind == ErrorKind::NoPermission
            && source.error().reason() == "permission denied";
        _exit(isRight ? 0 : 2);
    });
    CHECK_EQUAL(status, 0);
}

PLAIN_TEST(linksAreFollowed)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, testing::bytesOf("text"));
    std::filesystem::create_symlink("file", folder / "link");
    const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "link");
    CHECK_EQUAL(textOf(*source), "text");
    CHECK(source->status().identity == systemVfs().status(folder / "file")->identity);
}

PLAIN_TEST(filesOfTheKernelAreReadToTheirEnd)
{
    for (const char* const path : {"/proc/version", "/proc/cpuinfo", "/proc/self/status"}) {
        for (const testing::Way& way : testing::allWays()) {
            const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options);
            CHECK(source->isSpooled());
            CHECK(source->size() > ByteCount(0));
            CHECK(source->refresh()->identity.size == source->size());
            CHECK(textOf(*source).ends_with('\n'));
        }
    }
    CHECK_EQUAL(textOf(*testing::openOrFail("/proc/version")), textOf("/proc/version"));
}

// Each file of sysfs claims to have the size of a page.
PLAIN_TEST(sizesThatLie)
{
    const std::filesystem::path path = "/sys/kernel/mm/transparent_hugepage/enabled";
    if (!std::filesystem::exists(path))
        plaintest::skip("there is no " + path.native());
    const std::shared_ptr<FileSource> source = testing::openOrFail(path);
    CHECK(source->isSpooled());
    CHECK_EQUAL(textOf(*source), textOf(path));
    CHECK(source->status().isPseudo);
}

PLAIN_TEST(anEmptyFileIsNotSpooled)
{
    const TemporaryFolder folder;
    testing::setSize(folder / "empty", 0);
    CHECK(!testing::openOrFail(folder / "empty")->isSpooled());
}

PLAIN_TEST(aSpoolKeepsToItsLimit)
{
    const std::vector<std::byte> content = testing::codedBytes({ByteOffset(0), mebibytes(1)}, 0);
    for (const std::int64_t limit : {0, 1, 262144, 262145, 1000000, 1048575, 1048576, 2000000}) {
        const Result<Spool> spool = systemVfs().spool(streamOf(content), "stream", ByteCount(limit));
        CHECK(spool.has_value());
        CHECK_EQUAL(spool->isCut, limit < std::ssize(content));
        const std::int64_t expected = std::min<std::int64_t>(limit, std::ssize(content));
        CHECK_EQUAL(spool->file->status()->identity.size.value(), expected);
        std::vector<std::byte> out(static_cast<std::size_t>(expected));
        CHECK_EQUAL(spool->file->readAt(ByteOffset(0), out).value(), out.size());
        CHECK(out == testing::codedBytes({ByteOffset(0), ByteCount(expected)}, 0));
    }
}

// It takes what comes for as long as something comes, so without the limit it would never end.
PLAIN_TEST(aStreamWithoutEndIsCut)
{
    const ByteStream endless = [](std::span<std::byte> out) {
        std::ranges::fill(out, std::byte{'y'});
        return out.size();
    };
    const ByteCount limit = mebibytes(3) + ByteCount(1);
    const Result<Spool> spool = systemVfs().spool(endless, "endless", limit);
    CHECK(spool.has_value());
    CHECK(spool->isCut);
    CHECK(spool->file->status()->identity.size == limit);
}

PLAIN_TEST(aCutSpoolSaysSo)
{
    const std::string all = textOf("/proc/version");
    const auto size = static_cast<std::int64_t>(all.size());
    for (const std::int64_t limit : {std::int64_t{10}, size - 1, size, size + 1}) {
        FileSourceOptions options;
        options.spoolLimit = ByteCount(limit);
        const std::shared_ptr<FileSource> source = testing::openOrFail("/proc/version", options);
        CHECK_EQUAL(source->isCut(), limit < size);
        CHECK_EQUAL(textOf(*source), all.substr(0, static_cast<std::size_t>(std::min(limit, size))));
    }
    CHECK(!testing::openOrFail("/etc/passwd")->isCut());
}

PLAIN_TEST(aSpoolThatFails)
{
    using testing::FaultVfs;
    FaultVfs vfs(systemVfs());
    vfs.arm({.fault = FaultVfs::Fault::Fail, .call = testing::VfsCall::Spool, .code = ENOSPC});
    CHECK_EQUAL(FileSource::open(vfs, "/proc/version").error().systemCode, ENOSPC);

    // Of the stream the error is the stream's, also where the limit asks for one byte more.
    const std::vector<std::byte> content = testing::codedBytes({ByteOffset(0), kibibytes(64)}, 0);
    const Result<std::size_t> bad = std::unexpected(systemError(EIO, "the stream"));
    for (const ByteCount limit : {kibibytes(64), mebibytes(1)}) {
        const Result<Spool> spool = systemVfs().spool(streamOf(content, bad), "stream", limit);
        CHECK_EQUAL(spool.error().message(), "the stream: input/output error");
    }
}

// A file whose size the system does not tell stands for no fault of the folder that its copy goes to.
PLAIN_TEST(aFullSpoolFolderIsBlamed)
{
    const TemporaryFolder folder;
    const int status = testing::statusOfChild([&] {
        const rlimit small = {10, 10};
        std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &small);
        setenv("TMPDIR", folder.path().c_str(), 1);
        const Error error = errorOf("/proc/version");
        _exit(error.systemCode == EFBIG && error.subject == folder.path() ? 0 : 1);
    });
    CHECK_EQUAL(status, 0);
}

// The folder of a spool: TMPDIR, and no name is left in it.
PLAIN_TEST(aSpoolLeavesNoName)
{
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "spools");
    const char* const before = std::getenv("TMPDIR");
    const std::string kept = before != nullptr ? before : "";
    setenv("TMPDIR", (folder / "spools").c_str(), 1);
    const Result<Spool> spool = systemVfs().spool(streamOf(testing::bytesOf("text")), "stream", mebibytes(1));
    const bool isEmpty = std::filesystem::is_empty(folder / "spools");
    setenv("TMPDIR", (folder / "missing").c_str(), 1);
    const Result<Spool> failed
        = systemVfs().spool(streamOf(testing::bytesOf("text")), "stream", mebibytes(1));
    if (before != nullptr)
        setenv("TMPDIR", kept.c_str(), 1);
    else
        unsetenv("TMPDIR");
    CHECK(spool.has_value());
    CHECK(isEmpty);
    CHECK_EQUAL(failed.error().message(), (folder / "missing").native() + ": no such file or directory");
}

// A device's size is asked from the device, for its file has none.
PLAIN_TEST(aBlockDevice)
{
    for (const auto& entry : std::filesystem::directory_iterator("/sys/class/block")) {
        const std::filesystem::path device = std::filesystem::path("/dev") / entry.path().filename();
        const std::int64_t sectors = std::atoll(textOf(entry.path() / "size").c_str());
        if (sectors == 0 || !systemVfs().open(device))
            continue;
        const std::shared_ptr<FileSource> source = testing::openOrFail(device);
        CHECK_EQUAL(source->status().type, FileType::BlockDevice);
        CHECK_EQUAL(source->size().value(), sectors * 512);
        CHECK(source->statusOfPath()->identity.size == source->size());
        CHECK(!source->isSpooled());
        std::vector<std::byte> last(512);
        CHECK(source->read(ByteOffset(sectors * 512 - 512), last).empty());
        CHECK_EQUAL(source->read(ByteOffset(sectors * 512 - 511), last).size(), 1U);
        return;
    }
    plaintest::skip("there is no block device that may be read");
}

PLAIN_TEST(identityFollowsTheFile)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, testing::bytesOf("text"));
    const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "file");
    const FileIdentity opened = source->status().identity;
    CHECK(source->statusOfPath()->identity == opened);

    testing::writeAt(folder / "file", 4, testing::bytesOf(" and more"));
    CHECK_EQUAL(source->size().value(), 4);
    CHECK(source->statusOfPath()->identity != opened);
    CHECK_EQUAL(source->refresh()->identity.size.value(), 13);
    CHECK_EQUAL(source->size().value(), 13);
    CHECK(source->status().identity.isSameFile(opened) && source->status().identity != opened);

    testing::writeAt(folder / "other", 0, testing::bytesOf("other"));
    std::filesystem::rename(folder / "other", folder / "file");
    CHECK(!source->statusOfPath()->identity.isSameFile(opened));
    CHECK_EQUAL(textOf(*source), "text and more");

    std::filesystem::remove(folder / "file");
    CHECK_EQUAL(source->statusOfPath().error().kind, ErrorKind::NotFound);
    CHECK(source->refresh().has_value());
    CHECK_EQUAL(textOf(*source), "text and more");
}

PLAIN_TEST(theKernelsFilesAreKnown)
{
    CHECK(systemVfs().status("/proc/version")->isPseudo);
    CHECK(!systemVfs().status("/")->isPseudo);
    const TemporaryFolder folder;
    testing::setSize(folder / "file", mebibytes(1).value());
    const FileStatus status = *systemVfs().status(folder / "file");
    CHECK_EQUAL(status.type, FileType::Regular);
    CHECK(status.identity == (*systemVfs().open(folder / "file"))->status()->identity);
    CHECK(status.allocated < status.identity.size || !testing::knowsHoles(folder.path()));
}

} // namespace megascope
