// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineMap.h"

#include "core/text/LineIndexer.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace megascope {
namespace {

// A source that is not the file is counted while somebody waits, so no more of it than this; what was typed
// or pasted is shorter for the most part.
constexpr ByteCount longestCounted = mebibytes(256);

} // namespace

// A source and what is known of it.
struct LineMap::Counted {
    std::shared_ptr<const Source> source;
    std::shared_ptr<const LineIndex> index; // null when it is too long
    ByteCount size; // as far as the index goes
    std::shared_ptr<LineIndex> growing; // the same index, where it is ours

    [[nodiscard]] Snapshot snapshot() const { return {source, size, Revision{}}; }
};

LineMap::LineMap(std::shared_ptr<const LineIndex> index, std::shared_ptr<const Source> file)
    : m_index(std::move(index))
    , m_file(std::move(file))
{
}

LineMap::~LineMap() = default;

void LineMap::add(std::shared_ptr<const Source> source, std::shared_ptr<const LineIndex> index)
{
    if (index->newline() != m_index->newline())
        return;
    const std::scoped_lock lock(m_mutex);
    const ByteCount size = index->size();
    m_others.push_back({std::move(source), std::move(index), size, nullptr});
}

// REQUIRES: m_mutex is held, so that no two count the same.
LineMap::Counted LineMap::counted(const std::shared_ptr<const Source>& source) const
{
    if (source == m_file)
        return {m_file, m_index, m_index->size(), nullptr};
    const ByteCount size = source->size();
    auto known = std::ranges::find(m_others, source, &Counted::source);
    if (known == m_others.end())
        known = m_others.insert(known, {source, nullptr, ByteCount(0), nullptr});
    if ((known->index && known->size == size) || size > longestCounted)
        return *known;
    if (known->growing)
        known->growing->resize(size, ByteOffset(known->size.value()));
    else
        known->index = known->growing = std::make_shared<LineIndex>(m_index->newline(), size);
    known->size = size;
    Progress progress;
    fillLineIndex(*known->growing, known->snapshot(), 1, progress, {});
    return *known;
}

std::optional<std::int64_t> LineMap::newlinesBefore(
    const std::shared_ptr<const Source>& source, ByteOffset offset) const
{
    const std::scoped_lock lock(m_mutex);
    const std::uint64_t scattered = static_cast<std::uint64_t>(offset.value()) * 0x9e3779b97f4a7c15;
    const std::size_t hash
        = std::hash<const Source*>()(source.get()) ^ static_cast<std::size_t>(scattered >> 40);
    Memory& memory = m_memory[hash % m_memory.size()];
    if (memory.source == source.get() && memory.offset == offset)
        return memory.newlines;
    const Counted known = counted(source);
    if (!known.index)
        return std::nullopt;
    const std::optional<LineNumber> line = known.index->lineAt(known.snapshot(), offset);
    if (!line)
        return std::nullopt;
    memory = {source.get(), offset, line->value()};
    return line->value();
}

std::optional<std::int64_t> LineMap::measure(const Piece& piece) const
{
    const std::int64_t unit = m_index->newline().unitSize;
    if (piece.begin.value() % unit != 0)
        return std::nullopt;
    const std::optional<std::int64_t> before = newlinesBefore(piece.source, piece.begin);
    const std::optional<std::int64_t> after = newlinesBefore(piece.source, piece.range().end());
    return before && after ? std::optional(*after - *before) : std::nullopt;
}

std::optional<LineNumber> LineMap::lineAt(const Snapshot& snapshot, ByteOffset offset) const
{
    if (offset > snapshot.end())
        return std::nullopt;
    return snapshot.pieces().sumBefore(offset, *this).transform([](std::int64_t lines) {
        return LineNumber(lines);
    });
}

LineNumber LineMap::estimatedLineAt(const Snapshot& snapshot, ByteOffset offset) const
{
    const std::optional<LineNumber> exact = lineAt(snapshot, offset);
    return exact ? *exact : m_index->estimatedLineAt(offset);
}

std::optional<ByteOffset> LineMap::lineBegin(const Snapshot& snapshot, LineNumber line) const
{
    if (line == LineNumber(0))
        return ByteOffset(0);
    const std::optional<PieceTree::Reach> reach = snapshot.pieces().reach(line.value(), *this);
    if (!reach)
        return std::nullopt;
    const Piece& piece = reach->place.piece;
    const std::optional<std::int64_t> before = newlinesBefore(piece.source, piece.begin);
    if (!before)
        return std::nullopt;
    Counted known;
    {
        const std::scoped_lock lock(m_mutex);
        known = counted(piece.source);
    }
    const LineNumber inSource(*before + line.value() - reach->before);
    const std::optional<ByteOffset> begin = known.index->lineBegin(known.snapshot(), inSource);
    // Where the piece could not be measured to its end, the line may lie behind it.
    if (!begin || *begin <= piece.begin || *begin > piece.range().end())
        return std::nullopt;
    return reach->place.at + (*begin - piece.begin);
}

ByteOffset LineMap::estimatedLineBegin(const Snapshot& snapshot, LineNumber line) const
{
    const std::optional<ByteOffset> exact = lineBegin(snapshot, line);
    return exact ? *exact : std::min(m_index->estimatedLineBegin(line), snapshot.end());
}

std::optional<LineCount> LineMap::newlines(const Snapshot& snapshot) const
{
    return snapshot.pieces().sumBefore(snapshot.end(), *this).transform([](std::int64_t lines) {
        return LineCount(lines);
    });
}

} // namespace megascope
