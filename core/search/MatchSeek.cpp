// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchSeek.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace megascope {
namespace {

// The first steps, done by the caller's thread alone.
constexpr std::array smallSteps{kibibytes(64), kibibytes(512), mebibytes(4)};
// The next one. Each is twice as long as the one before.
constexpr ByteCount largeStep = mebibytes(64);

// One call of seekForward() or seekBackward().
class Seeking {
public:
    Seeking(const Snapshot& snapshot, const Matcher& matcher, const SeekRequest& request, unsigned threads,
        Progress& progress, const std::stop_token& stop)
        : m_snapshot(snapshot)
        , m_matcher(matcher)
        , m_request(request)
        , m_threads(threads)
        , m_progress(progress)
        , m_stop(stop)
        , m_overlap(static_cast<std::int64_t>(std::max(matcher.reachAhead(), matcher.reachBehind())))
        , m_finder(matcher.makeFinder())
    {
    }

    SeekEnd first()
    {
        ByteOffset at = m_request.begins.begin();
        for (const ByteCount step : smallSteps) {
            const ByteRange part(at, forthBy(at, step, m_request.begins.end()));
            const SeekEnd end = walk(part, [](const auto& found) { return found.front(); });
            if (end.match) // all before a trouble are there
                return {.match = end.match->end() > m_request.limit ? std::nullopt : end.match,
                    .kind = {},
                    .at = {}};
            if (end.kind != SearchEnd::Kind::Done)
                return end;
            at = part.end();
        }
        if (at == m_request.begins.end())
            return {};
        SeekEnd result;
        const SearchEnd end = searchAll({at, m_request.limit}, [&](std::span<const ByteRange> found) {
            if (found.front().begin() < m_request.begins.end())
                result.match = found.front();
            return false;
        });
        return finished(result, end);
    }

    SeekEnd last()
    {
        ByteOffset end = m_request.begins.end();
        for (const ByteCount step : smallSteps) {
            const ByteRange part(backBy(end, step, m_request.begins.begin()), end);
            const SeekEnd found = walk(widened(part), [&](const auto& all) { return lastIn(part, all); });
            if (found.kind != SearchEnd::Kind::Done)
                return {.match = {}, .kind = found.kind, .at = found.at};
            if (found.match)
                return found;
            end = part.begin();
        }
        for (ByteCount step = largeStep; end > m_request.begins.begin(); step += step) {
            const ByteRange part(backBy(end, step, m_request.begins.begin()), end);
            SeekEnd result;
            const ByteRange searched(widened(part).begin(), forthBy(part.end(), m_overlap, m_request.limit));
            const SearchEnd ended = searchAll(searched, [&](std::span<const ByteRange> found) {
                if (const std::optional<ByteRange> match = lastIn(part, found))
                    result.match = match;
                return found.back().begin() < part.end();
            });
            if (isTrouble(ended))
                result.match.reset();
            if (result.match || isTrouble(ended))
                return finished(result, ended);
            end = part.begin();
        }
        return {};
    }

private:
    static bool isTrouble(const SearchEnd& end)
    {
        return end.kind != SearchEnd::Kind::Done && end.kind != SearchEnd::Kind::Enough;
    }

    // With a run-up, so that a match that begins before is not taken for one that begins inside.
    [[nodiscard]] ByteRange widened(const ByteRange& part) const
    {
        return {backBy(part.begin(), m_overlap, m_request.begins.begin()), part.end()};
    }

    [[nodiscard]] std::optional<ByteRange> lastIn(
        const ByteRange& part, std::span<const ByteRange> found) const
    {
        for (const ByteRange& match : found | std::views::reverse) {
            if (match.begin() < part.begin())
                break;
            if (match.begin() < part.end() && match.end() <= m_request.limit)
                return match;
        }
        return std::nullopt;
    }

    // `choose` is asked when there are matches.
    template <class Choose>
    SeekEnd walk(const ByteRange& range, const Choose& choose)
    {
        if (!m_finder)
            return {.match = {}, .kind = SearchEnd::Kind::OutOfMemory, .at = {}};
        if (range.empty())
            return {};
        std::vector<ByteRange> found;
        const WalkEnd end
            = MatchWalk(m_snapshot, m_matcher, *m_finder, {})
                  .run({.text = {m_request.textBegin, m_snapshot.end()}, .range = range, .holes = true},
                      found, m_progress, m_stop);
        SeekEnd result;
        if (!found.empty())
            result.match = choose(found);
        if (end.trouble) {
            result.kind = endOf(*end.trouble);
            result.at = end.at;
        }
        return result;
    }

    SearchEnd searchAll(const ByteRange& range, const MatchSink& sink)
    {
        return search(m_snapshot, m_matcher, {.range = range, .textBegin = m_request.textBegin}, m_threads,
            m_progress, m_stop, sink);
    }

    static SeekEnd finished(SeekEnd result, const SearchEnd& end)
    {
        if (!result.match && isTrouble(end)) {
            result.kind = end.kind;
            result.at = end.at;
        }
        return result;
    }

    const Snapshot& m_snapshot;
    const Matcher& m_matcher;
    const SeekRequest& m_request;
    const unsigned m_threads;
    Progress& m_progress;
    const std::stop_token& m_stop;
    const ByteCount m_overlap;
    const std::unique_ptr<MatchFinder> m_finder;
};

} // namespace

SeekEnd seekForward(const Snapshot& snapshot, const Matcher& matcher, const SeekRequest& request,
    unsigned threads, Progress& progress, const std::stop_token& stop)
{
    return Seeking(snapshot, matcher, request, threads, progress, stop).first();
}

SeekEnd seekBackward(const Snapshot& snapshot, const Matcher& matcher, const SeekRequest& request,
    unsigned threads, Progress& progress, const std::stop_token& stop)
{
    return Seeking(snapshot, matcher, request, threads, progress, stop).last();
}

} // namespace megascope
