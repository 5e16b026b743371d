// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The writing half of the real file system.

#include "core/file/WritableFile.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace megascope {
namespace {

using testing::bytesOf;

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<WritableFile> madeOrFail(const std::filesystem::path& path, std::string_view content)
{
    const Result<std::shared_ptr<WritableFile>> file = systemVfs().create(path, 0600);
    CHECK(file.has_value());
    CHECK(writeFully(**file, ByteOffset(0), bytesOf(content)).has_value());
    return *file;
}

PLAIN_TEST(createsOnlyWhatWasNotThere)
{
    const testing::TemporaryFolder folder;
    const auto path = folder / "a";
    madeOrFail(path, "abc");
    CHECK_EQUAL(contentOf(path), "abc");
    CHECK_EQUAL(systemVfs().create(path, 0600).error().kind, ErrorKind::Exists);
    std::filesystem::create_symlink(folder / "nowhere", folder / "link");
    CHECK_EQUAL(systemVfs().create(folder / "link", 0600).error().kind, ErrorKind::Exists);
    CHECK_EQUAL(systemVfs().openForWriting(folder / "none").error().kind, ErrorKind::NotFound);
    CHECK_EQUAL(systemVfs().openForWriting(folder.path()).error().kind, ErrorKind::NotAFile);
}

PLAIN_TEST(writesInTheMiddleAndCuts)
{
    const testing::TemporaryFolder folder;
    madeOrFail(folder / "a", "abcdef");
    const auto file = systemVfs().openForWriting(folder / "a").value();
    CHECK(writeFully(*file, ByteOffset(2), bytesOf("XY")).has_value());
    CHECK(file->sync().has_value());
    CHECK_EQUAL(contentOf(folder / "a"), "abXYef");
    CHECK(file->setSize(ByteCount(3)).has_value());
    CHECK_EQUAL(contentOf(folder / "a"), "abX");
    CHECK(file->allocate({ByteOffset(0), mebibytes(1)}).has_value());
    CHECK_EQUAL(file->status()->identity.size, ByteCount(3));
}

PLAIN_TEST(punchesHoles)
{
    const testing::TemporaryFolder folder;
    const auto file = madeOrFail(folder / "a", std::string(200'000, 'x'));
    if (!testing::knowsHoles(folder.path()))
        plaintest::skip("no holes here");
    CHECK(file->punchHole({ByteOffset(65'536), ByteCount(65'536)}).has_value());
    CHECK_EQUAL(file->status()->identity.size, ByteCount(200'000));
    CHECK_EQUAL(contentOf(folder / "a"),
        std::string(65'536, 'x') + std::string(65'536, '\0') + std::string(200'000 - 131'072, 'x'));
    CHECK_EQUAL(file->nextHole(ByteOffset(0)).value(), ByteOffset(65'536));
}

PLAIN_TEST(copiesBetweenFiles)
{
    const testing::TemporaryFolder folder;
    const auto from = madeOrFail(folder / "a", "0123456789");
    const auto to = madeOrFail(folder / "b", "abc");
    const Result<ByteCount> copied = to->copyFrom(*from, {ByteOffset(4), ByteCount(3)}, ByteOffset(1));
    CHECK(copied.has_value());
    if (*copied == ByteCount(0))
        plaintest::skip("copy_file_range is not possible here");
    CHECK_EQUAL(*copied, ByteCount(3));
    CHECK_EQUAL(contentOf(folder / "b"), "a456");
}

PLAIN_TEST(renamesWithAndWithoutReplacing)
{
    const testing::TemporaryFolder folder;
    madeOrFail(folder / "a", "A");
    madeOrFail(folder / "b", "B");
    const auto kept = systemVfs().rename(folder / "a", folder / "b", Vfs::Existing::Keep);
    CHECK_EQUAL(kept.error().kind, ErrorKind::Exists);
    CHECK(systemVfs().rename(folder / "a", folder / "c", Vfs::Existing::Keep).has_value());
    CHECK(systemVfs().rename(folder / "c", folder / "b", Vfs::Existing::Replace).has_value());
    CHECK(systemVfs().syncFolder(folder.path()).has_value());
    CHECK_EQUAL(contentOf(folder / "b"), "A");
    std::vector<std::string> names = systemVfs().list(folder.path()).value();
    CHECK(names == std::vector<std::string>{"b"});
    CHECK(systemVfs().remove(folder / "b").has_value());
    CHECK_EQUAL(systemVfs().remove(folder / "b").error().kind, ErrorKind::NotFound);
}

PLAIN_TEST(locksOnce)
{
    const testing::TemporaryFolder folder;
    const auto first = madeOrFail(folder / "a", "A");
    const auto second = systemVfs().openForWriting(folder / "a").value();
    CHECK(first->lock().has_value());
    CHECK_EQUAL(second->lock().error().kind, ErrorKind::Busy);
}

PLAIN_TEST(keepsModeAndAttributes)
{
    const testing::TemporaryFolder folder;
    const auto from = madeOrFail(folder / "a", "A");
    CHECK_EQUAL(chmod((folder / "a").c_str(), 0640), 0);
    const bool hasAttributes = setxattr((folder / "a").c_str(), "user.test", "value", 5, 0) == 0;
    const auto to = madeOrFail(folder / "b", "B");
    const auto lost = systemVfs().copyAttributes(*from, *to);
    CHECK(lost.has_value());
    CHECK(lost->empty());
    struct stat status = {};
    CHECK_EQUAL(stat((folder / "b").c_str(), &status), 0);
    CHECK_EQUAL(status.st_mode & 07777U, 0640U);
    if (!hasAttributes)
        plaintest::skip("no extended attributes here");
    std::string value(16, '\0');
    CHECK_EQUAL(getxattr((folder / "b").c_str(), "user.test", value.data(), value.size()), 5);
    CHECK_EQUAL(value.substr(0, 5), "value");
}

PLAIN_TEST(countsLinksAndResolvesThem)
{
    const testing::TemporaryFolder folder;
    const auto file = madeOrFail(folder / "a", "A");
    std::filesystem::create_hard_link(folder / "a", folder / "b");
    CHECK_EQUAL(file->status()->links, 2U);
    std::filesystem::create_symlink("a", folder / "link");
    CHECK_EQUAL(systemVfs().realPath(folder / "link").value(), std::filesystem::canonical(folder / "a"));
    CHECK(systemVfs().rights(folder / "a")->write);
    CHECK(systemVfs().freeSpace(folder / "a").value() > ByteCount(0));
    CHECK(systemVfs().makeFolder(folder / "inner").has_value());
    CHECK(systemVfs().makeFolder(folder / "inner").has_value());
}

} // namespace
} // namespace megascope
