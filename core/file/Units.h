// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>

namespace megascope {

// Positions and amounts of bytes, lines and rows are types of their own, 64 bits wide on every machine.
// Mixing them does not compile, and arithmetic that would overflow stops the program: such a sum is a bug of
// ours. Numbers that come from outside go through checkedAdd first.

namespace detail {

[[nodiscard]] constexpr std::int64_t sum(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_add_overflow(a, b, &result))
        std::abort();
    return result;
}

[[nodiscard]] constexpr std::int64_t difference(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_sub_overflow(a, b, &result))
        std::abort();
    return result;
}

[[nodiscard]] constexpr std::int64_t product(std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (__builtin_mul_overflow(a, b, &result))
        std::abort();
    return result;
}

} // namespace detail

// How many of a thing.
template <class Tag>
class Amount {
public:
    constexpr Amount() = default;
    constexpr explicit Amount(std::int64_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::int64_t value() const { return m_value; }
    [[nodiscard]] static constexpr Amount max() { return Amount(std::numeric_limits<std::int64_t>::max()); }

    friend constexpr auto operator<=>(Amount, Amount) = default;
    friend constexpr Amount operator+(Amount a, Amount b)
    {
        return Amount(detail::sum(a.m_value, b.m_value));
    }
    friend constexpr Amount operator-(Amount a, Amount b)
    {
        return Amount(detail::difference(a.m_value, b.m_value));
    }
    friend constexpr Amount operator*(Amount a, std::int64_t n)
    {
        return Amount(detail::product(a.m_value, n));
    }
    friend constexpr Amount operator/(Amount a, std::int64_t n) { return Amount(a.m_value / n); }
    friend constexpr std::int64_t operator/(Amount a, Amount b) { return a.m_value / b.m_value; }
    friend constexpr Amount operator%(Amount a, Amount b) { return Amount(a.m_value % b.m_value); }
    constexpr Amount& operator+=(Amount b) { return *this = *this + b; }
    constexpr Amount& operator-=(Amount b) { return *this = *this - b; }

private:
    std::int64_t m_value = 0;
};

// The place of a thing, counted from 0.
template <class Tag>
class Position {
public:
    constexpr Position() = default;
    constexpr explicit Position(std::int64_t value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr std::int64_t value() const { return m_value; }
    [[nodiscard]] static constexpr Position max()
    {
        return Position(std::numeric_limits<std::int64_t>::max());
    }

    friend constexpr auto operator<=>(Position, Position) = default;
    friend constexpr Position operator+(Position p, Amount<Tag> n)
    {
        return Position(detail::sum(p.m_value, n.value()));
    }
    friend constexpr Position operator-(Position p, Amount<Tag> n)
    {
        return Position(detail::difference(p.m_value, n.value()));
    }
    friend constexpr Amount<Tag> operator-(Position a, Position b)
    {
        return Amount<Tag>(detail::difference(a.m_value, b.m_value));
    }
    constexpr Position& operator+=(Amount<Tag> n) { return *this = *this + n; }
    constexpr Position& operator-=(Amount<Tag> n) { return *this = *this - n; }

    // The sum, or nothing when it does not fit 63 bits: for numbers that a person or a file gave.
    [[nodiscard]] constexpr std::optional<Position> checkedAdd(Amount<Tag> n) const
    {
        std::int64_t result = 0;
        if (__builtin_add_overflow(m_value, n.value(), &result))
            return std::nullopt;
        return Position(result);
    }

private:
    std::int64_t m_value = 0;
};

using ByteCount = Amount<struct ByteTag>;
using ByteOffset = Position<struct ByteTag>;
// Lines of the file. LineNumber counts from 0; people are shown value() + 1.
using LineCount = Amount<struct LineTag>;
using LineNumber = Position<struct LineTag>;
// Rows of the screen. A line makes one row or many.
using RowCount = Amount<struct RowTag>;
using RowNumber = Position<struct RowTag>;

[[nodiscard]] constexpr ByteCount kibibytes(std::int64_t n)
{
    return ByteCount(n) * 1024;
}

[[nodiscard]] constexpr ByteCount mebibytes(std::int64_t n)
{
    return ByteCount(n) * (1024 * 1024);
}

// The size of memory for so many bytes. REQUIRES: they fit an address space.
[[nodiscard]] constexpr std::size_t sizeOf(ByteCount count)
{
    return static_cast<std::size_t>(count.value());
}

// The bytes of memory of that size.
[[nodiscard]] constexpr ByteCount countOf(std::size_t size)
{
    return ByteCount(static_cast<std::int64_t>(size));
}

// The largest multiple of step that is not above offset. REQUIRES: step > 0.
[[nodiscard]] constexpr ByteOffset alignedDown(ByteOffset offset, ByteCount step)
{
    return ByteOffset(offset.value() - offset.value() % step.value());
}

// The offset less `count`, but not before `least`. REQUIRES: least <= offset.
[[nodiscard]] constexpr ByteOffset backBy(ByteOffset offset, ByteCount count, ByteOffset least)
{
    return offset - least > count ? offset - count : least;
}

// The offset and `count`, but not behind `most`. REQUIRES: offset <= most.
[[nodiscard]] constexpr ByteOffset forthBy(ByteOffset offset, ByteCount count, ByteOffset most)
{
    return most - offset > count ? offset + count : most;
}

} // namespace megascope
