// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PatternSource.h"

#include "core/file/CopyingScan.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace megascope {
namespace {

// SplitMix64, by Sebastiano Vigna: eight bytes for each number of a word.
std::uint64_t wordAt(std::uint64_t seed, std::uint64_t number)
{
    std::uint64_t word = seed + (number + 1) * 0x9e3779b97f4a7c15;
    word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
    word = (word ^ word >> 27) * 0x94d049bb133111eb;
    return word ^ word >> 31;
}

} // namespace

PatternSource::PatternSource(std::span<const std::byte> pattern, std::uint64_t seed, ByteCount size)
    : m_pattern(pattern.begin(), pattern.end())
    , m_seed(seed)
    , m_size(size)
{
}

std::shared_ptr<const PatternSource> PatternSource::repeating(
    std::span<const std::byte> pattern, ByteCount size)
{
    assert(!pattern.empty());
    return std::shared_ptr<const PatternSource>(new PatternSource(pattern, 0, size));
}

std::shared_ptr<const PatternSource> PatternSource::random(std::uint64_t seed, ByteCount size)
{
    return std::shared_ptr<const PatternSource>(new PatternSource({}, seed, size));
}

Gaps PatternSource::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteRange wanted(offset, ByteCount(std::ssize(out)));
    const ByteRange held = wanted.intersected({ByteOffset(0), m_size});
    const std::span<std::byte> part = out.first(sizeOf(held.count()));
    if (m_pattern.empty())
        writeRandom(offset, part);
    else
        writePattern(offset, part);
    if (part.size() == out.size())
        return {};
    std::ranges::fill(out.subspan(part.size()), std::byte{0});
    return {{.range = {offset + held.count(), wanted.end()}, .cause = Gap::Cause::PastEnd}};
}

// Once around, then copies of what is there, each twice as long.
void PatternSource::writePattern(ByteOffset offset, std::span<std::byte> out) const
{
    const std::size_t period = m_pattern.size();
    const auto phase = static_cast<std::size_t>(offset.value() % std::ssize(m_pattern));
    std::size_t done = std::min(period, out.size());
    for (std::size_t i = 0; i < done; ++i)
        out[i] = m_pattern[(phase + i) % period];
    while (done > 0 && done < out.size()) {
        const std::size_t count = std::min(done / period * period, out.size() - done);
        std::memcpy(out.data() + done, out.data(), count);
        done += count;
    }
}

void PatternSource::writeRandom(ByteOffset offset, std::span<std::byte> out) const
{
    constexpr std::size_t wordSize = sizeof(std::uint64_t);
    while (!out.empty()) {
        const auto place = static_cast<std::uint64_t>(offset.value());
        const std::size_t inWord = place % wordSize;
        const std::uint64_t word = wordAt(m_seed, place / wordSize);
        const std::size_t count = std::min(wordSize - inWord, out.size());
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<std::byte>(word >> (8 * (inWord + i)) & 0xff);
        out = out.subspan(count);
        offset += ByteCount(static_cast<std::int64_t>(count));
    }
}

Extent PatternSource::extentAt(ByteOffset offset) const
{
    return {.range = {offset, ByteOffset(m_size.value())}, .kind = Extent::Kind::Data};
}

std::unique_ptr<Scan> PatternSource::scan(const ByteRange& range) const
{
    return std::make_unique<CopyingScan>(*this, range);
}

} // namespace megascope
