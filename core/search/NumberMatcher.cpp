// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/NumberMatcher.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cmath>

namespace megascope {
namespace {

// Between two looks at the stop token.
constexpr std::size_t numberStride = 1 << 20;

std::string literalOf(const WantedNumber& number)
{
    std::string bytes;
    for (std::size_t i = 0; i < number.form.size; ++i) {
        const std::size_t place = number.form.isBigEndian ? number.form.size - 1 - i : i;
        bytes += static_cast<char>(number.bits >> (place * 8) & 0xff);
    }
    return bytes;
}

// Of a value that is not negative.
unsigned topByteOf(double value, std::size_t size)
{
    return size == 8 ? static_cast<unsigned>(std::bit_cast<std::uint64_t>(value) >> 56)
                     : std::bit_cast<std::uint32_t>(static_cast<float>(value)) >> 24;
}

// Which top bytes values between these have. Rounding to a float leaves no value of the form out, because it
// keeps order.
std::bitset<256> topBytes(const WantedNumber& number)
{
    constexpr unsigned sign = 0x80;
    std::bitset<256> values;
    const auto add = [&](double least, double most, unsigned more) {
        for (unsigned top = topByteOf(least, number.form.size); top <= topByteOf(most, number.form.size);
            ++top)
            values.set(top | more);
    };
    if (number.most >= 0)
        add(std::max(number.least, 0.0), std::fabs(number.most), 0);
    if (number.least <= 0)
        add(std::max(-number.most, 0.0), std::fabs(number.least), sign);
    return values;
}

} // namespace

class NumberMatcher::Finder final : public MatchFinder {
public:
    explicit Finder(const NumberMatcher& matcher)
        : m_matcher(matcher)
    {
    }

    std::expected<void, SearchTrouble> find(
        const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found) override
    {
        std::size_t at = text.from;
        while (at < text.until) {
            if (stop.stop_requested())
                return std::unexpected(SearchTrouble{});
            const std::size_t partEnd = text.until - at > numberStride ? at + numberStride : text.until;
            while (at < partEnd) {
                at = m_matcher.candidate(text.bytes, at, partEnd);
                if (at == partEnd)
                    break;
                const std::size_t size = m_matcher.sizeAt(text, at);
                if (size > 0)
                    found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size)});
                at += std::max<std::size_t>(size, 1);
            }
        }
        return {};
    }

private:
    const NumberMatcher& m_matcher;
};

NumberMatcher::NumberMatcher(NumberPattern pattern)
    : m_pattern(std::move(pattern))
{
    std::vector<std::string> literals;
    for (const WantedNumber& number : m_pattern.numbers) {
        if (number.form.kind == NumberForm::Kind::Float)
            addTop(number);
        else if (const std::string literal = literalOf(number); !std::ranges::contains(literals, literal))
            literals.push_back(literal);
    }
    if (!literals.empty())
        m_integers.emplace(std::move(literals), false);
}

std::unique_ptr<MatchFinder> NumberMatcher::makeFinder() const
{
    return std::make_unique<Finder>(*this);
}

void NumberMatcher::addTop(const WantedNumber& number)
{
    const std::size_t index = number.form.isBigEndian ? 0 : number.form.size - 1;
    const auto place = std::ranges::find_if(
        m_places, [&](const TopPlace& one) { return one.bit == 0 || one.index == index; });
    *place = {.index = index, .bit = static_cast<std::uint8_t>(1 << (place - m_places.begin()))};
    const std::bitset<256> values = topBytes(number);
    for (std::size_t value = 0; value < values.size(); ++value)
        m_tops[value] |= values[value] ? place->bit : 0;
}

// The first index at which a number may begin; `until` when there is none.
std::size_t NumberMatcher::candidate(
    std::span<const std::byte> bytes, std::size_t from, std::size_t until) const
{
    if (m_integers)
        return m_integers->find(bytes, from, until);
    const auto [first, second, third] = m_places;
    const auto mayBe = [&](std::size_t at, const TopPlace& place) {
        return m_tops[std::to_integer<std::size_t>(bytes[at + place.index])] & place.bit;
    };
    std::size_t at = from;
    const std::size_t reach = std::min(reachAhead(), bytes.size());
    for (const std::size_t end = std::min(until, bytes.size() - reach); at < end; ++at) {
        if ((mayBe(at, first) | mayBe(at, second) | mayBe(at, third)) != 0)
            return at;
    }
    return at; // what is so near to the end is looked at in full
}

// 0: none is there.
std::size_t NumberMatcher::sizeAt(const SearchText& text, std::size_t at) const
{
    const std::int64_t place = text.offset.value() + static_cast<std::int64_t>(at);
    for (const WantedNumber& number : m_pattern.numbers) {
        const std::size_t size = number.form.size;
        const bool isPlaced = !m_pattern.isAligned || place % static_cast<std::int64_t>(size) == 0;
        if (isPlaced && size <= text.bytes.size() - at && number.isAt(text.bytes.data() + at))
            return size;
    }
    return 0;
}

} // namespace megascope
