// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/text/LineTesting.h"

#include "core/file/FormatText.h"
#include "tests/support/MemorySource.h"

#include <algorithm>
#include <ranges>

namespace megascope::testing {
namespace {

std::uint32_t unitAt(std::span<const std::byte> bytes, std::size_t at, NewlineCode newline)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < newline.unitSize; ++i) {
        const std::size_t significance = newline.bigEndian ? newline.unitSize - 1 - i : i;
        value |= std::to_integer<std::uint32_t>(bytes[at + i]) << (8 * significance);
    }
    return value;
}

void appendUnit(std::vector<std::byte>& out, std::uint32_t value, NewlineCode newline)
{
    for (std::size_t i = 0; i < newline.unitSize; ++i) {
        const std::size_t significance = newline.bigEndian ? newline.unitSize - 1 - i : i;
        out.push_back(static_cast<std::byte>(value >> (8 * significance)));
    }
}

} // namespace

std::vector<NewlineCode> allNewlines()
{
    std::vector<NewlineCode> result;
    for (const std::uint8_t value : {'\n', '\r'}) {
        for (const std::uint8_t unitSize : {1, 2, 4}) {
            result.push_back({.unitSize = unitSize, .bigEndian = false, .value = value});
            if (unitSize > 1)
                result.push_back({.unitSize = unitSize, .bigEndian = true, .value = value});
        }
    }
    result.push_back({.unitSize = 1, .bigEndian = false, .value = 0x15});
    return result;
}

std::string nameOf(NewlineCode newline)
{
    return formatText("{:#04x} in units of {}{}", newline.value, newline.unitSize,
        newline.unitSize == 1   ? ""
            : newline.bigEndian ? ", big endian"
                                : ", little endian");
}

std::vector<std::byte> randomLines(Random& random, std::int64_t size, NewlineCode newline)
{
    std::vector<std::byte> bytes;
    bytes.reserve(static_cast<std::size_t>(size) + 8);
    while (std::ssize(bytes) < size) {
        // A stretch of one density; a density of 0 is nothing but newlines.
        constexpr std::int64_t densities[] = {0, 1, 3, 20, 100, 1000, 20'000};
        const std::int64_t between = densities[random.between(0, 6)];
        const std::int64_t end = std::ssize(bytes) + random.between(1, 30'000);
        while (std::ssize(bytes) < end && std::ssize(bytes) < size) {
            for (std::int64_t left = random.between(0, 2 * between); left > 0; --left) {
                const std::int64_t kind = random.between(0, 63);
                appendUnit(bytes, kind == 0 ? '\r' : kind == 1 ? 0x0a0a : kind == 2 ? 0x0a00 : 'x', newline);
            }
            if (random.between(0, 2) == 0)
                appendUnit(bytes, '\r', newline);
            appendUnit(bytes, newline.value, newline);
        }
    }
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

NaiveLines::NaiveLines(std::span<const std::byte> bytes, NewlineCode newline)
{
    std::size_t begin = 0;
    std::size_t at = 0;
    for (; at + newline.unitSize <= bytes.size(); at += newline.unitSize) {
        if (unitAt(bytes, at, newline) != newline.value)
            continue;
        const bool afterCr
            = newline.value != '\r' && at > begin && unitAt(bytes, at - newline.unitSize, newline) == '\r';
        m_longest
            = std::max(m_longest, static_cast<std::int64_t>(at - begin - (afterCr ? newline.unitSize : 0)));
        begin = at + newline.unitSize;
        m_ends.push_back(static_cast<std::int64_t>(begin));
    }
    m_longest = std::max(m_longest, static_cast<std::int64_t>(bytes.size() - begin));
}

std::int64_t NaiveLines::newlinesBefore(std::int64_t offset) const
{
    return std::ranges::upper_bound(m_ends, offset) - m_ends.begin();
}

std::int64_t NaiveLines::lineBegin(std::int64_t line) const
{
    return line == 0 ? 0 : m_ends[static_cast<std::size_t>(line - 1)];
}

void IslandSource::addIsland(std::int64_t offset, std::vector<std::byte> bytes)
{
    m_islands.emplace(offset, std::move(bytes));
}

Gaps IslandSource::read(ByteOffset offset, std::span<std::byte> out) const
{
    std::ranges::fill(out, std::byte{0});
    const ByteRange wanted(offset, ByteCount(std::ssize(out)));
    for (const auto& [begin, bytes] : m_islands) {
        const ByteRange held = ByteRange(begin, ByteCount(std::ssize(bytes))).intersected(wanted);
        if (!held.empty())
            std::ranges::copy_n(bytes.begin() + (held.begin() - begin).value(), held.count().value(),
                out.begin() + (held.begin() - offset).value());
    }
    const ByteRange lost = wanted.intersected(m_unreadable);
    if (lost.empty())
        return {};
    std::ranges::fill_n(out.begin() + (lost.begin() - offset).value(), lost.count().value(), std::byte{0});
    return {Gap{.range = lost, .cause = Gap::Cause::Failed, .systemCode = EIO}};
}

Extent IslandSource::extentAt(ByteOffset offset) const
{
    ++m_extentsAsked;
    const auto next = m_islands.upper_bound(offset);
    if (next != m_islands.begin()) {
        const auto& [begin, bytes] = *std::prev(next);
        const ByteOffset end = begin + ByteCount(std::ssize(bytes));
        if (offset < end)
            return {.range = {offset, end}, .kind = Extent::Kind::Data};
    }
    const ByteOffset end = next == m_islands.end() ? ByteOffset(m_size.value()) : next->first;
    return {.range = {offset, end}, .kind = Extent::Kind::Hole};
}

class IslandScan final : public Scan {
public:
    IslandScan(const IslandSource& source, const ByteRange& range)
        : m_source(source)
        , m_at(range.begin())
        , m_end(range.end())
    {
    }

    std::optional<ScanChunk> next() override
    {
        if (m_at == m_end)
            return std::nullopt;
        const Extent extent = m_source.extentAt(m_at);
        const ByteRange rest = extent.range.intersected({m_at, m_end});
        if (extent.kind == Extent::Kind::Hole)
            return handOut({.range = rest, .kind = ScanChunk::Kind::Hole, .bytes = {}});
        if (m_source.m_unreadable.contains(m_at))
            return handOut({.range = rest.intersected(m_source.m_unreadable),
                .kind = ScanChunk::Kind::Unreadable,
                .bytes = {}});
        ByteOffset end = std::min(rest.end(), alignedDown(m_at, mebibytes(1)) + mebibytes(1));
        if (m_at < m_source.m_unreadable.begin())
            end = std::min(end, m_source.m_unreadable.begin());
        m_bytes.resize(static_cast<std::size_t>((end - m_at).value()));
        (void)m_source.read(m_at, m_bytes);
        if (m_source.m_lies && m_at != m_lied)
            std::ranges::fill(m_bytes, std::byte{'\n'});
        return handOut({.range = {m_at, end}, .kind = ScanChunk::Kind::Data, .bytes = m_bytes});
    }

    bool confirm() override
    {
        if (!m_source.m_lies || m_begin == m_lied)
            return true;
        m_lied = m_begin;
        m_at = m_begin;
        return false;
    }

private:
    ScanChunk handOut(const ScanChunk& chunk)
    {
        m_begin = m_at;
        m_at = chunk.range.end();
        return chunk;
    }

    const IslandSource& m_source;
    ByteOffset m_at;
    const ByteOffset m_end;
    ByteOffset m_begin; // of the last chunk
    ByteOffset m_lied{-1}; // the begin of the chunk that was not confirmed last
    std::vector<std::byte> m_bytes;
};

std::unique_ptr<Scan> IslandSource::scan(const ByteRange& range) const
{
    return std::make_unique<IslandScan>(*this, range);
}

Snapshot snapshotOf(std::vector<std::byte> bytes)
{
    return snapshotOf(std::make_shared<MemorySource>(std::move(bytes)));
}

Snapshot snapshotOf(std::shared_ptr<const Source> source)
{
    const ByteCount size = source->size();
    return {std::move(source), size, Revision{0}};
}

} // namespace megascope::testing
