// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// One file that somebody cuts, lengthens, replaces and removes all the time, while threads read it here and
// there, search it, index it, copy it, look what became of it and follow it: nothing is read, found or copied
// that was never the file's. `./dev campaign torture` runs it under the thread sanitizer.
#include "core/file/FileSight.h"
#include "core/file/FollowedLog.h"
#include "core/file/FormatText.h"
#include "core/save/Save.h"
#include "core/search/Pattern.h"
#include "core/search/Search.h"
#include "core/text/LineIndexer.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"
#include "tests/support/RestlessFile.h"
#include "tests/support/Rounds.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace megascope {
namespace {

using testing::RestlessFile;

// How long a campaign goes on; nothing in a run of the tests.
std::optional<std::chrono::seconds> campaignTime()
{
    const char* seconds = std::getenv("MEGASCOPE_TORTURE");
    return seconds ? std::optional(std::chrono::seconds(std::atoi(seconds))) : std::nullopt;
}

// Collects what is wrong, in all threads: a check belongs to the thread of the case. Says when it is over.
class Torture {
public:
    // True for as long as a thread is to go on, after `step` steps of its own.
    bool goesOn(int step) const
    {
        if (const auto time = campaignTime())
            return std::chrono::steady_clock::now() - m_begin < *time;
        return step < testing::rounds(40);
    }

    void complain(const std::string& text)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_first.empty())
            m_first = text;
    }

    void judge(std::span<const std::byte> bytes, ByteOffset begin, const char* who)
    {
        std::int64_t offset = begin.value();
        for (const std::byte byte : bytes) {
            if (!RestlessFile::couldStandAt(byte, offset)) {
                complain(formatText("{} has {:#x} at {}", who, static_cast<int>(byte), offset));
                return;
            }
            ++offset;
        }
    }

    void check(const char* wayName) const
    {
        if (!m_first.empty())
            plaintest::fail(formatText("{}: {}", wayName, m_first));
    }

private:
    const std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::mutex m_mutex;
    std::string m_first; // protected by m_mutex until all threads are joined
};

// The document as a window has it, which opens it anew when another file has the name.
class OpenFile {
public:
    OpenFile(const std::filesystem::path& path, const FileSourceOptions& options)
        : m_path(path)
        , m_options(options)
        , m_source(testing::openOrFail(path, options))
    {
        m_known.identity = m_source->status().identity;
    }

    std::shared_ptr<FileSource> source() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_source;
    }
    Snapshot snapshot() const
    {
        const std::shared_ptr<FileSource> current = source();
        return {current, current->size(), Revision{}};
    }

    // For one thread.
    void look()
    {
        FileSight sight = lookAt(systemVfs(), *m_source, m_known, m_options);
        if (sight.opened)
            m_known = {.identity = sight.opened->identity, .mark = sight.mark};
        if (!sight.next || !*sight.next)
            return;
        const std::scoped_lock lock(m_mutex);
        m_source = *sight.next;
        m_known = {.identity = m_source->status().identity, .mark = {}};
    }

private:
    const std::filesystem::path m_path;
    const FileSourceOptions m_options;
    KnownContent m_known;
    mutable std::mutex m_mutex;
    std::shared_ptr<FileSource> m_source; // written by the thread that looks, with m_mutex
};

void browse(const OpenFile& file, std::mt19937_64& random, Torture& torture)
{
    const ByteOffset begin(static_cast<std::int64_t>(random() % RestlessFile::fullSize));
    std::vector<std::byte> bytes(random() % 100'000);
    const Gaps gaps = file.snapshot().read(begin, bytes);
    ByteOffset from = begin;
    const auto judgeTo = [&](ByteOffset to) {
        const auto all = std::span<const std::byte>(bytes);
        torture.judge(all.subspan(static_cast<std::size_t>((from - begin).value()),
                          static_cast<std::size_t>((to - from).value())),
            from, "a page");
    };
    for (const Gap& gap : gaps) {
        judgeTo(gap.range.begin());
        from = gap.range.end();
    }
    judgeTo(begin + ByteCount(std::ssize(bytes)));
}

void find(const OpenFile& file, std::mt19937_64& random, Torture& torture)
{
    const char last = static_cast<char>('a' + random() % 26);
    const Pattern pattern{.kind = Pattern::Kind::Regex, .text = std::string("[a-z]{5}") + last + "[A-D]"};
    const auto matcher = compilePattern(pattern, TextFormat{});
    if (!matcher) {
        torture.complain("the pattern is wrong");
        return;
    }
    const Snapshot snapshot = file.snapshot();
    Progress progress;
    const auto judge = [&](std::span<const ByteRange> matches) {
        for (const ByteRange& match : matches) {
            const std::int64_t offset = match.begin().value();
            if (offset % RestlessFile::lineSize != 0 || match.count() != ByteCount(RestlessFile::letters + 1)
                || RestlessFile::letterAt(offset + RestlessFile::letters - 1) != last)
                torture.complain(formatText("{} was found at {}", last, offset));
        }
        return true;
    };
    const SearchEnd end = search(
        snapshot, **matcher, {.range = snapshot.all(), .textBegin = ByteOffset(0)}, 2, progress, {}, judge);
    if (end.kind != SearchEnd::Kind::Done)
        torture.complain(formatText("a search ended with {}", static_cast<int>(end.kind)));
}

void index(const OpenFile& file, Torture& torture)
{
    const Snapshot snapshot = file.snapshot();
    LineIndex index(NewlineCode{}, snapshot.size());
    Progress progress;
    FirstLoss loss;
    LongestLine longest(NewlineCode{});
    if (!fillLineIndex(index, snapshot, 2, progress, {}, {.longest = &longest, .loss = &loss}))
        torture.complain("indexing stopped");
    if (index.newlines().value() > snapshot.size().value() / RestlessFile::lineSize)
        torture.complain(
            formatText("{} lines in {} bytes", index.newlines().value(), snapshot.size().value()));
}

void copy(const OpenFile& file, const std::filesystem::path& to, Torture& torture)
{
    const Snapshot snapshot = file.snapshot();
    Progress progress;
    const Result<SaveResult> written
        = writeCopy(systemVfs(), snapshot, snapshot.all(), to, true, {.stop = {}, .progress = progress});
    if (!written)
        return; // it became shorter meanwhile
    std::ifstream in(to, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (std::ssize(bytes) != snapshot.size().value())
        torture.complain(formatText("a copy has {} of {} bytes", bytes.size(), snapshot.size().value()));
    torture.judge(std::as_bytes(std::span(bytes)), ByteOffset(0), "a copy");
}

// A letter, a capital and a line end come in their order, whatever was cut away between two looks.
void follow(FollowedLog& log, Torture& torture)
{
    const Result<bool> more = log.advance([&](std::span<const std::byte> bytes) {
        for (const std::byte byte : bytes) {
            const auto character = static_cast<char>(byte);
            if (character != '\n' && (character < 'A' || character > 'D')
                && (character < 'a' || character > 'z'))
                torture.complain(formatText("{:#x} was followed", static_cast<int>(byte)));
        }
        return true;
    });
    if (!more && more.error().kind != ErrorKind::ReadFailed)
        torture.complain("following: " + more.error().detail);
}

void torture(const testing::Way& way)
{
    const testing::TemporaryFolder folder;
    const std::filesystem::path path = folder / "file";
    RestlessFile restless(path, plaintest::seed());
    OpenFile file(path, way.options);
    Torture torture;
    std::atomic<int> running = 0;
    std::vector<std::jthread> threads;
    const auto start = [&](auto step) {
        ++running;
        threads.emplace_back([&, step, number = threads.size()] {
            std::mt19937_64 random(plaintest::seed() + number);
            for (int i = 0; torture.goesOn(i); ++i)
                step(random);
            --running;
        });
    };
    FollowedLog log(systemVfs(), file.source(), ByteOffset(0), way.options);
    start([&](std::mt19937_64& random) { browse(file, random, torture); });
    start([&](std::mt19937_64& random) { find(file, random, torture); });
    start([&](std::mt19937_64&) { index(file, torture); });
    start([&](std::mt19937_64&) { copy(file, folder / "copy", torture); });
    start([&](std::mt19937_64&) { file.look(); });
    start([&](std::mt19937_64&) { follow(log, torture); });
    while (running > 0) {
        restless.change();
        if (campaignTime())
            std::this_thread::sleep_for(std::chrono::milliseconds(10)); // as often as was promised
    }
    threads.clear();
    torture.check(way.name);

    restless.recreate();
    file.look();
    const Snapshot whole = file.snapshot();
    CHECK_EQUAL(whole.size().value(), RestlessFile::fullSize);
    LineIndex lines(NewlineCode{}, whole.size());
    Progress progress;
    CHECK(fillLineIndex(lines, whole, 2, progress, {}));
    CHECK_EQUAL(lines.newlines().value(), RestlessFile::fullSize / RestlessFile::lineSize);
}

} // namespace

PLAIN_TEST(nothingIsMadeUp)
{
    for (const testing::Way& way : testing::allWays())
        torture(way);
}

} // namespace megascope
