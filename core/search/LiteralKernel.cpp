// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralKernel.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

// Of x86's many sets of instructions, those that differ for what is done here.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_AVX3_ZEN4 | HWY_AVX3_SPR)

// From here on this file is compiled once for each kind of processor.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/search/LiteralKernel.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace megascope {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using Octets = hn::ScalableTag<std::uint8_t>;

bool matchesAt(const std::uint8_t* bytes, const LiteralAnchors& anchors)
{
    return std::memcmp(bytes, anchors.literal.data(), anchors.literal.size()) == 0;
}

class Search {
public:
    Search(const std::uint8_t* bytes, const LiteralAnchors& anchors)
        : m_bytes(bytes)
        , m_anchors(anchors)
        , m_first(hn::Set(Octets(), anchors.literal[anchors.first]))
        , m_second(hn::Set(Octets(), anchors.literal[anchors.second]))
    {
    }

    // Lanes at which both anchors stand.
    HWY_INLINE auto candidates(std::size_t at) const
    {
        const Octets octets;
        const auto first = hn::Eq(hn::LoadU(octets, m_bytes + at + m_anchors.first), m_first);
        const auto second = hn::Eq(hn::LoadU(octets, m_bytes + at + m_anchors.second), m_second);
        return hn::And(first, second);
    }

    // The first match at an index in [at, at + lanes), or `none`.
    template <class Mask>
    HWY_INLINE std::size_t check(std::size_t at, Mask mask) const
    {
        const Octets octets;
        while (!hn::AllFalse(octets, mask)) {
            const std::size_t lane = hn::FindKnownFirstTrue(octets, mask);
            if (matchesAt(m_bytes + at + lane, m_anchors))
                return at + lane;
            mask = hn::AndNot(hn::FirstN(octets, lane + 1), mask);
        }
        return none;
    }

    std::size_t run(std::size_t size) const
    {
        const Octets octets;
        const std::size_t lanes = hn::Lanes(octets);
        std::size_t at = 0;
        for (; at + 4 * lanes <= size; at += 4 * lanes) {
            const auto a = candidates(at);
            const auto b = candidates(at + lanes);
            const auto c = candidates(at + 2 * lanes);
            const auto d = candidates(at + 3 * lanes);
            if (hn::AllFalse(octets, hn::Or(hn::Or(a, b), hn::Or(c, d)))) [[likely]]
                continue;
            std::size_t found = check(at, a);
            if (found == none)
                found = check(at + lanes, b);
            if (found == none)
                found = check(at + 2 * lanes, c);
            if (found == none)
                found = check(at + 3 * lanes, d);
            if (found != none)
                return found;
        }
        for (; at < size; ++at) {
            if (matchesAt(m_bytes + at, m_anchors))
                return at;
        }
        return size;
    }

private:
    static constexpr auto none = static_cast<std::size_t>(-1);

    const std::uint8_t* const m_bytes;
    const LiteralAnchors& m_anchors;
    const hn::Vec<Octets> m_first;
    const hn::Vec<Octets> m_second;
};

std::size_t find(const std::uint8_t* bytes, std::size_t size, const LiteralAnchors& anchors)
{
    return Search(bytes, anchors).run(size);
}

} // namespace

extern const LiteralKernel literalKernel;
const LiteralKernel literalKernel{HWY_STR(HWY_NAMESPACE), find};

} // namespace HWY_NAMESPACE
} // namespace megascope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace megascope {
namespace {

// How often a byte stands in files, roughly, from 0 (rare) on: in texts and logs, and NUL and 0xff in binaries.
int commonness(std::uint8_t byte)
{
    if (byte == ' ' || byte == 0)
        return 10;
    if (std::strchr("etaoinsrlcd", byte) != nullptr)
        return 9;
    if (byte >= '0' && byte <= '9')
        return byte <= '2' ? 9 : 8;
    if (byte >= 'a' && byte <= 'z')
        return std::strchr("jqxzkv", byte) != nullptr ? 4 : 7;
    if (byte == '\n' || byte == '.' || byte == ',' || byte == ':' || byte == '/' || byte == '-' || byte == '_')
        return 8;
    if (byte == 0xff || byte == '=' || byte == '"' || byte == '[' || byte == ']')
        return 6;
    if (byte >= 'A' && byte <= 'Z')
        return std::strchr("JQXZKV", byte) != nullptr ? 2 : 5;
    return byte < 0x80 ? 3 : 4;
}

// Highway would choose by itself, in its library; see NewlineKernel.cpp.
std::vector<const LiteralKernel*> fittingLiteralKernels()
{
    std::vector<const LiteralKernel*> fitting;
#if HWY_TARGETS & HWY_AVX3
    if (__builtin_cpu_supports("x86-64-v4"))
        fitting.push_back(&N_AVX3::literalKernel);
#endif
#if HWY_TARGETS & HWY_AVX2
    if (__builtin_cpu_supports("x86-64-v3"))
        fitting.push_back(&N_AVX2::literalKernel);
#endif
    if (fitting.empty() || fitting.back() != &HWY_STATIC_DISPATCH(literalKernel))
        fitting.push_back(&HWY_STATIC_DISPATCH(literalKernel));
    return fitting;
}

} // namespace

LiteralAnchors chooseAnchors(std::span<const std::uint8_t> literal)
{
    LiteralAnchors anchors{.literal = literal};
    const auto rarer
        = [&](std::size_t a, std::size_t b) { return commonness(literal[a]) < commonness(literal[b]); };
    for (std::size_t i = 1; i < literal.size(); ++i) {
        if (rarer(i, anchors.first))
            anchors.first = i;
    }
    anchors.second = anchors.first == 0 ? literal.size() - 1 : 0;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (i != anchors.first && rarer(i, anchors.second))
            anchors.second = i;
    }
    return anchors;
}

std::span<const LiteralKernel* const> literalKernels()
{
    static const std::vector<const LiteralKernel*> kernels = fittingLiteralKernels();
    return kernels;
}

} // namespace megascope
#endif
