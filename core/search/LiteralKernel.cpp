// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralKernel.h"

#include <algorithm>

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
using Vector = hn::Vec<Octets>;

constexpr auto none = static_cast<std::size_t>(-1);
constexpr std::uint8_t allBuckets = 0xff;

// Lanes whose byte and byte behind stand as the two anchors do.
class ByAnchors {
public:
    explicit ByAnchors(const LiteralSet& literals)
        : m_firstIndex(literals.anchors()[0].index)
        , m_secondIndex(literals.anchors()[1].index)
        , m_first(hn::Set(Octets(), literals.anchors()[0].value))
        , m_firstMask(hn::Set(Octets(), literals.anchors()[0].mask))
        , m_second(hn::Set(Octets(), literals.anchors()[1].value))
        , m_secondMask(hn::Set(Octets(), literals.anchors()[1].mask))
    {
    }

    // How far behind an index a look at it reads, besides its lanes.
    [[nodiscard]] std::size_t reads() const { return std::max(m_firstIndex, m_secondIndex); }

    HWY_INLINE Vector look(const std::uint8_t* bytes) const
    {
        const Octets octets;
        const Vector first = hn::And(hn::LoadU(octets, bytes + m_firstIndex), m_firstMask);
        const Vector second = hn::And(hn::LoadU(octets, bytes + m_secondIndex), m_secondMask);
        return hn::VecFromMask(octets, hn::And(hn::Eq(first, m_first), hn::Eq(second, m_second)));
    }

private:
    const std::size_t m_firstIndex;
    const std::size_t m_secondIndex;
    const Vector m_first;
    const Vector m_firstMask;
    const Vector m_second;
    const Vector m_secondMask;
};

// Lanes hold the buckets that may begin there.
template <std::size_t places>
class ByFingerprint {
public:
    explicit ByFingerprint(const LiteralSet& literals)
    {
        for (std::size_t place = 0; place < places; ++place) {
            m_low[place] = literals.fingerprint().low[place].data();
            m_high[place] = literals.fingerprint().high[place].data();
        }
    }

    [[nodiscard]] std::size_t reads() const { return places - 1; }

    HWY_INLINE Vector look(const std::uint8_t* bytes) const
    {
        Vector buckets = at<0>(bytes);
        if constexpr (places > 1)
            buckets = hn::And(buckets, at<1>(bytes));
        if constexpr (places > 2)
            buckets = hn::And(buckets, at<2>(bytes));
        return buckets;
    }

private:
    template <std::size_t place>
    HWY_INLINE Vector at(const std::uint8_t* bytes) const
    {
        const Octets octets;
        const Vector here = hn::LoadU(octets, bytes + place);
        const Vector low = hn::And(here, hn::Set(octets, 15));
        const Vector high = hn::ShiftRight<4>(here);
        return hn::And(hn::TableLookupBytes(hn::LoadDup128(octets, m_low[place]), low),
            hn::TableLookupBytes(hn::LoadDup128(octets, m_high[place]), high));
    }

    const std::uint8_t* m_low[places] = {};
    const std::uint8_t* m_high[places] = {};
};

// Looks at four vectors of places together, as long as there are as many; what Look finds in them is checked
// byte for byte.
template <class Look>
class Search {
public:
    Search(const std::uint8_t* bytes, std::size_t size, const LiteralSet& literals)
        : m_bytes(bytes)
        , m_size(size)
        , m_literals(literals)
        , m_look(literals)
    {
    }

    std::size_t run(std::size_t until) const
    {
        const Octets octets;
        const std::size_t lanes = hn::Lanes(octets);
        const std::size_t readable = m_size > m_look.reads() ? m_size - m_look.reads() : 0;
        const std::size_t end = std::min(until, readable);
        std::size_t at = 0;
        for (; at + 4 * lanes <= end; at += 4 * lanes) {
            const Vector a = m_look.look(m_bytes + at);
            const Vector b = m_look.look(m_bytes + at + lanes);
            const Vector c = m_look.look(m_bytes + at + 2 * lanes);
            const Vector d = m_look.look(m_bytes + at + 3 * lanes);
            if (isZero(hn::Or(hn::Or(a, b), hn::Or(c, d)))) [[likely]]
                continue;
            const Vector parts[] = {a, b, c, d};
            for (std::size_t i = 0; i < 4; ++i) {
                if (const std::size_t found = check(at + i * lanes, parts[i]); found != none)
                    return found;
            }
        }
        for (; at < until && at + lanes <= readable; at += lanes) {
            if (const std::size_t found = check(at, m_look.look(m_bytes + at)); found != none)
                return std::min(found, until);
        }
        for (; at < until; ++at) {
            if (m_literals.beginsAt(m_bytes + at, m_size - at, allBuckets))
                return at;
        }
        return until;
    }

private:
    static HWY_INLINE bool isZero(Vector vector)
    {
        const Octets octets;
        return hn::AllTrue(octets, hn::Eq(vector, hn::Zero(octets)));
    }

    HWY_INLINE std::size_t check(std::size_t at, Vector buckets) const
    {
        const Octets octets;
        if (isZero(buckets))
            return none;
        HWY_ALIGN std::uint8_t lanes[hn::MaxLanes(octets)];
        hn::Store(buckets, octets, lanes);
        auto candidates = hn::Ne(buckets, hn::Zero(octets));
        while (!hn::AllFalse(octets, candidates)) {
            const std::size_t lane = hn::FindKnownFirstTrue(octets, candidates);
            if (m_literals.beginsAt(m_bytes + at + lane, m_size - at - lane, lanes[lane]))
                return at + lane;
            candidates = hn::AndNot(hn::FirstN(octets, lane + 1), candidates);
        }
        return none;
    }

    const std::uint8_t* const m_bytes;
    const std::size_t m_size;
    const LiteralSet& m_literals;
    const Look m_look;
};

std::size_t findOne(
    const std::uint8_t* bytes, std::size_t until, std::size_t size, const LiteralSet& literals)
{
    return Search<ByAnchors>(bytes, size, literals).run(until);
}

std::size_t findAny(
    const std::uint8_t* bytes, std::size_t until, std::size_t size, const LiteralSet& literals)
{
    switch (literals.fingerprint().places) {
    case 1:
        return Search<ByFingerprint<1>>(bytes, size, literals).run(until);
    case 2:
        return Search<ByFingerprint<2>>(bytes, size, literals).run(until);
    default:
        return Search<ByFingerprint<3>>(bytes, size, literals).run(until);
    }
}

} // namespace

extern const LiteralKernel literalKernel;
const LiteralKernel literalKernel{HWY_STR(HWY_NAMESPACE), findOne, findAny};

} // namespace HWY_NAMESPACE
} // namespace megascope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace megascope {

// Highway would choose by itself, in its library; see NewlineKernel.cpp.
static std::vector<const LiteralKernel*> fittingLiteralKernels()
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

std::span<const LiteralKernel* const> literalKernels()
{
    static const std::vector<const LiteralKernel*> kernels = fittingLiteralKernels();
    return kernels;
}

} // namespace megascope
#endif
