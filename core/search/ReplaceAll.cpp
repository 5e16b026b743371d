// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/ReplaceAll.h"

#include <algorithm>

namespace megascope {
namespace {

// What is put at once.
constexpr std::size_t putSize = 1 << 20;
// What is read at once around matches.
constexpr ByteCount windowSize = mebibytes(2);
// Bytes between two matches up to which they are put along: a piece for them would take some 50 bytes of
// memory. Where pieces get many, more are put along, so that memory stays bounded.
constexpr ByteCount closeAtFirst(256);
constexpr std::int64_t piecesPerDoubling = 500'000;
// Where places are afterwards is remembered around so many matches, and behind them in such steps.
constexpr std::int64_t exactPlaces = 1000;
constexpr ByteCount placeStep = mebibytes(1);

class Replacing {
public:
    Replacing(const ReplaceOrder& order, Substitution& substitution, ContentSink& sink)
        : m_order(order)
        , m_substitution(substitution)
        , m_sink(sink)
        , m_behind(static_cast<std::int64_t>(substitution.reachBehind()))
        , m_ahead(static_cast<std::int64_t>(substitution.reachAhead()))
    {
        m_replaced.places.add(ByteOffset(0), ByteOffset(0));
    }

    // False when it has enough, or an error.
    bool take(std::span<const ByteRange> matches)
    {
        for (const ByteRange& match : matches) {
            if (m_replaced.count == m_order.most)
                return false;
            if (std::ranges::binary_search(m_order.leftOut, match.begin()))
                continue;
            tellPlaces(match.begin());
            if (m_replaced.count < exactPlaces)
                tellKept(match.begin());
            const ByteOffset begin = match.begin() + m_grown;
            if (m_result = replace(match); !m_result)
                return false;
            tellPlaces(match.end() - ByteCount(1), begin);
            noteChange(match);
        }
        return m_replaced.count != m_order.most;
    }

    Result<Replaced> finish(SearchEnd end)
    {
        m_replaced.end = std::move(end);
        if (m_result)
            m_result = flush();
        const ByteRange rest(m_at, m_order.snapshot.end());
        if (m_result && !rest.empty())
            m_result = m_sink.keep(rest);
        if (!m_result)
            return std::unexpected(m_result.error());
        m_replaced.places.add(m_at, m_at + m_grown);
        tellPlaces(m_order.snapshot.end());
        m_replaced.places.addKept(m_order.snapshot.end(), m_order.snapshot.end() + m_grown);
        m_replaced.size = m_order.snapshot.size() + m_grown;
        return std::move(m_replaced);
    }

private:
    // The places that were asked for, up to and including `last`; they are at `at`, or where they moved.
    void tellPlaces(ByteOffset last, std::optional<ByteOffset> at = std::nullopt)
    {
        for (; m_toldPlaces < m_order.places.size() && m_order.places[m_toldPlaces] <= last; ++m_toldPlaces) {
            const ByteOffset place = m_order.places[m_toldPlaces];
            if (at)
                m_replaced.places.add(place, *at);
            else
                tellKept(place);
        }
    }

    // What lies between the last match and `place` is kept.
    void tellKept(ByteOffset place)
    {
        if (m_replaced.count <= exactPlaces)
            m_replaced.places.addKept(place, place + m_grown);
        else
            m_replaced.places.add(place, place + m_grown);
    }

    // Call it behind a match.
    void noteChange(const ByteRange& match)
    {
        const ByteOffset first = m_replaced.count == 0 ? match.begin() : m_replaced.changed.begin();
        m_replaced.changed = ByteRange(first, match.end());
        if (++m_replaced.count > exactPlaces && match.end() - m_lastPlace < placeStep)
            return;
        m_lastPlace = match.end();
        m_replaced.places.add(m_lastPlace, m_lastPlace + m_grown);
    }

    Result<void> replace(const ByteRange& match)
    {
        const ByteRange between(m_at, match.begin());
        const bool isClose = m_replaced.count > 0 && between.count() <= m_close;
        Result<void> done = isClose ? copy(between) : flush();
        if (done && !isClose && !between.empty())
            done = m_sink.keep(between);
        const std::size_t before = m_made.size();
        if (done)
            done = substitute(match);
        m_grown = m_grown + ByteCount(static_cast<std::int64_t>(m_made.size() - before)) - match.count();
        m_at = match.end();
        if (done && m_made.size() >= putSize)
            done = flush();
        return done;
    }

    Result<void> substitute(const ByteRange& match)
    {
        const ByteCount before = std::min(m_behind, match.begin() - m_order.request.textBegin);
        const ByteRange around(match.begin() - before,
            match.count() + before + std::min(m_ahead, m_order.snapshot.end() - match.end()));
        if (const Result<void> read = show(around); !read)
            return read;
        const ByteRange shown(m_windowBegin, ByteCount(std::ssize(m_window)));
        const std::size_t from = sizeOf(around.begin() - shown.begin());
        const SearchText text{
            .bytes = std::span(m_window).subspan(from),
            .offset = around.begin(),
            .endsText = shown.end() == m_order.snapshot.end(),
        };
        return m_substitution.append(text,
            {static_cast<std::uint32_t>(before.value()), static_cast<std::uint32_t>(match.count().value())},
            m_made);
    }

    Result<void> copy(const ByteRange& range)
    {
        if (range.empty())
            return {};
        if (const Result<void> read = show(range); !read)
            return read;
        const auto begin = m_window.begin() + (range.begin() - m_windowBegin).value();
        m_made.insert(m_made.end(), begin, begin + range.count().value());
        return {};
    }

    // Makes a range lie in m_window.
    Result<void> show(const ByteRange& range)
    {
        const ByteRange shown(m_windowBegin, ByteCount(std::ssize(m_window)));
        if (range.begin() >= shown.begin() && range.end() <= shown.end())
            return {};
        m_windowBegin = range.begin();
        m_window.resize(
            sizeOf(std::min(std::max(windowSize, range.count()), m_order.snapshot.end() - range.begin())));
        const Gaps gaps = m_order.snapshot.read(m_windowBegin, m_window);
        if (gaps.empty())
            return {};
        m_window.clear();
        return std::unexpected(errorOf(gaps.front(), {}));
    }

    Result<void> flush()
    {
        if (m_made.empty())
            return {};
        const Result<void> put = m_sink.put(m_made);
        m_made.clear();
        if (++m_puts % piecesPerDoubling == 0)
            m_close = m_close * 2;
        return put;
    }

    const ReplaceOrder& m_order;
    Substitution& m_substitution;
    ContentSink& m_sink;
    const ByteCount m_behind;
    const ByteCount m_ahead;

    ByteOffset m_at; // in the snapshot; all before is done
    std::vector<std::byte> m_made; // what comes next, up to m_at
    ByteCount m_close = closeAtFirst;
    std::int64_t m_puts = 0;
    std::vector<std::byte> m_window; // of the snapshot
    ByteOffset m_windowBegin;
    ByteCount m_grown; // of what is done; may be negative
    std::size_t m_toldPlaces = 0;
    ByteOffset m_lastPlace;
    Replaced m_replaced;
    Result<void> m_result;
};

} // namespace

Result<Replaced> replaceAll(const ReplaceOrder& order, Substitution& substitution, ContentSink& sink,
    unsigned threads, Progress& progress, std::stop_token stop)
{
    Replacing replacing(order, substitution, sink);
    SearchEnd end = search(order.snapshot, *order.matcher, order.request, threads, progress, std::move(stop),
        [&replacing](std::span<const ByteRange> matches) { return replacing.take(matches); });
    return replacing.finish(std::move(end));
}

} // namespace megascope
