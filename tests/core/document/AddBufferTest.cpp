// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/AddBuffer.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace megascope {
namespace {

std::vector<std::byte> coded(std::int64_t begin, std::int64_t count)
{
    return testing::codedBytes({ByteOffset(begin), ByteCount(count)}, 0);
}

void checkContent(const AddBuffer& buffer, std::int64_t begin, std::int64_t count)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(count));
    CHECK(buffer.read(ByteOffset(begin), bytes).empty());
    CHECK(bytes == coded(begin, count));
}

} // namespace

PLAIN_TEST(bytesStandWhereTheyWereAppended)
{
    testing::Random random;
    AddBuffer buffer;
    for (std::int64_t size = 0; size < 1'000'000;) {
        const std::int64_t count = random.between(0, size % 5 == 0 ? 200'000 : 100);
        const ByteRange range = buffer.append(coded(size, count));
        CHECK(range == ByteRange(ByteOffset(size), ByteCount(count)));
        size += count;
        CHECK_EQUAL(buffer.size().value(), size);
        const ByteRange some = random.rangeWithin(size, size);
        checkContent(buffer, some.begin().value(), some.count().value());
    }
}

PLAIN_TEST(behindTheEndThereIsNothing)
{
    AddBuffer buffer;
    buffer.append(coded(0, 10));
    std::vector<std::byte> bytes(8, std::byte{1});
    const Gaps gaps = buffer.read(ByteOffset(6), bytes);
    CHECK(gaps == Gaps({{.range = {ByteOffset(10), ByteCount(4)}, .cause = Gap::Cause::PastEnd}}));
    CHECK(bytes[3] != std::byte{0} && bytes[4] == std::byte{0});
}

PLAIN_TEST(aScanYieldsEverything)
{
    AddBuffer buffer;
    buffer.append(coded(0, 300'000));
    const ByteRange range(ByteOffset(70'000), ByteOffset(290'000));
    const std::unique_ptr<Scan> scan = buffer.scan(range);
    ByteOffset at = range.begin();
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        CHECK(chunk->kind == ScanChunk::Kind::Data && chunk->range.begin() == at);
        CHECK(std::ranges::equal(chunk->bytes, coded(at.value(), chunk->range.count().value())));
        CHECK(scan->confirm());
        at = chunk->range.end();
    }
    CHECK(at == range.end());
}

// What stands in a file leaves the memory, and is read from there.
PLAIN_TEST(writtenBytesLeaveTheMemory)
{
    AddBuffer buffer;
    constexpr std::int64_t size = 20'000'000;
    buffer.append(coded(0, size));
    CHECK(buffer.memory() >= ByteCount(size));
    buffer.releaseTo(std::make_shared<MemorySource>(coded(0, size)), ByteOffset(size));
    CHECK(buffer.memory() < ByteCount(size) / 2);
    checkContent(buffer, 0, size);
    buffer.append(coded(size, 1000));
    checkContent(buffer, size - 5000, 6000);
}

// One thread appends and gives away, another reads what is there.
PLAIN_TEST(readersAreNotInTheWay)
{
    AddBuffer buffer;
    std::atomic<bool> wrong = false;
    constexpr std::int64_t size = 10'000'000;
    std::jthread reader([&](std::stop_token stop) {
        std::vector<std::byte> bytes(5000);
        std::minstd_rand random(1);
        while (!stop.stop_requested()) {
            const std::int64_t there = buffer.size().value();
            if (there < std::ssize(bytes))
                continue;
            const std::int64_t at
                = std::uniform_int_distribution<std::int64_t>(0, there - std::ssize(bytes))(random);
            if (!buffer.read(ByteOffset(at), bytes).empty() || bytes != coded(at, std::ssize(bytes)))
                wrong = true;
        }
    });
    const auto backing = std::make_shared<MemorySource>(coded(0, size));
    for (std::int64_t at = 0; at < size; at += 1000) {
        buffer.append(coded(at, 1000));
        if (at % 100'000 == 0)
            buffer.releaseTo(backing, ByteOffset(at));
    }
    reader.request_stop();
    reader.join();
    CHECK(!wrong);
}

} // namespace megascope
