// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ContentMark.h"

#include "core/file/ReadPatience.h"

#include <algorithm>

namespace megascope {

namespace {

constexpr ByteCount markedPiece = kibibytes(4);

} // namespace

void ContentMark::take(const Source& source, ByteCount size)
{
    const MissedReads missed;
    m_pieces.clear();
    const ByteCount lastBegin = size - std::min(size, markedPiece);
    for (const ByteCount begin : {ByteCount(0), lastBegin / 2, lastBegin}) {
        Piece piece{.begin = ByteOffset(0) + begin,
            .bytes = std::vector<std::byte>(sizeOf(std::min(size, markedPiece)))};
        (void)source.read(piece.begin, piece.bytes); // what cannot be read is zeros, then as later
        m_pieces.push_back(std::move(piece));
    }
    if (missed.any())
        m_pieces.clear();
}

bool ContentMark::isIn(const Source& source) const
{
    std::vector<std::byte> bytes;
    return isTaken() && std::ranges::all_of(m_pieces, [&](const Piece& piece) {
        bytes.resize(piece.bytes.size());
        const Gaps gaps = source.read(piece.begin, bytes);
        const bool isShort = std::ranges::contains(gaps, Gap::Cause::PastEnd, &Gap::cause);
        return !isShort && bytes == piece.bytes;
    });
}

} // namespace megascope
