// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineKernel.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

// Of x86's many sets of instructions, those that differ for what is done here.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_AVX3_ZEN4 | HWY_AVX3_SPR)

// From here on this file is compiled once for each kind of processor.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/text/NewlineKernel.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace megascope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Code units that are looked at together, a bit each.
constexpr std::size_t cell = 64;

template <class Unit>
using Lanes = hn::CappedTag<Unit, cell>;

template <class Unit>
Unit loadUnit(const std::uint8_t* bytes)
{
    Unit unit = 0;
    std::memcpy(&unit, bytes, sizeof(Unit));
    return unit;
}

// The code unit of a character as it comes out of memory on this machine.
template <class Unit>
Unit unitInMemory(std::uint8_t value, bool bigEndian)
{
    std::uint8_t bytes[sizeof(Unit)] = {};
    bytes[bigEndian ? sizeof(Unit) - 1 : 0] = value;
    return loadUnit<Unit>(bytes);
}

template <class Unit, class Vector>
HWY_INLINE auto newlinesAt(const std::uint8_t* bytes, Vector newline)
{
    const Lanes<Unit> units;
    const hn::Repartition<std::uint8_t, Lanes<Unit>>
        octets; // in vectors of octets, because units may lie askew
    return hn::Eq(hn::BitCast(units, hn::LoadU(octets, bytes)), newline);
}

// Which of the next 64 code units are newlines: bit 0 is the first.
template <class Unit, class Vector>
HWY_INLINE std::uint64_t newlineBits(const std::uint8_t* bytes, Vector newline)
{
    const Lanes<Unit> units;
    const std::size_t lanes = hn::Lanes(units);
    std::uint64_t bits = 0;
    for (std::size_t lane = 0; lane < cell; lane += lanes) {
        std::uint64_t part = 0; // StoreMaskBits writes the bytes that the lanes need, lowest first
        hn::StoreMaskBits(units, newlinesAt<Unit>(bytes + lane * sizeof(Unit), newline),
            reinterpret_cast<std::uint8_t*>(&part));
        if constexpr (std::endian::native == std::endian::big)
            part = std::byteswap(part);
        bits |= part << lane;
    }
    return bits;
}

template <class Unit>
std::int64_t count(const std::uint8_t* bytes, std::size_t size, NewlineCode code)
{
    const Lanes<Unit> units;
    const std::size_t step = hn::Lanes(units) * sizeof(Unit);
    const Unit wanted = unitInMemory<Unit>(code.value, code.bigEndian);
    const auto newline = hn::Set(units, wanted);

    // Four sums, so that no addition waits for the one before.
    std::size_t sums[4] = {};
    std::size_t at = 0;
    for (; at + 4 * step <= size; at += 4 * step) {
        for (std::size_t i = 0; i < 4; ++i)
            sums[i] += hn::CountTrue(units, newlinesAt<Unit>(bytes + at + i * step, newline));
    }
    for (; at + sizeof(Unit) <= size; at += sizeof(Unit))
        sums[0] += loadUnit<Unit>(bytes + at) == wanted ? 1 : 0;
    return static_cast<std::int64_t>(sums[0] + sums[1] + sums[2] + sums[3]);
}

std::int64_t countAny(const std::uint8_t* bytes, std::size_t size, NewlineCode newline)
{
    switch (newline.unitSize) {
    case 2:
        return count<std::uint16_t>(bytes, size, newline);
    case 4:
        return count<std::uint32_t>(bytes, size, newline);
    default:
        return count<std::uint8_t>(bytes, size, newline);
    }
}

template <class Unit>
class Measurement {
public:
    Measurement(const std::uint8_t* bytes, std::size_t size, NewlineCode code, LineMeter& meter)
        : m_bytes(bytes)
        , m_size(size)
        , m_wanted(unitInMemory<Unit>(code.value, code.bigEndian))
        , m_carriageReturn(unitInMemory<Unit>('\r', code.bigEndian))
        , m_meter(meter)
    {
    }

    // A line that begins and ends inside a cell matters only as long as no line is longer than a cell. From
    // then on the first newline of a cell ends a line, the last one begins one, and nothing else is looked
    // at: without a branch, because where newlines fall is what no processor can guess. The exact look is
    // taken when a line breaks the record.
    std::int64_t run()
    {
        const auto newline = hn::Set(Lanes<Unit>(), m_wanted);
        std::int64_t count = 0;
        std::size_t at = 0;
        std::int64_t open = m_meter.open.size;
        std::int64_t threshold = sizeToLookAt();
        for (; at + cellSize <= m_size; at += cellSize) {
            const std::uint64_t bits = newlineBits<Unit>(m_bytes + at, newline);
            count += std::popcount(bits);
            const std::int64_t first = open + unitSize * std::countr_zero(bits | lastBit);
            if (first > threshold) [[unlikely]] {
                m_meter.open.size = open;
                look(bits, cell, at);
                open = m_meter.open.size;
                threshold = sizeToLookAt();
                continue;
            }
            const std::int64_t none = -static_cast<std::int64_t>(bits == 0);
            open = (none & (open + static_cast<std::int64_t>(cellSize)))
                | (~none & (unitSize * std::countl_zero(bits | 1)));
        }
        m_meter.open.size = open;
        return count + lookAtRest(at);
    }

private:
    static constexpr auto unitSize = static_cast<std::int64_t>(sizeof(Unit));
    static constexpr std::size_t cellSize = cell * sizeof(Unit);
    static constexpr std::uint64_t lastBit = std::uint64_t{1} << (cell - 1);

    // What a line must exceed to be worth an exact look: anything, as long as a line inside a cell may be the
    // longest.
    [[nodiscard]] std::int64_t sizeToLookAt() const
    {
        return m_meter.longest < static_cast<std::int64_t>(cellSize) ? -1 : m_meter.longest;
    }

    // Measures `units` code units from `at` on, bit for bit.
    void look(std::uint64_t bits, std::size_t units, std::size_t at)
    {
        std::size_t begin = 0;
        for (; bits != 0; bits &= bits - 1) {
            const auto newline = static_cast<std::size_t>(std::countr_zero(bits));
            endLine(m_meter.open.size + unitSize * static_cast<std::int64_t>(newline - begin),
                at + newline * sizeof(Unit));
            m_meter.open.size = 0;
            begin = newline + 1;
        }
        m_meter.open.size += unitSize * static_cast<std::int64_t>(units - begin);
    }

    void endLine(std::int64_t size, std::size_t newlineAt)
    {
        if (size <= m_meter.longest)
            return;
        const bool endsWithCr
            = newlineAt == 0 ? m_meter.open.endsWithCr : isCarriageReturn(newlineAt - sizeof(Unit));
        m_meter.longest = std::max(m_meter.longest, endsWithCr ? size - unitSize : size);
    }

    [[nodiscard]] bool isCarriageReturn(std::size_t at) const
    {
        return m_carriageReturn != m_wanted && loadUnit<Unit>(m_bytes + at) == m_carriageReturn;
    }

    // What is less than a cell, at the end.
    std::int64_t lookAtRest(std::size_t at)
    {
        const std::size_t units = (m_size - at) / sizeof(Unit);
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < units; ++i) {
            if (loadUnit<Unit>(m_bytes + at + i * sizeof(Unit)) == m_wanted)
                bits |= std::uint64_t{1} << i;
        }
        look(bits, units, at);
        const std::size_t end = at + units * sizeof(Unit);
        m_meter.open.size += static_cast<std::int64_t>(m_size - end);
        if (end > 0)
            m_meter.open.endsWithCr = isCarriageReturn(end - sizeof(Unit));
        return std::popcount(bits);
    }

    const std::uint8_t* const m_bytes;
    const std::size_t m_size;
    const Unit m_wanted;
    const Unit m_carriageReturn;
    LineMeter& m_meter;
};

std::int64_t measureAny(const std::uint8_t* bytes, std::size_t size, NewlineCode newline, LineMeter& meter)
{
    switch (newline.unitSize) {
    case 2:
        return Measurement<std::uint16_t>(bytes, size, newline, meter).run();
    case 4:
        return Measurement<std::uint32_t>(bytes, size, newline, meter).run();
    default:
        return Measurement<std::uint8_t>(bytes, size, newline, meter).run();
    }
}

} // namespace

extern const NewlineKernel kernel;
const NewlineKernel kernel{HWY_STR(HWY_NAMESPACE), countAny, measureAny};

} // namespace HWY_NAMESPACE
} // namespace megascope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace megascope {

// Highway would choose by itself, in its library; but that measures a clock when it is loaded, and 3 ms are a
// third of what a small program takes to start.
static std::vector<const NewlineKernel*> fittingKernels()
{
    std::vector<const NewlineKernel*> fitting;
#if HWY_TARGETS & HWY_AVX3
    if (__builtin_cpu_supports("x86-64-v4"))
        fitting.push_back(&N_AVX3::kernel);
#endif
#if HWY_TARGETS & HWY_AVX2
    if (__builtin_cpu_supports("x86-64-v3"))
        fitting.push_back(&N_AVX2::kernel);
#endif
    if (fitting.empty() || fitting.back() != &HWY_STATIC_DISPATCH(kernel))
        fitting.push_back(&HWY_STATIC_DISPATCH(kernel));
    return fitting;
}

std::span<const NewlineKernel* const> newlineKernels()
{
    static const std::vector<const NewlineKernel*> kernels = fittingKernels();
    return kernels;
}

} // namespace megascope
#endif
