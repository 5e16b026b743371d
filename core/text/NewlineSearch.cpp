// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineSearch.h"

#include "core/file/ReadPatience.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace megascope {

namespace {

// Most lines are short: so the first look is at little, and later ones at more and more.
constexpr std::int64_t firstStep = 256;
constexpr std::int64_t largestStep = 1024 * 1024;
// From this step on it pays to ask whether there is a hole before reading.
constexpr std::int64_t holeStep = 16 * 1024;

// The code unit as it comes out of memory on this machine.
template <class Unit>
Unit unitInMemory(NewlineCode newline)
{
    unsigned char bytes[sizeof(Unit)] = {};
    bytes[newline.bigEndian ? sizeof(Unit) - 1 : 0] = newline.value;
    Unit result = 0;
    std::memcpy(&result, bytes, sizeof(Unit));
    return result;
}

template <class Unit>
Unit load(const std::byte* bytes)
{
    Unit result = 0;
    std::memcpy(&result, bytes, sizeof(Unit));
    return result;
}

// Wide units are looked at in blocks: whether a block holds one at all is a loop that compilers turn into
// SIMD.
constexpr std::size_t unitsPerBlock = 64;

template <class Unit>
bool blockHolds(const std::byte* bytes, Unit wanted)
{
    bool any = false;
    for (std::size_t i = 0; i < unitsPerBlock; ++i)
        any |= load<Unit>(bytes + i * sizeof(Unit)) == wanted;
    return any;
}

template <class Unit>
std::optional<std::size_t> firstUnit(std::span<const std::byte> bytes, Unit wanted)
{
    const std::size_t units = bytes.size() / sizeof(Unit);
    std::size_t unit = 0;
    while (unit + unitsPerBlock <= units && !blockHolds<Unit>(&bytes[unit * sizeof(Unit)], wanted))
        unit += unitsPerBlock;
    for (; unit < units; ++unit) {
        if (load<Unit>(&bytes[unit * sizeof(Unit)]) == wanted)
            return unit * sizeof(Unit);
    }
    return std::nullopt;
}

template <class Unit>
std::optional<std::size_t> lastUnit(std::span<const std::byte> bytes, Unit wanted)
{
    std::size_t units = bytes.size() / sizeof(Unit);
    while (
        units >= unitsPerBlock && !blockHolds<Unit>(&bytes[(units - unitsPerBlock) * sizeof(Unit)], wanted))
        units -= unitsPerBlock;
    for (; units > 0; --units) {
        if (load<Unit>(&bytes[(units - 1) * sizeof(Unit)]) == wanted)
            return (units - 1) * sizeof(Unit);
    }
    return std::nullopt;
}

std::optional<std::size_t> indexOf(const void* found, std::span<const std::byte> bytes)
{
    if (!found)
        return std::nullopt;
    return static_cast<std::size_t>(static_cast<const std::byte*>(found) - bytes.data());
}

bool beginsWith(std::span<const std::byte> bytes, NewlineCode unit)
{
    if (bytes.size() < unit.unitSize)
        return false;
    switch (unit.unitSize) {
    case 2:
        return load<std::uint16_t>(bytes.data()) == unitInMemory<std::uint16_t>(unit);
    case 4:
        return load<std::uint32_t>(bytes.data()) == unitInMemory<std::uint32_t>(unit);
    default:
        return bytes[0] == std::byte(unit.value);
    }
}

// `range` inside the snapshot, widened to whole code units as far as the snapshot has them.
ByteRange unitRange(const Snapshot& snapshot, const ByteRange& range, NewlineCode newline)
{
    const ByteCount unit(newline.unitSize);
    const ByteRange inside = range.intersected(snapshot.all());
    if (inside.empty())
        return inside;
    const ByteOffset begin = alignedDown(inside.begin(), unit);
    const ByteCount past = inside.end() - alignedDown(inside.end(), unit);
    const ByteCount missing = past == ByteCount(0) ? past : unit - past;
    return {begin, inside.end() + std::min(missing, snapshot.end() - inside.end())};
}

bool isHole(const Snapshot& snapshot, const ByteRange& range)
{
    const Extent extent = snapshot.extentAt(range.begin());
    return extent.kind == Extent::Kind::Hole && extent.range.end() >= range.end();
}

// Room for the bytes of one step; kept from step to step.
class Buffer {
public:
    std::span<const std::byte> read(const Snapshot& snapshot, const ByteRange& range)
    {
        const auto size = static_cast<std::size_t>(range.count().value());
        if (size > m_capacity) {
            m_bytes = std::make_unique_for_overwrite<std::byte[]>(size);
            m_capacity = size;
        }
        const std::span<std::byte> bytes(m_bytes.get(), size);
        // What cannot be read comes as zeros, and those are no newlines.
        (void)snapshot.read(range.begin(), bytes);
        return bytes;
    }

private:
    std::unique_ptr<std::byte[]> m_bytes;
    std::size_t m_capacity = 0;
};

} // namespace

std::optional<std::size_t> firstNewline(std::span<const std::byte> bytes, NewlineCode newline)
{
    switch (newline.unitSize) {
    case 2:
        return firstUnit(bytes, unitInMemory<std::uint16_t>(newline));
    case 4:
        return firstUnit(bytes, unitInMemory<std::uint32_t>(newline));
    default:
        return bytes.empty() ? std::nullopt
                             : indexOf(std::memchr(bytes.data(), newline.value, bytes.size()), bytes);
    }
}

std::optional<std::size_t> lastNewline(std::span<const std::byte> bytes, NewlineCode newline)
{
    switch (newline.unitSize) {
    case 2:
        return lastUnit(bytes, unitInMemory<std::uint16_t>(newline));
    case 4:
        return lastUnit(bytes, unitInMemory<std::uint32_t>(newline));
    default:
        return bytes.empty() ? std::nullopt
                             : indexOf(memrchr(bytes.data(), newline.value, bytes.size()), bytes);
    }
}

bool beginsWithNewline(std::span<const std::byte> bytes, NewlineCode newline)
{
    return beginsWith(bytes, newline);
}

bool beginsWithCarriageReturn(std::span<const std::byte> bytes, NewlineCode newline)
{
    return beginsWith(bytes, {newline.unitSize, newline.bigEndian, carriageReturn});
}

std::optional<ByteOffset> firstNewline(const Snapshot& snapshot, const ByteRange& range, NewlineCode newline)
{
    const ByteRange whole = unitRange(snapshot, range, newline);
    Buffer buffer;
    ByteCount step(firstStep);
    const MissedReads missed; // behind what is not there yet nothing is known
    for (ByteOffset begin = whole.begin(); begin < whole.end() && !missed.any();) {
        if (step.value() >= holeStep) {
            const Extent extent = snapshot.extentAt(begin);
            const ByteOffset end = alignedDown(extent.range.end(), ByteCount(newline.unitSize));
            if (extent.kind == Extent::Kind::Hole && end > begin) {
                begin = end;
                continue;
            }
        }
        const ByteRange part(begin, std::min(step, whole.end() - begin));
        if (const auto found = firstNewline(buffer.read(snapshot, part), newline))
            return begin + ByteCount(static_cast<std::int64_t>(*found));
        begin = part.end();
        step = std::min(step * 4, ByteCount(largestStep));
    }
    return std::nullopt;
}

std::optional<ByteOffset> lastNewline(const Snapshot& snapshot, const ByteRange& range, NewlineCode newline)
{
    const ByteRange whole = unitRange(snapshot, range, newline);
    const ByteOffset unitsEnd = alignedDown(whole.end(), ByteCount(newline.unitSize));
    Buffer buffer;
    ByteCount step(firstStep);
    const MissedReads missed;
    for (ByteOffset end = std::max(unitsEnd, whole.begin()); end > whole.begin() && !missed.any();) {
        const ByteRange part(end - std::min(step, end - whole.begin()), end);
        if (step.value() >= holeStep && isHole(snapshot, part)) {
            // The begin of a hole cannot be asked for; but steps that double find it soon.
            end = part.begin();
            step = std::min(step, ByteCount::max() / 2) * 2;
            continue;
        }
        if (step.value() > largestStep) {
            step = ByteCount(largestStep);
            continue;
        }
        if (const auto found = lastNewline(buffer.read(snapshot, part), newline))
            return part.begin() + ByteCount(static_cast<std::int64_t>(*found));
        end = part.begin();
        step = std::min(step * 4, ByteCount(largestStep));
    }
    return std::nullopt;
}

} // namespace megascope
