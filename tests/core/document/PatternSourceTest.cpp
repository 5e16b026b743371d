// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PatternSource.h"
#include "core/document/Document.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <array>
#include <random>

namespace megascope {
namespace {

std::vector<std::byte> readAll(const Source& source, std::int64_t begin, std::size_t count)
{
    std::vector<std::byte> bytes(count);
    CHECK(source.read(ByteOffset(begin), bytes).empty());
    return bytes;
}

// The pattern, byte by byte.
std::vector<std::byte> repeated(std::string_view pattern, std::int64_t begin, std::size_t count)
{
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(
            static_cast<std::byte>(pattern[(static_cast<std::size_t>(begin) + i) % pattern.size()]));
    return bytes;
}

PLAIN_TEST(aPatternRepeatsFromAnyPlace)
{
    std::mt19937_64 random(plaintest::seed());
    for (const std::string_view pattern : {"x", "ab", "abc", "0123456789abcdef!"}) {
        const auto source = PatternSource::repeating(testing::bytesOf(pattern), ByteCount(100'000));
        for (int round = 0; round < 200; ++round) {
            const auto begin = static_cast<std::int64_t>(random() % 90'000);
            const std::size_t count = random() % 10'000;
            CHECK(readAll(*source, begin, count) == repeated(pattern, begin, count));
        }
    }
}

PLAIN_TEST(whatLiesBehindThePatternIsMissing)
{
    const auto source = PatternSource::repeating(testing::bytesOf("ab"), ByteCount(3));
    std::vector<std::byte> bytes(5);
    const Gaps gaps = source->read(ByteOffset(1), bytes);
    CHECK_EQUAL(gaps.size(), 1u);
    CHECK(gaps.front().range == ByteRange(ByteOffset(3), ByteOffset(6)));
    CHECK(bytes == testing::bytesOf(std::string_view("ba\0\0\0", 5)));
}

PLAIN_TEST(randomBytesAreTheSameFromEveryPlace)
{
    const auto source = PatternSource::random(plaintest::seed(), ByteCount(1 << 20));
    const std::vector<std::byte> all = readAll(*source, 0, 1 << 20);
    for (const std::int64_t begin : {1, 7, 8, 9, 4095, 65'537}) {
        const std::vector<std::byte> part = readAll(*source, begin, 1000);
        CHECK(std::ranges::equal(part, std::span(all).subspan(static_cast<std::size_t>(begin), 1000)));
    }
    std::array<int, 256> seen{};
    for (const std::byte byte : all)
        ++seen[static_cast<std::size_t>(byte)];
    // 4096 of each are to be expected, with a deviation of 64.
    const auto [least, most] = std::ranges::minmax(seen);
    CHECK(least > 3600 && most < 4600);
    CHECK(readAll(*PatternSource::random(plaintest::seed() + 1, ByteCount(64)), 0, 64)
        != readAll(*source, 0, 64));
}

PLAIN_TEST(aScanGivesWhatReadGives)
{
    const auto source = PatternSource::random(1, ByteCount(1'000'000));
    const ByteRange range(ByteOffset(777), ByteOffset(999'999));
    std::vector<std::byte> bytes;
    const std::unique_ptr<Scan> scan = source->scan(range);
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        CHECK(chunk->kind == ScanChunk::Kind::Data);
        bytes.insert(bytes.end(), chunk->bytes.begin(), chunk->bytes.end());
        CHECK(scan->confirm());
    }
    CHECK(bytes == readAll(*source, 777, 999'999 - 777));
}

PLAIN_TEST(fillingTerabytesTakesNoMemory)
{
    constexpr ByteCount size = mebibytes(10'000'000);
    Document document;
    document.replace({}, PieceTree(Piece{PatternSource::repeating(testing::bytesOf("z"), size), {}, size}));
    CHECK(document.size() == size);
    CHECK(document.snapshot().pieces().memory() < kibibytes(4));
    document.undo();
    CHECK(document.size() == ByteCount(0));
}

} // namespace
} // namespace megascope
