// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/Snapshot.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace megascope {
namespace {

// Walks over the pieces, each by the scan of its source.
class SnapshotScan final : public Scan {
public:
    SnapshotScan(PieceTree pieces, const ByteRange& range)
        : m_pieces(std::move(pieces))
        , m_rest(range)
    {
    }

    std::optional<ScanChunk> next() override
    {
        while (true) {
            if (m_scan) {
                if (std::optional<ScanChunk> chunk = m_scan->next()) {
                    chunk->range = {m_at + (chunk->range.begin() - m_piece.begin), chunk->range.count()};
                    return chunk;
                }
            }
            if (m_rest.empty())
                return std::nullopt;
            enterNextPiece();
        }
    }

    bool confirm() override { return m_scan->confirm(); }

private:
    void enterNextPiece()
    {
        const auto [piece, at] = m_pieces.pieceAt(m_rest.begin());
        const ByteRange part = ByteRange(at, piece.count).intersected(m_rest);
        m_scan.reset(); // before its source may go
        m_piece = piece.part(part.begin() - at, part.count());
        m_at = part.begin();
        m_scan = m_piece.source->scan(m_piece.range());
        m_rest = {part.end(), m_rest.end()};
    }

    const PieceTree m_pieces;
    ByteRange m_rest; // behind the present piece
    Piece m_piece;
    ByteOffset m_at; // where that begins
    std::unique_ptr<Scan> m_scan; // of that
};

// Appends the gaps of a piece, where they lie in the document.
void appendGaps(Gaps& gaps, const Gaps& found, ByteCount moved)
{
    for (Gap gap : found) {
        gap.range = {ByteOffset(0) + ((gap.range.begin() - ByteOffset(0)) + moved), gap.range.count()};
        if (!gaps.empty() && gaps.back().cause == gap.cause && gaps.back().systemCode == gap.systemCode
            && gaps.back().range.end() == gap.range.begin())
            gaps.back().range = {gaps.back().range.begin(), gap.range.end()};
        else
            gaps.push_back(gap);
    }
}

} // namespace

Snapshot::Snapshot(PieceTree pieces, Revision revision)
    : m_pieces(std::move(pieces))
    , m_size(m_pieces.size())
    , m_revision(revision)
{
}

Snapshot::Snapshot(std::shared_ptr<const Source> source, ByteCount size, Revision revision)
    : Snapshot(size > ByteCount(0) ? PieceTree(Piece{std::move(source), ByteOffset(0), size}) : PieceTree(),
          revision)
{
}

Gaps Snapshot::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteRange wanted(offset, ByteCount(std::ssize(out)));
    const ByteRange held = wanted.intersected(all());
    const bool touches = !held.empty() && held.begin() == offset;
    Gaps gaps;
    if (touches) {
        m_pieces.visit(held, [&](ByteOffset at, const Piece& piece) {
            const auto from = static_cast<std::size_t>((at - offset).value());
            const auto count = static_cast<std::size_t>(piece.count.value());
            appendGaps(gaps, piece.source->read(piece.begin, out.subspan(from, count)), at - piece.begin);
            return true;
        });
    }
    const ByteOffset missing = touches ? held.end() : offset;
    if (missing < wanted.end()) {
        std::ranges::fill(out.subspan(static_cast<std::size_t>((missing - offset).value())), std::byte{0});
        appendGaps(gaps, {{.range = {missing, wanted.end()}, .cause = Gap::Cause::PastEnd}}, ByteCount(0));
    }
    return gaps;
}

Extent Snapshot::extentAt(ByteOffset offset) const
{
    const auto [piece, at] = m_pieces.pieceAt(offset);
    const ByteOffset inSource = piece.begin + (offset - at);
    const ByteRange rest(offset, at + piece.count);
    // A source may be shorter now than when the snapshot was made.
    if (inSource.value() >= piece.source->size().value())
        return {.range = rest, .kind = Extent::Kind::Data};
    const Extent extent = piece.source->extentAt(inSource);
    return {.range = {offset, std::min(rest.end(), offset + std::min(rest.count(), extent.range.count()))},
        .kind = extent.kind};
}

std::optional<ByteRange> Snapshot::holeAt(ByteOffset offset) const
{
    const auto [piece, at] = m_pieces.pieceAt(offset);
    const ByteOffset inSource = piece.begin + (offset - at);
    if (inSource.value() >= piece.source->size().value())
        return std::nullopt;
    const std::optional<ByteRange> hole = piece.source->holeAt(inSource);
    if (!hole)
        return std::nullopt;
    return ByteRange(offset, std::min(at + piece.count - offset, hole->count()));
}

std::unique_ptr<Scan> Snapshot::scan(const ByteRange& range) const
{
    return std::make_unique<SnapshotScan>(m_pieces, range.intersected(all()));
}

Error whyUnreadable(const Snapshot& snapshot, const ByteRange& range, std::string subject)
{
    std::byte first{};
    const Gaps gaps = snapshot.read(range.begin(), {&first, 1});
    const Gap otherwise{.range = range, .cause = Gap::Cause::Failed, .systemCode = EIO};
    return errorOf(gaps.empty() ? otherwise : gaps.front(), std::move(subject));
}

} // namespace megascope
