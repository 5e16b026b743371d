// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TextSample.h"

#include <algorithm>
#include <optional>
#include <span>

namespace megascope {

namespace {

constexpr ByteCount headSize = kibibytes(64);
constexpr ByteCount placeSize = kibibytes(16);
constexpr std::int64_t places = 8;
constexpr ByteCount unit(4);
// A file that alternates data and holes in small blocks is not worth more looks than that.
constexpr int headExtents = 8;

class Sampler {
public:
    explicit Sampler(const Snapshot& snapshot)
        : m_snapshot(snapshot)
    {
    }

    // Takes up to `size` bytes of the run of data at or behind `place`, and returns how many; 0 when there is
    // none.
    ByteCount take(ByteOffset place, ByteCount size)
    {
        const std::optional<ByteRange> data = dataFrom(std::max(place, m_taken));
        if (!data)
            return ByteCount(0);
        const ByteRange range(data->begin(), std::min(data->count(), size));
        read(range);
        m_taken = range.end();
        return range.count();
    }

    // Takes up to `size` bytes of data from where the last ones ended, over holes.
    void takeNext(ByteCount size)
    {
        for (int i = 0; i < headExtents && size > ByteCount(0); ++i)
            size -= take(m_taken, size);
    }

    [[nodiscard]] std::vector<TextSample> samples() && { return std::move(m_samples); }

private:
    [[nodiscard]] std::optional<ByteRange> dataFrom(ByteOffset place) const
    {
        while (place < m_snapshot.end()) {
            const Extent extent = m_snapshot.extentAt(place);
            if (extent.kind == Extent::Kind::Data)
                return extent.range;
            // A file that is cut short meanwhile may have nothing there any more.
            if (extent.range.end() <= place)
                return std::nullopt;
            place = extent.range.end();
        }
        return std::nullopt;
    }

    void read(const ByteRange& range)
    {
        std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
        const Gaps gaps = m_snapshot.read(range.begin(), bytes);
        ByteOffset begin = range.begin();
        for (const Gap& gap : gaps) {
            add(range.begin(), bytes, {begin, std::max(begin, gap.range.begin())});
            begin = std::max(begin, gap.range.end());
        }
        add(range.begin(), bytes, {begin, std::max(begin, range.end())});
    }

    // Adds the part `part` of `bytes`, which lie at `offset`.
    void add(ByteOffset offset, std::span<const std::byte> bytes, const ByteRange& part)
    {
        const ByteCount past = part.begin() - alignedDown(part.begin(), unit);
        const ByteCount skipped = past == ByteCount(0) ? past : unit - past;
        if (part.count() <= skipped)
            return;
        const ByteOffset begin = part.begin() + skipped;
        const auto taken = bytes.subspan(static_cast<std::size_t>((begin - offset).value()),
            static_cast<std::size_t>((part.end() - begin).value()));
        m_samples.push_back({begin, {taken.begin(), taken.end()}, part.end() == m_snapshot.end()});
    }

    const Snapshot& m_snapshot;
    std::vector<TextSample> m_samples;
    ByteOffset m_taken; // nothing before it is to be taken again
};

} // namespace

std::vector<TextSample> takeTextSamples(const Snapshot& snapshot)
{
    Sampler sampler(snapshot);
    const ByteCount whole = headSize + placeSize * places;
    if (snapshot.size() <= whole) {
        sampler.takeNext(whole);
        return std::move(sampler).samples();
    }
    sampler.takeNext(headSize);
    const ByteCount step = (snapshot.size() - headSize - placeSize) / places;
    for (std::int64_t i = 1; i <= places; ++i)
        sampler.take(alignedDown(ByteOffset(0) + headSize + step * i, unit), placeSize);
    return std::move(sampler).samples();
}

} // namespace megascope
