// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Logs whose files are appended to, cut, written over, renamed, removed and copied between two looks.
#include "core/file/FollowedLog.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"
#include "tests/support/RotatedLog.h"
#include "tests/support/Rounds.h"

#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

void write(
    const std::filesystem::path& path, std::string_view text, std::ios::openmode mode = std::ios::trunc)
{
    std::ofstream file(path, std::ios::binary | std::ios::out | mode);
    file << text;
    file.close();
    CHECK(!file.fail());
}

void append(const std::filesystem::path& path, std::string_view text)
{
    write(path, text, std::ios::app);
}

// Gives the file the same times whenever it is called.
void setTimes(const std::filesystem::path& path)
{
    const timespec time{.tv_sec = 1'000'000'000, .tv_nsec = 0};
    const timespec times[] = {time, time};
    CHECK_EQUAL(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

// A log that is followed from its begin.
class Reader {
public:
    explicit Reader(const std::filesystem::path& path)
        : m_log(systemVfs(), testing::openOrFail(path, {}), ByteOffset(0))
    {
    }

    // All that was handed on in one look.
    std::string look()
    {
        std::string text;
        const Result<bool> more = m_log.advance([&](std::span<const std::byte> bytes) {
            text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return true;
        });
        CHECK(more && *more);
        return text;
    }

    FollowedLog& log() { return m_log; }

private:
    FollowedLog m_log;
};

KnownContent knownOf(const std::filesystem::path& path)
{
    const auto source = testing::openOrFail(path, {});
    KnownContent known{.identity = source->status().identity, .mark = {}};
    known.mark.take(*source, known.identity.size);
    return known;
}

} // namespace

PLAIN_TEST(whatBecameOfTheContent)
{
    const TemporaryFolder folder;
    const auto path = folder / "log";
    const std::string old(100'000, 'a');
    struct Case {
        std::string now;
        ContentChange change;
    };
    std::string end = old;
    end.back() = 'b';
    std::string middle = old;
    middle[50'000] = 'b';
    std::string elsewhere = old;
    elsewhere[20'000] = 'b';
    const std::vector<Case> cases{{old, ContentChange::Modified}, {old + "b", ContentChange::Appended},
        {old.substr(1), ContentChange::CutShort}, {"", ContentChange::CutShort},
        {end, ContentChange::Rewritten}, {middle + "more", ContentChange::Rewritten},
        {"b" + old, ContentChange::Rewritten}, {elsewhere, ContentChange::Modified}};
    for (const Case& each : cases) {
        write(path, old);
        setTimes(path);
        const auto source = testing::openOrFail(path, {});
        const KnownContent known = knownOf(path);
        CHECK_EQUAL(lookAt(systemVfs(), *source, known).content, ContentChange::None);
        CHECK_EQUAL(::chmod(path.c_str(), 0644), 0);
        CHECK_EQUAL(lookAt(systemVfs(), *source, known).content, ContentChange::Attributes);
        write(path, each.now);
        CHECK_EQUAL(lookAt(systemVfs(), *source, known).content, each.change);
    }
}

// The time of a write is seen before its bytes are.
PLAIN_TEST(aWriteThatHasBegunIsAwaited)
{
    const TemporaryFolder folder;
    const auto path = folder / "log";
    write(path, "1\n");
    setTimes(path);
    testing::FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = FileSource::open(vfs, path).value();
    const KnownContent known = knownOf(path);
    CHECK_EQUAL(::utimensat(AT_FDCWD, path.c_str(), nullptr, 0), 0); // now
    vfs.afterNext(testing::VfsCall::Status, [&] { append(path, "2\n"); });
    CHECK_EQUAL(lookAt(vfs, *source, known).content, ContentChange::Appended);
}

// The clock of the file system ticks slowly, and what was written last has the size of what was there.
PLAIN_TEST(aChangeThatTheClockHidesIsSeen)
{
    const TemporaryFolder folder;
    write(folder / "log", "line 1\n");
    Reader reader(folder / "log");
    CHECK_EQUAL(reader.look(), "line 1\n");
    for (int line = 2; line < 10; ++line) {
        const std::string text = "line " + std::to_string(line) + '\n';
        write(folder / "log", text);
        CHECK_EQUAL(reader.look(), text);
        CHECK_EQUAL(reader.look(), "");
    }
}

PLAIN_TEST(theOldFileIsReadWhileTheNewOneIsEmpty)
{
    const TemporaryFolder folder;
    write(folder / "log", "1\n2");
    Reader reader(folder / "log");
    CHECK_EQUAL(reader.look(), "1\n2");
    std::filesystem::rename(folder / "log", folder / "log.1");
    CHECK_EQUAL(reader.look(), "");
    CHECK_EQUAL(reader.log().trouble()->kind, ErrorKind::NotFound);
    append(folder / "log.1", "2\n3\n");
    CHECK_EQUAL(reader.look(), "2\n3\n");
    write(folder / "log", "");
    append(folder / "log.1", "4\n");
    CHECK_EQUAL(reader.look(), "4\n");
    CHECK(!reader.log().trouble());
    append(folder / "log.1", "5\n");
    write(folder / "log", "6\n");
    CHECK_EQUAL(reader.look(), "5\n6\n");
    append(folder / "log.1", "late\n");
    append(folder / "log", "7\n");
    CHECK_EQUAL(reader.look(), "late\n7\n");
    append(folder / "log", "8");
    CHECK_EQUAL(reader.look(), "8");
    append(folder / "log.1", "later\n");
    append(folder / "log", "8\n");
    CHECK_EQUAL(reader.look(), "8\n"); // no line is torn
    CHECK_EQUAL(reader.look(), "later\n");
}

PLAIN_TEST(theRestIsTakenFromTheCopy)
{
    const TemporaryFolder folder;
    write(folder / "log.0", "another log, which is longer than that one\n");
    write(folder / "log", "1\n");
    Reader reader(folder / "log");
    CHECK_EQUAL(reader.look(), "1\n");
    append(folder / "log", "2\n3\n");
    std::filesystem::copy_file(folder / "log", folder / "log-2026");
    write(folder / "log", "4\n5\n6\n7\n8\n");
    CHECK_EQUAL(reader.look(), "2\n3\n4\n5\n6\n7\n8\n");
    write(folder / "log", ""); // with no copy of it
    CHECK_EQUAL(reader.look(), "");
    append(folder / "log", "9\n");
    CHECK_EQUAL(reader.look(), "9\n");
}

// A program that did not open its log for appending goes on at the offset that it had.
PLAIN_TEST(theHoleOfWhoWritesOnIsPassedOver)
{
    const TemporaryFolder folder;
    write(folder / "log", std::string(1'000'000, '.') + '\n');
    Reader reader(folder / "log");
    CHECK_EQUAL(reader.look().size(), 1'000'001U);
    testing::setSize(folder / "log", 0);
    testing::setSize(folder / "log", 4096 * 100);
    append(folder / "log", "next\n");
    CHECK_EQUAL(reader.look(), "next\n");
}

PLAIN_TEST(whoHasEnoughIsGivenNoMore)
{
    const TemporaryFolder folder;
    write(folder / "log", std::string(1'000'000, '.'));
    FollowedLog log(systemVfs(), testing::openOrFail(folder / "log", {}), ByteOffset(10));
    std::size_t count = 0;
    const auto more = log.advance([&](std::span<const std::byte> bytes) {
        count += bytes.size();
        return false;
    });
    CHECK(more && !*more);
    CHECK(count > 0 && count < 999'990);
}

PLAIN_TEST(theAlarmTellsOfTheFileAndItsName)
{
    const TemporaryFolder folder;
    write(folder / "log", "1\n");
    Reader reader(folder / "log");
    if (reader.log().alarm() < 0)
        plaintest::skip("the system has no alarms left");
    const auto rings = [&] {
        pollfd ready{.fd = reader.log().alarm(), .events = POLLIN, .revents = 0};
        return ::poll(&ready, 1, 0) > 0 && reader.log().takeAlarm();
    };
    CHECK(!rings());
    append(folder / "log", "2\n");
    CHECK(rings());
    CHECK(!rings());
    write(folder / "log.1", "another\n");
    CHECK(!rings());
    std::filesystem::rename(folder / "log", folder / "log.2");
    CHECK(rings());
    append(folder / "log.2", "3\n");
    CHECK(rings());
    write(folder / "log", "4\n");
    CHECK(rings());
    CHECK_EQUAL(reader.look(), "1\n2\n3\n4\n");
    append(folder / "log", "5\n");
    CHECK(rings());
}

PLAIN_TEST(eachLineOnceAcrossRotations)
{
    const TemporaryFolder folder;
    testing::RotatedLog log(folder / "log", plaintest::seed());
    Reader reader(folder / "log");
    std::string seen;
    const auto look = [&] { seen += reader.look(); };
    for (int round = 0; round < testing::rounds(1000); ++round) {
        log.rotate(false, look);
        CHECK_EQUAL(seen.size(), log.written().size());
        CHECK(seen == log.written());
    }
}

} // namespace megascope
