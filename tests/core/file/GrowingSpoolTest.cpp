// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Streams that are copied while they are read, and what becomes of them when they pause, fail or hang.
#include "core/file/GrowingSpool.h"

#include "core/file/PosixFile.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;
using Phase = GrowingSpool::Phase;

constexpr int generation = 3;

// Coded bytes in pieces of random sizes, `size` in all, and then `last`.
StoppableStream codedStream(std::int64_t size, const Result<std::size_t>& last = 0)
{
    return [size, last, at = std::int64_t{0}, random = testing::Random()](
               std::span<std::byte> out, const std::stop_token&) mutable -> Result<std::size_t> {
        if (at == size)
            return last;
        const std::int64_t most = std::min<std::int64_t>(std::ssize(out), size - at);
        const std::int64_t count = random.between(1, random.between(1, most));
        std::ranges::copy(testing::codedBytes({ByteOffset(at), ByteCount(count)}, generation), out.begin());
        at += count;
        return static_cast<std::size_t>(count);
    };
}

std::shared_ptr<GrowingSpool> startOrFail(
    StoppableStream content, ByteCount limit = ByteCount::max(), const Vfs& vfs = systemVfs())
{
    Result<std::shared_ptr<GrowingSpool>> spool = GrowingSpool::start(vfs, std::move(content), limit);
    if (!spool)
        plaintest::fail(spool.error().message());
    return *std::move(spool);
}

bool holdsCoded(const VfsFile& file, const ByteRange& range)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const Result<std::size_t> got = file.readAt(
            range.begin() + ByteCount(static_cast<std::int64_t>(done)), std::span(bytes).subspan(done));
        if (!got || *got == 0)
            return false;
        done += *got;
    }
    return bytes == testing::codedBytes(range, generation);
}

struct Pipe {
    FileDescriptor reading;
    FileDescriptor writing;
};

Pipe makePipe()
{
    std::array<int, 2> ends{};
    CHECK(pipe2(ends.data(), O_CLOEXEC) == 0);
    return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void writeText(const FileDescriptor& to, std::string_view text)
{
    CHECK_EQUAL(write(to.number(), text.data(), text.size()), std::ssize(text));
}

std::string textOf(const GrowingSpool& spool)
{
    std::string text(static_cast<std::size_t>(spool.state().size.value()), ' ');
    CHECK_EQUAL(
        spool.file()->readAt(ByteOffset(0), std::as_writable_bytes(std::span(text))).value(), text.size());
    return text;
}

// Sets a variable of the environment for a while.
class Variable {
public:
    Variable(const char* name, const char* value)
        : m_name(name)
    {
        if (const char* const before = std::getenv(name))
            m_before = before;
        value != nullptr ? setenv(name, value, 1) : unsetenv(name);
    }
    ~Variable() { m_before ? setenv(m_name, m_before->c_str(), 1) : unsetenv(m_name); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* const m_name;
    std::optional<std::string> m_before;
};

} // namespace

PLAIN_TEST(whatComesIsReadMeanwhile)
{
    testing::Random random;
    for (int round = 0; round < testing::rounds(20); ++round) {
        const std::int64_t size = random.between(0, 4 << 20);
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(size));
        for (GrowingSpool::State state = spool->state(); state.phase == Phase::Coming;
            state = spool->waitFor(state.size + ByteCount(1))) {
            if (state.size == ByteCount(0))
                continue;
            const ByteRange range = random.rangeWithin(state.size.value(), 100'000);
            CHECK(holdsCoded(*spool->file(), range));
        }
        const GrowingSpool::State state = spool->state();
        CHECK_EQUAL(state.phase, Phase::Ended);
        CHECK_EQUAL(state.size.value(), size);
        CHECK(holdsCoded(*spool->file(), {ByteOffset(0), state.size}));
        std::byte behind{};
        CHECK_EQUAL(spool->file()->readAt(ByteOffset(size), {&behind, 1}).value(), 0U);
    }
}

// Reading, scanning and looking for holes, in each way, while the file is written to without a pause.
PLAIN_TEST(aSourceGrowsWithIt)
{
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(3 << 20));
        const auto source = FileSource::fromSpool(systemVfs(), spool, "stream", way.options).value();
        CHECK(source->isSpooled() && !source->isCut());
        bool isOver = false;
        while (!isOver) {
            isOver = spool->state().isOver();
            const ByteCount size = source->refresh()->identity.size;
            CHECK_EQUAL(source->size().value(), size.value());
            ByteOffset at;
            const std::unique_ptr<Scan> scan = source->scan({ByteOffset(0), size});
            while (const std::optional<ScanChunk> chunk = scan->next()) {
                CHECK(chunk->kind == ScanChunk::Kind::Data);
                const bool isRight
                    = std::ranges::equal(chunk->bytes, testing::codedBytes(chunk->range, generation));
                if (!scan->confirm())
                    continue;
                CHECK(isRight);
                at = chunk->range.end();
            }
            CHECK_EQUAL(at.value(), size.value());
            std::vector<std::byte> bytes(static_cast<std::size_t>(size.value()));
            CHECK(source->read(ByteOffset(0), bytes).empty());
            CHECK(bytes == testing::codedBytes({ByteOffset(0), size}, generation));
        }
        CHECK_EQUAL(source->size().value(), 3 << 20);
        CHECK(source->status().isLocal == systemVfs().status(streamFolder(systemVfs()))->isLocal);
    }
}

PLAIN_TEST(aLimitPauses)
{
    testing::Random random;
    for (int round = 0; round < testing::rounds(30); ++round) {
        const std::int64_t size = random.between(1, 3 << 20);
        ByteCount limit(random.between(0, size));
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(size), limit);
        GrowingSpool::State state = spool->waitFor(ByteCount::max());
        while (state.phase == Phase::Paused) {
            CHECK_EQUAL(state.size.value(), limit.value());
            CHECK(limit.value() < size);
            limit += ByteCount(random.between(1, size));
            spool->goOn(limit);
            state = spool->waitFor(ByteCount::max());
        }
        CHECK_EQUAL(state.phase, Phase::Ended);
        CHECK(holdsCoded(*spool->file(), {ByteOffset(0), ByteCount(size)}));
    }
}

PLAIN_TEST(aPauseCanBeStopped)
{
    const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(100), ByteCount(10));
    CHECK_EQUAL(spool->waitFor(ByteCount(100)).phase, Phase::Paused);
    spool->stop();
    while (!spool->state().isOver())
        std::this_thread::yield();
    CHECK_EQUAL(spool->state().phase, Phase::Stopped);
    CHECK(holdsCoded(*spool->file(), {ByteOffset(0), ByteCount(10)}));
}

PLAIN_TEST(aStreamThatFailsKeepsWhatCame)
{
    const Result<std::size_t> bad = std::unexpected(systemError(EIO, "the stream"));
    const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(100'000, bad));
    const GrowingSpool::State state = spool->waitFor(ByteCount::max());
    CHECK_EQUAL(state.phase, Phase::Failed);
    CHECK_EQUAL(state.size.value(), 100'000);
    CHECK_EQUAL(state.error->message(), "the stream: input/output error");
    CHECK(holdsCoded(*spool->file(), {ByteOffset(0), state.size}));
}

PLAIN_TEST(aFullDiskKeepsWhatCame)
{
    for (const std::int64_t number : {0, 1, 3}) {
        testing::FaultVfs vfs(systemVfs());
        vfs.arm({.fault = testing::FaultVfs::Fault::Fail,
            .call = testing::VfsCall::WriteAt,
            .number = number,
            .forEver = true,
            .code = ENOSPC});
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(8 << 20), ByteCount::max(), vfs);
        const GrowingSpool::State state = spool->waitFor(ByteCount::max());
        CHECK_EQUAL(state.phase, Phase::Failed);
        CHECK_EQUAL(state.error->kind, ErrorKind::NoSpace);
        CHECK((state.size == ByteCount(0)) == (number == 0));
        CHECK(holdsCoded(*spool->file(), {ByteOffset(0), state.size}));
    }
    testing::FaultVfs vfs(systemVfs());
    vfs.arm(
        {.fault = testing::FaultVfs::Fault::Fail, .call = testing::VfsCall::CreateNameless, .code = EROFS});
    CHECK_EQUAL(GrowingSpool::start(vfs, codedStream(1), ByteCount::max()).error().systemCode, EROFS);
}

// It would wait for ever: the other end stays open, and nothing comes.
PLAIN_TEST(aHangingStreamIsStopped)
{
    const Pipe pipe = makePipe();
    const std::shared_ptr<GrowingSpool> spool
        = startOrFail(streamFrom(FileDescriptor(fcntl(pipe.reading.number(), F_DUPFD_CLOEXEC, 0)), "pipe"));
    writeText(pipe.writing, "text");
    CHECK_EQUAL(spool->waitFor(ByteCount(4)).phase, Phase::Coming);
    CHECK_EQUAL(textOf(*spool), "text");
    spool->stop();
    CHECK_EQUAL(spool->waitFor(ByteCount::max()).phase, Phase::Stopped);
    CHECK_EQUAL(textOf(*spool), "text");
    (void)startOrFail(streamFrom(FileDescriptor(fcntl(pipe.reading.number(), F_DUPFD_CLOEXEC, 0)), "pipe"));
}

PLAIN_TEST(aFifoWaitsForItsWriter)
{
    const TemporaryFolder folder;
    CHECK(mkfifo((folder / "fifo").c_str(), 0600) == 0);
    const std::shared_ptr<GrowingSpool> spool = startOrFail(openFifo(folder / "fifo").value());
    CHECK_EQUAL(spool->waitFor(ByteCount(1), std::chrono::milliseconds(20)).phase, Phase::Coming);
    {
        const FileDescriptor writing(open((folder / "fifo").c_str(), O_WRONLY | O_CLOEXEC));
        writeText(writing, "one\n");
        CHECK_EQUAL(spool->waitFor(ByteCount(4)).phase, Phase::Coming);
        writeText(writing, "two\n");
    }
    CHECK_EQUAL(spool->waitFor(ByteCount::max()).phase, Phase::Ended);
    CHECK_EQUAL(textOf(*spool), "one\ntwo\n");
    CHECK_EQUAL(openFifo(folder / "missing").error().message(),
        (folder / "missing").native() + ": no such file or directory");
}

// As a shell hands over the output of a command that has ended already.
PLAIN_TEST(aPipeOpenedBehindItsWriterEnds)
{
    for (const std::string_view text : {"", "text"}) {
        Pipe pipe = makePipe();
        writeText(pipe.writing, text);
        pipe.writing = FileDescriptor();
        const std::shared_ptr<GrowingSpool> spool
            = startOrFail(openFifo("/dev/fd/" + std::to_string(pipe.reading.number())).value());
        CHECK_EQUAL(spool->waitFor(ByteCount::max()).phase, Phase::Ended);
        CHECK_EQUAL(textOf(*spool), text);
    }
}

PLAIN_TEST(whatCannotBeReadFails)
{
    const FileDescriptor folder(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::shared_ptr<GrowingSpool> spool
        = startOrFail(streamFrom(FileDescriptor(fcntl(folder.number(), F_DUPFD_CLOEXEC, 0)), "input"));
    const GrowingSpool::State state = spool->waitFor(ByteCount::max());
    CHECK_EQUAL(state.phase, Phase::Failed);
    CHECK_EQUAL(state.error->message(), "input: is a directory");
}

PLAIN_TEST(aListenerHearsAll)
{
    std::atomic<int> heard = 0;
    {
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(1 << 20), ByteCount(1000));
        CHECK_EQUAL(spool->waitFor(ByteCount::max()).phase, Phase::Paused);
        spool->setListener([&heard] { ++heard; });
        spool->goOn(ByteCount::max());
        CHECK_EQUAL(spool->waitFor(ByteCount::max()).phase, Phase::Ended);
        spool->setListener({});
    }
    CHECK(heard >= 2); // what came, and its end
}

PLAIN_TEST(theFolderIsMade)
{
    const TemporaryFolder folder;
    const Variable noFolder("TMPDIR", nullptr);
    const Variable cache("XDG_CACHE_HOME", (folder / "cache").c_str());
    CHECK_EQUAL(streamFolder(systemVfs()), folder / "cache" / "megascope");
    CHECK(std::filesystem::is_directory(folder / "cache" / "megascope"));
    const Variable home("HOME", folder.path().c_str());
    const Variable noCache("XDG_CACHE_HOME", nullptr);
    CHECK_EQUAL(streamFolder(systemVfs()), folder / ".cache" / "megascope");
    const Variable noHome("HOME", "/proc/nowhere");
    CHECK_EQUAL(streamFolder(systemVfs()), "/var/tmp");
    const Variable chosen("TMPDIR", "/chosen");
    CHECK_EQUAL(streamFolder(systemVfs()), "/chosen");
    CHECK_EQUAL(GrowingSpool::start(systemVfs(), codedStream(1), ByteCount::max()).error().message(),
        "/chosen: no such file or directory");
}

PLAIN_TEST(nothingIsLeftOfAProcessThatIsKilled)
{
    const TemporaryFolder folder;
    const int status = testing::statusOfChild([&] {
        setenv("TMPDIR", folder.path().c_str(), 1);
        const std::shared_ptr<GrowingSpool> spool = startOrFail(codedStream(1 << 20), ByteCount(100'000));
        (void)spool->waitFor(ByteCount::max());
        (void)raise(SIGKILL);
    });
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    CHECK(std::filesystem::is_empty(folder.path()));
}

// Half of what is free, so that whatever comes never fills the disk.
PLAIN_TEST(theRoomIsHalfOfWhatIsFree)
{
    const ByteCount free = systemVfs().freeSpace(streamFolder(systemVfs())).value();
    const ByteCount room = streamRoom(systemVfs());
    CHECK(room <= mebibytes(64 * 1024));
    CHECK(room == mebibytes(64 * 1024) || room <= free / 2 + mebibytes(4096));
}

} // namespace megascope
