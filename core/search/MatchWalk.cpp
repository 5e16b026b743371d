// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchWalk.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace megascope {
namespace {

constexpr std::size_t zerosAtOnce = 1024 * 1024;

} // namespace

MatchWalk::MatchWalk(
    const Snapshot& snapshot, const Matcher& matcher, MatchFinder& finder, const SearchSizes& sizes)
    : m_snapshot(snapshot)
    , m_finder(finder)
    , m_sizes(sizes)
    , m_behind(matcher.reachBehind())
    , m_ahead(matcher.reachAhead())
    , m_border(matcher.border())
{
}

WalkEnd MatchWalk::run(
    const SearchScope& scope, std::vector<ByteRange>& found, Progress& progress, const std::stop_token& stop)
{
    m_scope = scope;
    m_found = &found;
    m_stop = &stop;
    m_next = scope.range.begin();
    m_carry.clear();
    m_end = {};

    const ByteOffset begin = backBy(scope.range.begin(), countOf(m_behind), scope.text.begin());
    const ByteOffset end
        = scope.range.end() + std::min(countOf(m_ahead), scope.text.end() - scope.range.end());
    const std::unique_ptr<Scan> scan = m_snapshot.scan({begin, end});
    while (!isDone()) {
        const std::optional<ScanChunk> chunk = scan->next();
        if (!chunk)
            break;
        if (!takeChunk(*scan, *chunk))
            continue;
        progress.done += chunk->range.intersected(scope.range).count().value();
    }
    if (!isDone())
        finish(end == scope.text.end());
    return std::move(m_end);
}

bool MatchWalk::isDone() const
{
    return m_end.trouble || m_next >= m_scope.range.end();
}

// False when the bytes were not the document's; everything is as before then.
bool MatchWalk::takeChunk(Scan& scan, const ScanChunk& chunk)
{
    switch (chunk.kind) {
    case ScanChunk::Kind::Hole:
        passHole(chunk.range);
        return true;
    case ScanChunk::Kind::Unreadable:
    case ScanChunk::Kind::PastEnd:
        finish(true);
        m_next = std::max(m_next, chunk.range.end());
        m_end.unreadable.push_back(chunk.range);
        return true;
    case ScanChunk::Kind::Data:
        break;
    }
    const std::size_t foundBefore = m_found->size();
    const std::size_t carryBefore = m_carry.size();
    const ByteOffset nextBefore = m_next;
    take({chunk.bytes, chunk.range.begin()});
    if (!scan.confirm()) {
        m_found->resize(foundBefore);
        m_carry.resize(carryBefore);
        m_next = nextBefore;
        m_end.trouble.reset();
        return false;
    }
    keepTail();
    return true;
}

// Searches a piece behind m_carry as far as that is possible, and puts the rest into m_tail.
void MatchWalk::take(const Piece& piece)
{
    const std::size_t size = piece.bytes.size();
    const std::size_t seam = m_behind + needed(piece.bytes, std::min(m_behind, size));
    if (size < m_sizes.smallPiece || size < seam) {
        takeSmall(piece);
        return;
    }
    if (!m_carry.empty()) {
        const std::size_t before = m_carry.size();
        m_carry.insert(
            m_carry.end(), piece.bytes.begin(), piece.bytes.begin() + static_cast<std::ptrdiff_t>(seam));
        search({m_carry, m_carryAt}, before + m_behind, false);
    }
    const std::size_t until = std::max(decidable(piece.bytes), std::min(m_behind, size));
    if (!isDone())
        search(piece, until, false);
    const std::size_t keep = until > m_behind ? until - m_behind : 0;
    m_tailAt = piece.at + countOf(keep);
    m_tail.assign(piece.bytes.begin() + static_cast<std::ptrdiff_t>(keep), piece.bytes.end());
}

// Joins a piece with what was carried.
void MatchWalk::takeSmall(const Piece& piece)
{
    if (m_carry.empty())
        m_carryAt = piece.at;
    m_carry.insert(m_carry.end(), piece.bytes.begin(), piece.bytes.end());
    m_tailAt = m_carryAt;
    if (m_carry.size() >= m_sizes.joined + m_behind + m_ahead) {
        const std::size_t until = decidable(m_carry);
        search({m_carry, m_carryAt}, until, false);
        const std::size_t keep = until > m_behind ? until - m_behind : 0;
        m_tailAt = m_carryAt + countOf(keep);
        m_tail.assign(m_carry.begin() + static_cast<std::ptrdiff_t>(keep), m_carry.end());
    } else {
        m_tail.clear();
    }
}

// Makes m_tail what is carried, now that its bytes are known to be the document's.
void MatchWalk::keepTail()
{
    if (m_tailAt == m_carryAt && m_tail.empty() && !m_carry.empty())
        return; // a small piece was joined
    m_carry.swap(m_tail);
    m_carryAt = m_tailAt;
    m_tail.clear();
}

// Finds what begins in a piece before its index `until`, and is not decided yet.
void MatchWalk::search(const Piece& piece, std::size_t until, bool endsText)
{
    const ByteOffset end = piece.at + countOf(until);
    const ByteOffset last = std::min(end, m_scope.range.end());
    if (m_next >= last)
        return;
    m_spans.clear();
    const std::expected<void, SearchTrouble> searched = m_finder.find(
        {
            .bytes = piece.bytes,
            .offset = piece.at,
            .from = sizeOf(std::max(m_next, piece.at) - piece.at),
            .until = sizeOf(last - piece.at),
            .endsText = endsText,
        },
        *m_stop, m_spans);
    for (const MatchSpan& span : m_spans)
        m_found->push_back({piece.at + ByteCount(span.begin), ByteCount(span.size)});
    m_next = m_spans.empty() ? last : std::max(last, m_found->back().end());
    if (!searched) {
        m_end.trouble = searched.error().kind;
        m_end.at = piece.at + countOf(searched.error().at);
    }
}

// Decides all that is carried: nothing follows that could belong to it.
void MatchWalk::finish(bool endsText)
{
    if (!isDone() && !m_carry.empty())
        search({m_carry, m_carryAt}, m_carry.size(), endsText);
    m_carry.clear();
}

// Only the borders of a hole can hold a part of a match, unless zeros alone are one.
void MatchWalk::passHole(const ByteRange& hole)
{
    const ByteCount margin = countOf(m_behind + m_ahead + 1);
    if (m_scope.holes || hole.count() / 2 <= margin) {
        takeZeros(hole);
        return;
    }
    takeZeros({hole.begin(), margin});
    if (isDone())
        return;
    finish(false);
    const ByteOffset rest = hole.end() - margin;
    m_next = std::max(m_next, rest);
    m_carryAt = backBy(rest, countOf(m_behind), m_scope.text.begin());
    m_carry.assign(sizeOf(rest - m_carryAt), std::byte{0});
    takeZeros({rest, hole.end()});
}

void MatchWalk::takeZeros(const ByteRange& range)
{
    ByteOffset at = range.begin();
    while (at < range.end() && !isDone()) {
        const std::size_t size = std::min(zerosAtOnce, sizeOf(range.end() - at));
        if (m_zeros.size() < size)
            m_zeros.resize(size);
        take({std::span(m_zeros).first(size), at});
        keepTail();
        at += countOf(size);
    }
}

// How many of the bytes can begin a match that is known without those behind them.
std::size_t MatchWalk::decidable(std::span<const std::byte> bytes) const
{
    const std::size_t sure = bytes.size() > m_ahead ? bytes.size() - m_ahead : 0;
    if (!m_border)
        return sure;
    const void* const border = memrchr(bytes.data() + sure, static_cast<int>(*m_border), bytes.size() - sure);
    return border == nullptr
        ? sure
        : static_cast<std::size_t>(static_cast<const std::byte*>(border) - bytes.data()) + 1;
}

// How many bytes from index `from` on decide what begins before it.
std::size_t MatchWalk::needed(std::span<const std::byte> bytes, std::size_t from) const
{
    if (!m_border)
        return m_ahead;
    const std::size_t most = std::min(m_ahead, bytes.size() - from);
    const void* const border = std::memchr(bytes.data() + from, static_cast<int>(*m_border), most);
    return border == nullptr
        ? m_ahead
        : static_cast<std::size_t>(static_cast<const std::byte*>(border) - bytes.data()) + 1 - from;
}

} // namespace megascope
