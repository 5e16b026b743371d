// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineCounter.h"
#include "core/text/NewlineKernel.h"
#include "tests/core/text/LineTesting.h"
#include "tests/support/PlainTest.h"

#include <algorithm>

namespace {

using namespace megascope;
using namespace megascope::testing;

std::int64_t count(const NewlineKernel& kernel, std::span<const std::byte> bytes, NewlineCode newline)
{
    return kernel.count(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), newline);
}

std::int64_t measure(
    const NewlineKernel& kernel, std::span<const std::byte> bytes, NewlineCode newline, LineMeter& meter)
{
    return kernel.measure(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(), newline, meter);
}

// Bytes that begin `askew` bytes behind a border of vectors.
class Askew {
public:
    Askew(std::span<const std::byte> bytes, std::size_t askew)
        : m_bytes(askew + bytes.size())
        , m_askew(askew)
    {
        std::ranges::copy(bytes, m_bytes.begin() + static_cast<std::ptrdiff_t>(askew));
    }
    [[nodiscard]] std::span<const std::byte> span() const { return std::span(m_bytes).subspan(m_askew); }

private:
    std::vector<std::byte> m_bytes;
    std::size_t m_askew;
};

// With every set of instructions that this machine has.
void checkAgainstNaive(std::span<const std::byte> bytes, NewlineCode newline)
{
    const NaiveLines naive(bytes, newline);
    for (const NewlineKernel* kernel : newlineKernels()) {
        CHECK_EQUAL(count(*kernel, bytes, newline), naive.newlines());
        LineMeter meter;
        CHECK_EQUAL(measure(*kernel, bytes, newline, meter), naive.newlines());
        CHECK_EQUAL(std::max(meter.longest, meter.open.size), naive.longest());
    }
    CHECK_EQUAL(countNewlines(bytes, newline), naive.newlines());
    CHECK(!newlineEnd(bytes, newline, naive.newlines() + 1));
    for (std::int64_t nth = 1; nth <= naive.newlines(); nth += 1 + naive.newlines() / 16)
        CHECK_EQUAL(*newlineEnd(bytes, newline, nth), naive.lineBegin(nth));
}

} // namespace

PLAIN_TEST(countsAsTheNaive)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        for (int round = 0; round < 60; ++round) {
            const std::int64_t size = random.between(0, round < 40 ? 700 : 70'000);
            const Askew bytes(
                randomLines(random, size, newline), static_cast<std::size_t>(random.between(0, 7)));
            checkAgainstNaive(bytes.span(), newline);
        }
    }
}

PLAIN_TEST(countsBlocksFullOfNewlines)
{
    const std::vector<std::byte> full(65'536, std::byte{'\n'});
    checkAgainstNaive(full, {});
    CHECK_EQUAL(countNewlines(full, {}), 65'536);
    CHECK_EQUAL(*newlineEnd(full, {}, 65'536), 65'536);
    CHECK_EQUAL(*newlineEnd(full, {}, 1), 1);
    // U+0A0A is no newline in UTF-16.
    CHECK_EQUAL(countNewlines(full, {.unitSize = 2, .bigEndian = false, .value = '\n'}), 0);
}

PLAIN_TEST(measuresWhatComesInPieces)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        const std::vector<std::byte> bytes
            = randomLines(random, 40'000 / newline.unitSize * newline.unitSize, newline);
        const NaiveLines naive(bytes, newline);
        for (const NewlineKernel* kernel : newlineKernels()) {
            LineMeter meter;
            std::int64_t newlines = 0;
            for (std::size_t at = 0; at < bytes.size();) {
                const auto units
                    = static_cast<std::size_t>(random.between(0, random.between(0, 1) == 0 ? 3 : 900));
                const std::size_t size = std::min(units * newline.unitSize, bytes.size() - at);
                newlines += measure(*kernel, std::span(bytes).subspan(at, size), newline, meter);
                at += size;
            }
            CHECK_EQUAL(newlines, naive.newlines());
            CHECK_EQUAL(std::max(meter.longest, meter.open.size), naive.longest());
        }
    }
}

PLAIN_TEST(measuresLinesOfEveryLengthAroundACell)
{
    // Short lines, then one that is a little longer than any before, at every place in a cell of 64 bytes.
    for (std::size_t before = 0; before < 64; ++before) {
        for (const std::size_t length : {1UZ, 5UZ, 62UZ, 63UZ, 64UZ, 65UZ, 127UZ, 128UZ, 129UZ, 200UZ}) {
            for (const bool cr : {false, true}) {
                std::string text(before, '\n');
                text += std::string(length - 1, 'x') + "\n" + std::string(length, 'y') + (cr ? "\r\n" : "\n");
                text += std::string(length - 1, 'z') + "\n\n";
                checkAgainstNaive(bytesOf(text), {});
            }
        }
    }
}
