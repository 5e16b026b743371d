// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineMap.h"

#include "core/file/ReadPatience.h"
#include "core/text/LineIndexer.h"
#include "core/text/NewlineCounter.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace megascope {
namespace {

// So much of a source that is not the file is counted while somebody waits; what was typed or pasted is
// shorter for the most part.
constexpr ByteCount longestCounted = mebibytes(64);

} // namespace

// A source and what is known of it.
struct LineMap::Counted {
    std::shared_ptr<const Source> source;
    std::shared_ptr<const LineIndex> index;
    ByteCount size; // as far as the index goes
    std::shared_ptr<LineIndex> growing; // the same index, where it is ours
    bool isWanted = false; // to be counted by somebody else
    bool isLeft = false; // to somebody who may be counting it now

    [[nodiscard]] Snapshot snapshot() const { return {source, size, Revision{}}; }
};

// Measures until it is stopped. Many short pieces are counted as they are: for each of them the index would
// have to look at two halves of 64 KiB.
class LineMap::Preparing final : public PieceMeasure {
public:
    Preparing(const LineMap& map, const std::stop_token& stop)
        : m_map(map)
        , m_stop(stop)
    {
    }

    [[nodiscard]] std::uint32_t epoch() const override { return m_map.epoch(); }
    [[nodiscard]] std::optional<std::int64_t> measure(const Piece& piece) const override
    {
        if (m_stop.stop_requested())
            return std::nullopt;
        const NewlineCode newline = m_map.fileIndex().newline();
        if (piece.count > shortPiece || piece.begin.value() % newline.unitSize != 0)
            return m_map.measure(piece);
        m_bytes.resize(sizeOf(piece.count));
        const bool isRead = piece.source->read(piece.begin, m_bytes).empty();
        return isRead ? countNewlines(m_bytes, newline) : m_map.measure(piece);
    }

private:
    static constexpr ByteCount shortPiece = kibibytes(16);

    const LineMap& m_map;
    const std::stop_token& m_stop;
    mutable std::vector<std::byte> m_bytes;
};

LineMap::LineMap(std::shared_ptr<const LineIndex> index, std::shared_ptr<const Source> file)
    : m_index(std::move(index))
    , m_file(std::move(file))
{
}

LineMap::~LineMap() = default;

void LineMap::add(std::shared_ptr<const Source> source, std::shared_ptr<const LineIndex> index) const
{
    if (index->newline() != m_index->newline())
        return;
    const std::scoped_lock lock(m_mutex);
    const ByteCount size = index->size();
    std::erase_if(m_others, [&](const Counted& other) { return other.source == source; });
    m_others.push_back(
        {.source = std::move(source), .index = std::move(index), .size = size, .growing = nullptr});
}

void LineMap::prepare(const PieceTree& pieces, const std::stop_token& stop) const
{
    (void)pieces.sumBefore(ByteOffset(pieces.size().value()), Preparing(*this, stop));
}

// REQUIRES: m_mutex is held, so that no two count the same.
LineMap::Counted LineMap::counted(const std::shared_ptr<const Source>& source) const
{
    if (source == m_file)
        return {.source = m_file, .index = m_index, .size = m_index->size(), .growing = nullptr};
    auto known = std::ranges::find(m_others, source, &Counted::source);
    if (known == m_others.end()) {
        const auto index = std::make_shared<LineIndex>(m_index->newline(), ByteCount(0));
        known = m_others.insert(
            known, {.source = source, .index = index, .size = ByteCount(0), .growing = index});
    }
    const ByteCount size = source->size();
    if (known->isWanted || (known->isLeft && !known->index->isComplete()) || known->size == size)
        return *known;
    if (!known->growing) { // it has become longer than what was counted of it
        known->index = known->growing = std::make_shared<LineIndex>(m_index->newline(), ByteCount(0));
        known->size = ByteCount(0);
    }
    const ByteCount missing = size - known->size;
    known->growing->resize(size, ByteOffset(known->size.value()));
    known->size = size;
    known->isLeft = false;
    known->isWanted = missing > longestCounted;
    if (!known->isWanted) {
        const MissedReads missed;
        Progress progress;
        fillLineIndex(*known->growing, known->snapshot(), 1, progress, {});
        if (missed.any()) { // who counts in the background waits
            known->index = known->growing = std::make_shared<LineIndex>(m_index->newline(), size);
            known->isWanted = true;
        }
    }
    return *known;
}

std::optional<LineMap::Wanted> LineMap::takeWanted() const
{
    const std::scoped_lock lock(m_mutex);
    const auto wanted = std::ranges::find(m_others, true, &Counted::isWanted);
    if (wanted == m_others.end())
        return std::nullopt;
    wanted->isWanted = false;
    wanted->isLeft = true;
    return Wanted{wanted->growing, wanted->snapshot()};
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
