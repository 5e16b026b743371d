// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralSet.h"

#include "core/search/LiteralKernel.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace megascope {
namespace {

constexpr std::size_t buckets = 8;

bool isLetter(std::uint8_t byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

} // namespace

int commonness(std::uint8_t byte)
{
    if (byte == ' ' || byte == 0)
        return 10;
    if (std::strchr("etaoinsrlcd", byte) != nullptr || (byte >= '0' && byte <= '2'))
        return 9;
    if (byte >= 'a' && byte <= 'z')
        return std::strchr("jqxzkv", byte) != nullptr ? 4 : 7;
    if (std::strchr("3456789\n.,:/-_", byte) != nullptr)
        return 8;
    if (byte == 0xff || std::strchr("=\"[]", byte) != nullptr)
        return 6;
    if (byte >= 'A' && byte <= 'Z')
        return std::strchr("JQXZKV", byte) != nullptr ? 2 : 5;
    return byte < 0x80 ? 3 : 4;
}

LiteralSet::LiteralSet(std::vector<std::string> literals, bool foldCase)
    : m_literals(std::move(literals))
    , m_foldCase(foldCase)
    , m_kernel(literalKernels().front())
{
    assert(!m_literals.empty());
    for (std::string& literal : m_literals) {
        m_longest = std::max(m_longest, literal.size());
        if (foldCase)
            std::ranges::transform(literal, literal.begin(), lower);
    }
    if (m_literals.size() == 1)
        chooseAnchors();
    else
        makeFingerprint();
}

std::size_t LiteralSet::find(std::span<const std::byte> bytes, std::size_t from, std::size_t until) const
{
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto work = m_fingerprint.places == 0 ? m_kernel->findOne : m_kernel->findAny;
    return from + work(begin + from, until - from, bytes.size() - from, *this);
}

void LiteralSet::chooseAnchors()
{
    const std::string& literal = m_literals.front();
    const auto rarity = [&](std::size_t i) { return -commonness(static_cast<std::uint8_t>(literal[i])); };
    std::size_t first = 0;
    for (std::size_t i = 1; i < literal.size(); ++i) {
        if (rarity(i) > rarity(first))
            first = i;
    }
    std::size_t second = first == 0 ? literal.size() - 1 : 0;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (i != first && rarity(i) > rarity(second))
            second = i;
    }
    const auto anchor = [&](std::size_t i) {
        const auto byte = static_cast<std::uint8_t>(literal[i]);
        const std::uint8_t mask = m_foldCase && isLetter(byte) ? 0xdf : 0xff;
        return Anchor{.index = i, .value = static_cast<std::uint8_t>(byte & mask), .mask = mask};
    };
    m_anchors = {anchor(first), anchor(second)};
}

void LiteralSet::makeFingerprint()
{
    m_fingerprint.places = std::min(mostPlaces, std::ranges::min(m_literals, {}, &std::string::size).size());
    const auto add = [&](std::size_t place, std::uint8_t byte, std::uint8_t bit) {
        m_fingerprint.low[place][byte & 15] |= bit;
        m_fingerprint.high[place][byte >> 4] |= bit;
    };
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        const auto bit = static_cast<std::uint8_t>(1U << (i % buckets));
        for (std::size_t place = 0; place < m_fingerprint.places; ++place) {
            const auto byte = static_cast<std::uint8_t>(m_literals[i][place]);
            add(place, byte, bit);
            if (m_foldCase && isLetter(byte))
                add(place, byte & 0xdf, bit);
        }
    }
}

bool LiteralSet::beginsAt(const std::uint8_t* bytes, std::size_t size, std::uint8_t inBuckets) const
{
    for (std::size_t i = 0; i < m_literals.size(); ++i) {
        const bool isAsked = (inBuckets >> (i % buckets) & 1) != 0;
        if (isAsked && m_literals[i].size() <= size && isHere(m_literals[i], bytes))
            return true;
    }
    return false;
}

bool LiteralSet::isHere(const std::string& literal, const std::uint8_t* bytes) const
{
    if (!m_foldCase)
        return std::memcmp(bytes, literal.data(), literal.size()) == 0;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (lower(static_cast<char>(bytes[i])) != literal[i])
            return false;
    }
    return true;
}

} // namespace megascope
