// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// What every source promises, tried on a source in memory and on files in every way of reading, against bytes
// in memory.
#include "core/file/FileTail.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <thread>

namespace megascope {
namespace {

using testing::Random;
using testing::TemporaryFolder;

// Longer than what is worth a window, and five tiny windows and a bit.
constexpr std::int64_t contentSize = 5 * 65536 + 123;

struct Candidate {
    std::string name;
    std::shared_ptr<const Source> source;
};

std::vector<Candidate> sourcesOf(const std::vector<std::byte>& content, const TemporaryFolder& folder)
{
    std::vector<Candidate> candidates = {{"memory", std::make_shared<MemorySource>(content)}};
    testing::writeAt(folder / "content", 0, content);
    for (const testing::Way& way : testing::allWays())
        candidates.push_back({way.name, testing::openOrFail(folder / "content", way.options)});
    testing::writeAt(folder / "longer", 12345, content);
    for (const testing::Way& way : testing::allWays()) {
        const auto tail = tailOf(*systemVfs().open(folder / "longer"), ByteOffset(12345));
        candidates.push_back({std::string("tail, ") + way.name,
            *FileSource::fromFile(systemVfs(), tail, "tail", way.options)});
    }
    return candidates;
}

// Zeros among the bytes, so that a gap is not taken for one.
std::vector<std::byte> randomBytes(Random& random, std::int64_t size)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    for (std::byte& byte : bytes)
        byte = static_cast<std::byte>(random.between(0, 255));
    return bytes;
}

std::span<const std::byte> partOf(const std::vector<std::byte>& content, const ByteRange& range)
{
    return std::span(content).subspan(
        static_cast<std::size_t>(range.begin().value()), static_cast<std::size_t>(range.count().value()));
}

void checkRead(const Candidate& candidate, const std::vector<std::byte>& content, const ByteRange& range)
{
    std::vector<std::byte> out(static_cast<std::size_t>(range.count().value()), std::byte{0xaa});
    const Gaps gaps = candidate.source->read(range.begin(), out);
    const ByteRange held = range.intersected({ByteOffset(0), ByteCount(std::ssize(content))});
    const auto count = static_cast<std::size_t>(held.count().value());
    if (count > 0 && !std::ranges::equal(std::span(out).first(count), partOf(content, held)))
        plaintest::fail(candidate.name + ": wrong bytes at " + std::to_string(range.begin().value()));
    const Gaps expected = count == out.size()
        ? Gaps{}
        : Gaps{{.range = {range.begin() + held.count(), range.end()}, .cause = Gap::Cause::PastEnd}};
    if (gaps != expected)
        plaintest::fail(candidate.name + ": wrong gaps at " + std::to_string(range.begin().value()));
    CHECK(std::ranges::all_of(
        std::span(out).subspan(count), [](std::byte byte) { return byte == std::byte{0}; }));
}

bool isChunkBorder(ByteOffset place, const ByteRange& scanned, std::int64_t contentEnd)
{
    return place.value() % 65536 == 0 || place == scanned.begin() || place == scanned.end()
        || place.value() == contentEnd;
}

void checkScan(const Candidate& candidate, const std::vector<std::byte>& content, const ByteRange& range)
{
    const std::unique_ptr<Scan> scan = candidate.source->scan(range);
    ByteOffset place = range.begin();
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        CHECK(chunk->range.begin() == place);
        CHECK(!chunk->range.empty());
        CHECK(isChunkBorder(chunk->range.begin(), range, std::ssize(content)));
        CHECK(isChunkBorder(chunk->range.end(), range, std::ssize(content)));
        CHECK(chunk->range.count() <= mebibytes(64));
        if (place.value() >= std::ssize(content)) {
            CHECK_EQUAL(chunk->kind, ScanChunk::Kind::PastEnd);
        } else {
            CHECK_EQUAL(chunk->kind, ScanChunk::Kind::Data);
            if (!std::ranges::equal(chunk->bytes, partOf(content, chunk->range)))
                plaintest::fail(candidate.name + ": the scan shows wrong bytes");
        }
        CHECK(scan->confirm());
        place = chunk->range.end();
    }
    CHECK(place == range.end());
    CHECK(!scan->next());
}

} // namespace

PLAIN_TEST(randomRanges)
{
    Random random;
    const TemporaryFolder folder;
    const std::vector<std::byte> content = randomBytes(random, contentSize);
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        CHECK_EQUAL(candidate.source->size().value(), contentSize);
        for (int i = 0; i < 500; ++i)
            checkRead(
                candidate, content, random.rangeWithin(contentSize + 70000, i % 5 == 0 ? contentSize : 5000));
    }
}

PLAIN_TEST(bordersOfWindows)
{
    Random random;
    const TemporaryFolder folder;
    const std::vector<std::byte> content = randomBytes(random, contentSize);
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        for (std::int64_t border = 65536; border <= contentSize + 65536; border += 65536) {
            for (std::int64_t begin = border - 2; begin <= border + 1; ++begin) {
                for (const std::int64_t count : {0, 1, 2, 3, 65535, 65536, 65537})
                    checkRead(candidate, content, {ByteOffset(begin), ByteCount(count)});
            }
        }
        for (std::int64_t begin = contentSize - 2; begin <= contentSize + 2; ++begin)
            checkRead(candidate, content, {ByteOffset(begin), ByteCount(3)});
    }
}

PLAIN_TEST(scansOfRandomRanges)
{
    Random random;
    const TemporaryFolder folder;
    const std::vector<std::byte> content = randomBytes(random, contentSize);
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        checkScan(candidate, content, {ByteOffset(0), ByteCount(contentSize)});
        for (int i = 0; i < 100; ++i)
            checkScan(candidate, content, random.rangeWithin(contentSize + 70000, contentSize));
    }
}

// Windows of two pieces each, and some of them.
PLAIN_TEST(scansOfMoreThanOneWindow)
{
    Random random;
    const TemporaryFolder folder;
    const std::int64_t size = (std::int64_t{17} << 20) + 4097;
    const std::vector<std::byte> content = testing::codedBytes({ByteOffset(0), ByteCount(size)}, 0);
    testing::writeAt(folder / "content", 0, content);
    WindowBudget budget = testing::tinyBudget();
    budget.scanningWindow = mebibytes(8);
    budget.total = mebibytes(32);
    for (const Backend backend : {Backend::Automatic, Backend::Mapped, Backend::Read}) {
        const Candidate candidate = {"windows of 8 MiB",
            testing::openOrFail(folder / "content", {.backend = backend, .budget = budget})};
        checkScan(candidate, content, {ByteOffset(0), ByteCount(size)});
        checkScan(candidate, content, random.rangeWithin(size, size));
    }
}

PLAIN_TEST(anEmptySource)
{
    const TemporaryFolder folder;
    const std::vector<std::byte> content;
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        CHECK_EQUAL(candidate.source->size().value(), 0);
        checkRead(candidate, content, {ByteOffset(0), ByteCount(0)});
        checkRead(candidate, content, {ByteOffset(0), ByteCount(10)});
        checkScan(candidate, content, {ByteOffset(0), ByteCount(0)});
        checkScan(candidate, content, {ByteOffset(0), ByteCount(10)});
    }
}

PLAIN_TEST(theLastByteThatANumberCanName)
{
    const TemporaryFolder folder;
    const std::vector<std::byte> content(10, std::byte{1});
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        checkRead(candidate, content, {ByteOffset::max() - ByteCount(5), ByteCount(5)});
        checkScan(candidate, content, {ByteOffset::max() - ByteCount(5), ByteCount(5)});
    }
}

PLAIN_TEST(extentsOfData)
{
    const TemporaryFolder folder;
    const std::vector<std::byte> content = testing::codedBytes({ByteOffset(0), ByteCount(contentSize)}, 0);
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        for (const std::int64_t place : {std::int64_t{0}, std::int64_t{70000}, contentSize - 1}) {
            const Extent extent = candidate.source->extentAt(ByteOffset(place));
            CHECK_EQUAL(extent.kind, Extent::Kind::Data);
            CHECK(extent.range == ByteRange(ByteOffset(place), ByteOffset(contentSize)));
        }
    }
}

PLAIN_TEST(manyThreadsReadOneSource)
{
    const TemporaryFolder folder;
    const std::vector<std::byte> content = testing::codedBytes({ByteOffset(0), ByteCount(contentSize)}, 0);
    for (const Candidate& candidate : sourcesOf(content, folder)) {
        std::atomic<int> wrong{0};
        const auto look = [&](unsigned number) {
            std::mt19937 engine(number);
            for (int i = 0; i < 200; ++i) {
                std::vector<std::byte> out(3000);
                const std::int64_t begin = static_cast<std::int64_t>(engine() % (contentSize - 3000));
                const Gaps gaps = candidate.source->read(ByteOffset(begin), out);
                if (!gaps.empty()
                    || !std::ranges::equal(out, partOf(content, {ByteOffset(begin), ByteCount(3000)})))
                    ++wrong;
            }
            const std::unique_ptr<Scan> scan
                = candidate.source->scan({ByteOffset(0), ByteCount(contentSize)});
            while (const std::optional<ScanChunk> chunk = scan->next()) {
                if (!std::ranges::equal(chunk->bytes, partOf(content, chunk->range)) || !scan->confirm())
                    ++wrong;
            }
        };
        {
            std::vector<std::jthread> threads;
            threads.reserve(4);
            for (unsigned i = 0; i < 4; ++i)
                threads.emplace_back(look, i);
        }
        CHECK_EQUAL(wrong.load(), 0);
    }
}

} // namespace megascope
