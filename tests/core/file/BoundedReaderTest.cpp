// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Reads that do not wait: of a file that answers when the test says so.

#include "core/file/BoundedReader.h"

#include "core/file/LooseThread.h"
#include "core/file/Vfs.h"
#include "tests/faults/PlacedBytes.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <random>
#include <set>

using namespace megascope;
using testing::placedByte;

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t page = 64 * 1024;

// 4 MiB of bytes that tell where they are. What lies in a closed page is not answered before that is opened.
class GatedFile final : public VfsFile {
public:
    static constexpr std::int64_t fileSize = 4 << 20;

    void close(std::int64_t number)
    {
        const std::scoped_lock lock(m_mutex);
        m_closed.insert(number);
    }
    void open()
    {
        const std::scoped_lock lock(m_mutex);
        m_closed.clear();
        m_opened.notify_all();
    }
    void fail(std::int64_t number, bool fails)
    {
        const std::scoped_lock lock(m_mutex);
        if (fails)
            m_failing.insert(number);
        else
            m_failing.erase(number);
    }
    void change() { ++m_version; }
    void setCached(bool cached) { m_cached = cached; }
    [[nodiscard]] int reads() const { return m_reads; }

    Result<FileStatus> status() const override
    {
        return identity().transform([](const FileIdentity& now) {
            FileStatus status;
            status.identity = now;
            return status;
        });
    }
    Result<FileIdentity> identity() const override
    {
        return FileIdentity{.size = ByteCount(fileSize), .modified = {m_version.load()}, .changed = {}};
    }
    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        ++m_reads;
        const std::int64_t number = offset.value() / page;
        std::unique_lock lock(m_mutex);
        m_opened.wait(lock, [&] { return !m_closed.contains(number); });
        if (m_failing.contains(number))
            return std::unexpected(systemError(EIO, {}));
        return copy(offset, out);
    }
    Result<std::size_t> readCached(ByteOffset offset, std::span<std::byte> out) const override
    {
        if (!m_cached)
            return VfsFile::readCached(offset, out);
        return copy(offset, out.first(std::min<std::size_t>(out.size(), 1000))); // as far as it likes
    }
    Result<ByteOffset> nextData(ByteOffset offset) const override { return offset; }
    Result<ByteOffset> nextHole(ByteOffset) const override { return ByteOffset(fileSize); }
    Result<std::span<const std::byte>> map(const ByteRange&) const override
    {
        return std::unexpected(systemError(ENODEV, {}));
    }
    void unmap(std::span<const std::byte>) const override { }
    Result<void> populate(std::span<const std::byte>) const override { return {}; }
    bool isCached(std::span<const std::byte>) const override { return true; }
    void dropBehind(const ByteRange&) const override { }

private:
    static std::size_t copy(ByteOffset offset, std::span<std::byte> out)
    {
        const auto count = static_cast<std::size_t>(
            std::clamp<std::int64_t>(fileSize - offset.value(), 0, std::ssize(out)));
        for (std::size_t i = 0; i < count; ++i)
            out[i] = std::byte(placedByte(offset.value() + static_cast<std::int64_t>(i)));
        return count;
    }

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_opened;
    std::set<std::int64_t> m_closed; // protected by m_mutex, as is the next
    std::set<std::int64_t> m_failing;
    std::atomic<std::int64_t> m_version = 0;
    std::atomic<bool> m_cached = false;
    mutable std::atomic<int> m_reads = 0;
};

// Counts arrivals, and waits for one.
class Arrivals {
public:
    ReadPatience::Arrived sink()
    {
        return [state = m_state] {
            const std::scoped_lock lock(state->mutex);
            ++state->count;
            state->came.notify_all();
        };
    }
    void waitFor(int count)
    {
        std::unique_lock lock(m_state->mutex);
        m_state->came.wait(lock, [&] { return m_state->count >= count; });
    }

private:
    struct State {
        std::mutex mutex;
        std::condition_variable came;
        int count = 0;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

struct Answer {
    std::vector<std::byte> bytes;
    Gaps gaps;
};

Answer readFrom(const BoundedReader& reader, std::int64_t offset, std::int64_t count)
{
    Answer answer{.bytes = std::vector<std::byte>(static_cast<std::size_t>(count)), .gaps = {}};
    answer.gaps = reader.read(ByteOffset(offset), answer.bytes, *ReadPatience::ofThread());
    return answer;
}

// Each byte is the file's, or in a gap and zero.
bool isTrue(const Answer& answer, std::int64_t offset)
{
    for (std::size_t i = 0; i < answer.bytes.size(); ++i) {
        const ByteOffset at(offset + static_cast<std::int64_t>(i));
        const bool missing
            = std::ranges::any_of(answer.gaps, [&](const Gap& gap) { return gap.range.contains(at); });
        if (answer.bytes[i] != (missing ? std::byte{0} : std::byte(placedByte(at.value()))))
            return false;
    }
    return true;
}

Gaps pending(std::int64_t begin, std::int64_t end)
{
    return {{.range = {ByteOffset(begin), ByteOffset(end)}, .cause = Gap::Cause::Pending}};
}

constexpr BoundedReader::Options usual{.kept = mebibytes(2), .ahead = ByteCount(0)};

} // namespace

PLAIN_TEST(whatIsThereInTimeIsRead)
{
    const auto file = std::make_shared<GatedFile>();
    const BoundedReader reader(file, usual);
    ReadPatience patience(60s, {});
    const Answer answer = readFrom(reader, page - 100, page + 200);
    CHECK(answer.gaps.empty());
    CHECK(isTrue(answer, page - 100));
    CHECK_EQUAL(ReadPatience::missedReads(), 0u);
    // What was read is kept.
    const int before = file->reads();
    CHECK(readFrom(reader, page, 1000).gaps.empty());
    CHECK_EQUAL(file->reads(), before);
}

PLAIN_TEST(whatHangsIsPendingAndNothingElse)
{
    const auto file = std::make_shared<GatedFile>();
    file->close(1);
    Arrivals arrivals;
    const BoundedReader reader(file, usual);
    ReadPatience patience(50ms, arrivals.sink());
    const MissedReads missed;
    Answer answer = readFrom(reader, 0, 3 * page);
    CHECK(missed.any());
    CHECK(std::ranges::contains(answer.gaps, pending(page, 2 * page).front()));
    CHECK(isTrue(answer, 0));
    patience.renew();
    // It is not waited for once more, so that the others have the time; and they come, one beside the other.
    answer = readFrom(reader, 5 * page, page);
    CHECK(isTrue(answer, 5 * page));
    file->open();
    arrivals.waitFor(1);
    for (;;) { // the one that was waited for is among those that arrive
        patience.renew();
        answer = readFrom(reader, 0, 3 * page);
        CHECK(isTrue(answer, 0));
        if (answer.gaps.empty())
            break;
    }
}

PLAIN_TEST(anImpatientThreadGetsWhatTheSystemHas)
{
    const auto file = std::make_shared<GatedFile>();
    file->setCached(true);
    for (std::int64_t number = 0; number < 64; ++number)
        file->close(number);
    const BoundedReader reader(file, usual);
    ReadPatience patience(0ms, {});
    const Answer answer = readFrom(reader, 12345, 3 * page);
    CHECK(answer.gaps.empty());
    CHECK(isTrue(answer, 12345));
    CHECK_EQUAL(file->reads(), 0);
}

PLAIN_TEST(aFailureIsKeptUntilItIsTriedAgain)
{
    const auto file = std::make_shared<GatedFile>();
    file->fail(2, true);
    BoundedReader reader(file, usual);
    ReadPatience patience(60s, {});
    const Gap lost{.range = {ByteOffset(2 * page), ByteOffset(3 * page)},
        .cause = Gap::Cause::Failed,
        .systemCode = EIO};
    CHECK(!reader.failure());
    CHECK(readFrom(reader, page, 3 * page).gaps == Gaps{lost});
    CHECK(reader.failure() == lost);
    const int before = file->reads();
    CHECK(readFrom(reader, page, 3 * page).gaps == Gaps{lost});
    CHECK_EQUAL(file->reads(), before);
    file->fail(2, false);
    reader.retry();
    CHECK(!reader.failure());
    const Answer again = readFrom(reader, page, 3 * page);
    CHECK(again.gaps.empty());
    CHECK(isTrue(again, page));
}

PLAIN_TEST(aChangedFileIsReadAnew)
{
    const auto file = std::make_shared<GatedFile>();
    const BoundedReader reader(file, usual);
    ReadPatience patience(60s, {});
    CHECK(readFrom(reader, 0, page).gaps.empty());
    const int before = file->reads();
    file->change();
    CHECK(readFrom(reader, 0, page).gaps.empty());
    CHECK(file->reads() > before);
}

PLAIN_TEST(aReaderGoesWhileItsFileHangs)
{
    const auto file = std::make_shared<GatedFile>();
    file->close(3);
    {
        const BoundedReader reader(file, usual);
        ReadPatience patience(1ms, {});
        CHECK(readFrom(reader, 3 * page, page).gaps == pending(3 * page, 4 * page));
    }
    CHECK(LooseThread::running() > 0);
    file->open();
    CHECK(LooseThread::allEnd(60s));
}

PLAIN_TEST(threadsWithoutPatienceWait)
{
    CHECK(ReadPatience::ofThread() == nullptr);
    ReadPatience patience(1ms, {});
    CHECK(ReadPatience::ofThread() == &patience);
    {
        const UnboundedReads unbounded;
        CHECK(ReadPatience::ofThread() == nullptr);
    }
    CHECK(ReadPatience::ofThread() == &patience);
}

// Random reads, gates and failures: no byte is ever shown that is not the file's, and in the end all are.
PLAIN_TEST(noReadTellsWhatIsNotThere)
{
    std::mt19937_64 random(plaintest::seed());
    const auto pick
        = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random); };
    const auto file = std::make_shared<GatedFile>();
    BoundedReader reader(file, {.kept = kibibytes(1536), .ahead = kibibytes(256)});
    ReadPatience patience(1ms, {});
    for (int i = 0; i < 2000; ++i) {
        switch (pick(9)) {
        case 0:
            file->close(pick(63));
            break;
        case 1:
            file->open();
            break;
        case 2:
            file->fail(pick(63), pick(1) == 0);
            break;
        case 3:
            file->setCached(pick(3) == 0);
            break;
        case 4:
            file->change();
            break;
        case 5:
            reader.retry();
            break;
        default: {
            const std::int64_t offset = pick(GatedFile::fileSize - 1);
            const std::int64_t count
                = std::min(pick(std::int64_t{1} << pick(21)) + 1, GatedFile::fileSize - offset);
            patience.renew();
            CHECK(isTrue(readFrom(reader, offset, count), offset));
        }
        }
    }
    file->open();
    for (std::int64_t number = 0; number < 64; ++number)
        file->fail(number, false);
    reader.retry();
    for (std::int64_t number = 0; number < 64; ++number) {
        while (!readFrom(reader, number * page, page).gaps.empty())
            patience.renew();
    }
}
