// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ContentMark.h"

#include <algorithm>

namespace megascope {

namespace {

constexpr ByteCount markedPiece = kibibytes(4);

std::vector<std::byte> bytesAt(const Snapshot& snapshot, ByteOffset begin, ByteCount count)
{
    const ByteRange range = ByteRange(begin, count).intersected(snapshot.all());
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    (void)snapshot.read(range.begin(), bytes); // what cannot be read is zeros, then as now
    return bytes;
}

} // namespace

void ContentMark::take(const Snapshot& snapshot)
{
    m_pieces.clear();
    const ByteCount size = snapshot.size();
    const ByteCount lastBegin = size - std::min(size, markedPiece);
    for (const ByteCount begin : {ByteCount(0), lastBegin / 2, lastBegin}) {
        const ByteOffset offset = ByteOffset(0) + begin;
        m_pieces.push_back({offset, bytesAt(snapshot, offset, markedPiece)});
    }
}

bool ContentMark::isIn(const Snapshot& snapshot) const
{
    return !m_pieces.empty() && std::ranges::all_of(m_pieces, [&](const Piece& piece) {
        return bytesAt(snapshot, piece.begin, ByteCount(std::ssize(piece.bytes))) == piece.bytes;
    });
}

} // namespace megascope
