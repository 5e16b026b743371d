// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Scans where the system has little memory left. This program's operator new[] refuses large blocks to those
// who can bear it, as `ulimit -v` makes it.
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

namespace {

constexpr std::size_t plenty = std::numeric_limits<std::size_t>::max();

std::size_t largestBlock = plenty;
int refusals = 0;

} // namespace

void* operator new[](std::size_t size)
{
    if (void* const block = std::malloc(size))
        return block;
    throw std::bad_alloc();
}

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept
{
    if (size <= largestBlock)
        return std::malloc(size);
    ++refusals;
    return nullptr;
}

void operator delete[](void* block) noexcept
{
    std::free(block);
}

void operator delete[](void* block, std::size_t) noexcept
{
    std::free(block);
}

namespace megascope {
namespace {

using testing::TemporaryFolder;

// While it lives, no larger block is to be had.
class ScarceMemory {
public:
    explicit ScarceMemory(ByteCount largest)
    {
        largestBlock = static_cast<std::size_t>(largest.value());
        refusals = 0;
    }
    ~ScarceMemory() { largestBlock = plenty; }
    ScarceMemory(const ScarceMemory&) = delete;
    ScarceMemory& operator=(const ScarceMemory&) = delete;
};

constexpr ByteRange all(ByteOffset(0), mebibytes(9) + ByteCount(123));

WindowBudget budget()
{
    return {.browsingWindow = kibibytes(64),
        .scanningWindow = mebibytes(1),
        .readBuffer = mebibytes(1),
        .total = mebibytes(64)};
}

class ReadFile {
public:
    ReadFile()
    {
        testing::writeAt(m_folder / "file", 0, m_content);
        m_source = testing::openOrFail(m_folder / "file", {.backend = Backend::Read, .budget = budget()});
    }

    [[nodiscard]] const FileSource& source() const { return *m_source; }
    [[nodiscard]] bool holds(const ScanChunk& chunk) const
    {
        return std::ranges::equal(chunk.bytes,
            std::span(m_content).subspan(
                static_cast<std::size_t>(chunk.range.begin().value()), chunk.bytes.size()));
    }

private:
    const TemporaryFolder m_folder;
    const std::vector<std::byte> m_content = testing::codedBytes(all, 0);
    std::shared_ptr<FileSource> m_source;
};

} // namespace

PLAIN_TEST(aSmallerBufferDoes)
{
    const ReadFile file;
    for (const ByteCount largest : {mebibytes(1), kibibytes(512), kibibytes(300), kibibytes(64)}) {
        const ScarceMemory scarce(largest);
        const std::unique_ptr<Scan> scan = file.source().scan(all);
        ByteOffset place;
        while (const std::optional<ScanChunk> chunk = scan->next()) {
            CHECK(chunk->kind == ScanChunk::Kind::Data && chunk->range.begin() == place);
            CHECK(chunk->range.count() <= largest && file.holds(*chunk));
            CHECK(file.source().windowBytes() <= largest);
            CHECK(scan->confirm());
            place = chunk->range.end();
        }
        CHECK(place == all.end());
        CHECK(refusals <= 4); // from 1 MiB to 64 KiB, once
    }
}

// The scan ends, and nothing that it could not look at is shown as read.
PLAIN_TEST(withoutAnyMemoryNothingIsRead)
{
    const ReadFile file;
    const ScarceMemory scarce(kibibytes(64) - ByteCount(1));
    const std::unique_ptr<Scan> scan = file.source().scan(all);
    CHECK(testing::rangesOf(*scan, ScanChunk::Kind::Unreadable) == std::vector{all});
    CHECK(refusals <= 5 * 3); // five sizes, three parts of 4 MiB at most
    CHECK(file.source().windowBytes() == ByteCount(0));
}

PLAIN_TEST(memoryThatComesBackIsTaken)
{
    const ReadFile file;
    const std::unique_ptr<Scan> scan = file.source().scan(all);
    std::optional<ScanChunk> chunk;
    {
        const ScarceMemory scarce(ByteCount(0));
        chunk = scan->next();
        CHECK(chunk && chunk->kind == ScanChunk::Kind::Unreadable);
    }
    const ByteRange rest(chunk->range.end(), all.end());
    CHECK(testing::rangesOf(*scan, ScanChunk::Kind::Data) == std::vector{rest});
    CHECK(file.source().windowBytes() == mebibytes(1));
}

PLAIN_TEST(aSpoolWithoutMemorySaysSo)
{
    const ScarceMemory scarce(kibibytes(64));
    const ByteStream empty = [](std::span<std::byte>) { return std::size_t{0}; };
    const Result<Spool> spool = systemVfs().spool(empty, "stream", mebibytes(1));
    CHECK_EQUAL(spool.error().kind, ErrorKind::OutOfMemory);
    CHECK_EQUAL(spool.error().subject, "stream");
}

} // namespace megascope
