// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchStore.h"

#include "core/file/WritableFile.h"
#include "core/search/MatchChanges.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>

using namespace megascope;
using namespace megascope::testing;

namespace {

// A file without a name.
Result<std::shared_ptr<WritableFile>> makeFile()
{
    const std::filesystem::path path
        = std::filesystem::temp_directory_path() / ("megascope-matches-" + std::to_string(getpid()));
    Result<std::shared_ptr<WritableFile>> file = systemVfs().create(path, 0600);
    (void)systemVfs().remove(path);
    return file;
}

// A disk that is full after so many bytes.
class FullFile final : public WritableFile {
public:
    explicit FullFile(std::shared_ptr<WritableFile> file, std::int64_t room)
        : m_file(std::move(file))
        , m_room(room)
    {
    }

    Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes) override
    {
        if (offset.value() + std::ssize(bytes) > m_room)
            return std::unexpected(Error{.kind = ErrorKind::NoSpace});
        return m_file->writeAt(offset, bytes);
    }
    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        return m_file->readAt(offset, out);
    }
    Result<FileStatus> status() const override { return m_file->status(); }
    Result<FileIdentity> identity() const override { return m_file->identity(); }
    Result<ByteOffset> nextData(ByteOffset offset) const override { return offset; }
    Result<ByteOffset> nextHole(ByteOffset offset) const override { return offset; }
    Result<std::span<const std::byte>> map(const ByteRange& range) const override
    {
        return m_file->map(range);
    }
    void unmap(std::span<const std::byte> bytes) const override { m_file->unmap(bytes); }
    Result<void> populate(std::span<const std::byte>) const override { return {}; }
    bool isCached(std::span<const std::byte>) const override { return true; }
    void dropBehind(const ByteRange&) const override { }
    Result<void> setSize(ByteCount size) override { return m_file->setSize(size); }
    Result<void> allocate(const ByteRange&) override { return {}; }
    Result<void> punchHole(const ByteRange&) override { return {}; }
    Result<ByteCount> copyFrom(const VfsFile&, const ByteRange&, ByteOffset) override { return ByteCount(0); }
    void startSync(const ByteRange&) override { }
    Result<void> sync() override { return {}; }
    void restoreSetIds(std::uint32_t) override { }
    Result<void> lock() override { return {}; }

private:
    std::shared_ptr<WritableFile> m_file;
    std::int64_t m_room;
};

using Random = std::mt19937_64;

std::int64_t below(Random& random, std::int64_t end)
{
    return std::uniform_int_distribution<std::int64_t>(0, end - 1)(random);
}

// Mostly near one another, now and then far.
std::vector<ByteRange> someMatches(Random& random, std::size_t count)
{
    std::vector<ByteRange> matches;
    ByteOffset at(below(random, 100));
    while (matches.size() < count) {
        const std::int64_t kind = below(random, 1000);
        const std::int64_t gap = kind == 0 ? below(random, std::int64_t{1} << 45)
            : kind < 300                   ? 0
                                           : below(random, 300);
        const std::int64_t size = 1 + (kind == 1 ? below(random, std::int64_t{1} << 40) : below(random, 20));
        matches.emplace_back(at + ByteCount(gap), ByteCount(size));
        at = matches.back().end();
    }
    return matches;
}

void appendInParts(MatchStore& store, std::span<const ByteRange> matches, Random& random)
{
    while (!matches.empty()) {
        const auto size = std::min<std::size_t>(matches.size(), 1 + below(random, 9000));
        CHECK(store.append(matches.first(size)).has_value());
        matches = matches.subspan(size);
    }
}

void checkEqualTo(const MatchStore& store, const std::vector<ByteRange>& matches, Random& random)
{
    CHECK_EQUAL(store.count(), matches.size());
    CHECK(store.end() == (matches.empty() ? ByteOffset(0) : matches.back().end()));
    CHECK(!store.at(-1) && !store.at(store.count()));
    for (std::size_t i = 0; i < matches.size(); ++i)
        CHECK(store.at(static_cast<std::int64_t>(i)) == matches[i]);
    for (int i = 0; i < 300 && !matches.empty(); ++i) {
        const auto chosen = static_cast<std::size_t>(below(random, std::ssize(matches)));
        CHECK(store.at(static_cast<std::int64_t>(chosen)) == matches[chosen]);
        const ByteOffset place(matches[chosen].begin().value() + below(random, 3) - 1);
        const auto before
            = std::ranges::count_if(matches, [&](const ByteRange& m) { return m.begin() < place; });
        CHECK_EQUAL(store.countBefore(place), before);
        const ByteRange range(std::max(place, ByteOffset(0)), ByteCount(below(random, 400)));
        const bool has = std::ranges::any_of(
            matches, [&](const ByteRange& match) { return range.contains(match.begin()); });
        CHECK_EQUAL(store.hasBegin(range), has);
    }
    CHECK_EQUAL(store.countBefore(ByteOffset::max()), matches.size());
    CHECK_EQUAL(store.countBefore(ByteOffset(0)), 0);
}

} // namespace

PLAIN_TEST(holdsWhatWasAppended)
{
    Random random(plaintest::seed());
    for (const std::size_t count : {0, 1, 4095, 4096, 4097, 8192, 30000}) {
        MatchStore store;
        const std::vector<ByteRange> matches = someMatches(random, count);
        appendInParts(store, matches, random);
        checkEqualTo(store, matches, random);
    }
}

PLAIN_TEST(goesToAFileWhenMemoryIsFull)
{
    Random random(plaintest::seed() + 1);
    for (const std::int64_t memory : {0, 100'000}) {
        MatchStore store(makeFile, ByteCount(memory));
        const std::vector<ByteRange> matches
            = someMatches(random, static_cast<std::size_t>(rounds(1'500'000)));
        appendInParts(store, matches, random);
        checkEqualTo(store, matches, random);
        if (!isSanitized)
            CHECK(store.fileSize() >= mebibytes(2));
        // The blocks that wait to be written, the index and the newest matches.
        CHECK(store.memory() < ByteCount(memory) + mebibytes(1) + kibibytes(256));
    }
}

PLAIN_TEST(needsAboutTwoBytesEach)
{
    std::vector<ByteRange> matches;
    for (std::int64_t i = 0; i < 1'000'000; ++i)
        matches.emplace_back(ByteOffset(i * 97), ByteCount(12));
    MatchStore store;
    CHECK(store.append(matches).has_value());
    CHECK(store.memory() < ByteCount(2'200'000));
}

PLAIN_TEST(tellsWhyItCannotGoOn)
{
    Random random(plaintest::seed() + 2);
    const std::vector<ByteRange> matches = someMatches(random, 1'200'000);
    const auto fileWith = [](std::int64_t room) -> MatchStore::FileMaker {
        return [room] {
            return makeFile().transform(
                [room](std::shared_ptr<WritableFile> file) -> std::shared_ptr<WritableFile> {
                    return std::make_shared<FullFile>(std::move(file), room);
                });
        };
    };
    MatchStore full(fileWith(1'200'000), ByteCount(0));
    const Result<void> appended = full.append(matches);
    CHECK(!appended && appended.error().kind == ErrorKind::NoSpace);
    CHECK(full.count() > 0 && full.count() < std::ssize(matches));
    for (std::int64_t i = 0; i < full.count(); ++i)
        CHECK(full.at(i) == matches[static_cast<std::size_t>(i)]);

    MatchStore without(
        []() -> Result<std::shared_ptr<WritableFile>> {
            return std::unexpected(Error{.kind = ErrorKind::NoPermission});
        },
        ByteCount(0));
    const Result<void> refused = without.append(matches);
    CHECK(!refused && refused.error().kind == ErrorKind::NoPermission);
    CHECK(without.at(0) == matches.front());
}

// What a reader sees is complete at any moment, and stays.
PLAIN_TEST(isReadWhileItGrows)
{
    Random random(plaintest::seed() + 3);
    const std::vector<ByteRange> matches = someMatches(random, static_cast<std::size_t>(rounds(1'000'000)));
    MatchStore store(makeFile, kibibytes(64));
    std::atomic<bool> wrong = false;
    std::jthread reader([&](const std::stop_token& stop) {
        Random own(17);
        while (!stop.stop_requested() && !wrong) {
            const std::int64_t count = store.count();
            if (count == 0)
                continue;
            for (const std::int64_t index : {count - 1, below(own, count)}) {
                const ByteRange& expected = matches[static_cast<std::size_t>(index)];
                if (store.at(index) != expected || store.countBefore(expected.begin()) != index
                    || !store.hasBegin(expected))
                    wrong = true;
            }
        }
    });
    appendInParts(store, matches, random);
    reader = {};
    CHECK(!wrong);
    CHECK_EQUAL(store.count(), matches.size());
}

// Against a text in which each byte knows its match.
PLAIN_TEST(matchesMoveWithChanges)
{
    Random random(plaintest::seed() + 4);
    for (int round = 0; round < rounds(2000); ++round) {
        std::vector<int> text(static_cast<std::size_t>(1 + below(random, 60)), -1);
        std::vector<ByteRange> matches;
        for (std::int64_t at = below(random, 5); at < std::ssize(text);) {
            const std::int64_t size = std::min(1 + below(random, 4), std::ssize(text) - at);
            std::fill_n(text.begin() + at, size, static_cast<int>(matches.size()));
            matches.emplace_back(ByteOffset(at), ByteCount(size));
            at += size + below(random, 5);
        }
        std::vector<bool> touched(matches.size(), false);
        std::vector<Change> changes;
        for (std::int64_t i = below(random, 5); i > 0; --i) {
            const std::int64_t at = below(random, std::ssize(text) + 1);
            const std::int64_t removed = below(random, std::min<std::int64_t>(4, std::ssize(text) - at + 1));
            const std::int64_t inserted = below(random, 4);
            changes.push_back({ByteOffset(at), ByteCount(removed), ByteCount(inserted)});
            for (std::int64_t k = at; k < at + removed; ++k) {
                if (const int match = text[static_cast<std::size_t>(k)]; match >= 0)
                    touched[static_cast<std::size_t>(match)] = true;
            }
            const auto place = text.begin() + at;
            if (at > 0 && at < std::ssize(text) && *place >= 0 && *(place - 1) == *place)
                touched[static_cast<std::size_t>(*place)] = true;
            text.erase(place, place + removed);
            text.insert(text.begin() + at, static_cast<std::size_t>(inserted), -1);
        }
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const std::optional<ByteRange> moved = movedMatch(matches[i], changes);
            CHECK_EQUAL(!moved, touched[i]);
            if (!moved)
                continue;
            CHECK_EQUAL(std::ranges::count(text, static_cast<int>(i)), moved->count().value());
            CHECK_EQUAL(std::ranges::find(text, static_cast<int>(i)) - text.begin(), moved->begin().value());
            for (std::int64_t place = 0; place <= moved->begin().value(); ++place)
                CHECK(placeBefore(ByteOffset(place), changes) <= matches[i].begin());
            for (std::int64_t place = 0; place < moved->begin().value(); ++place)
                CHECK(placeBehind(ByteOffset(place), changes) <= matches[i].begin());
        }
    }
}
