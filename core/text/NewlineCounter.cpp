// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineCounter.h"

#include "core/text/NewlineKernel.h"

namespace megascope {
namespace {

const std::uint8_t* octets(std::span<const std::byte> bytes)
{
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

} // namespace

std::int64_t countNewlines(std::span<const std::byte> bytes, NewlineCode newline)
{
    return newlineKernels().front()->count(octets(bytes), bytes.size(), newline);
}

std::int64_t measureLines(std::span<const std::byte> bytes, NewlineCode newline, LineMeter& meter)
{
    return newlineKernels().front()->measure(octets(bytes), bytes.size(), newline, meter);
}

std::optional<std::size_t> newlineEnd(std::span<const std::byte> bytes, NewlineCode newline, std::int64_t nth)
{
    // Halves what may hold it until one code unit is left: no byte is counted more often than twice.
    const std::size_t unit = newline.unitSize;
    std::size_t begin = 0;
    std::size_t size = bytes.size() / unit * unit;
    while (size > unit) {
        const std::size_t half = size / 2 / unit * unit;
        const std::int64_t inHalf = countNewlines(bytes.subspan(begin, half), newline);
        if (nth <= inHalf) {
            size = half;
        } else {
            nth -= inHalf;
            begin += half;
            size -= half;
        }
    }
    if (nth != 1 || countNewlines(bytes.subspan(begin, size), newline) != 1)
        return std::nullopt;
    return begin + size;
}

} // namespace megascope
