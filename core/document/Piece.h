// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Source.h"

#include <memory>

namespace megascope {

// A run of bytes of a source: what a document is made of. REQUIRES: source is not null, count > 0.
struct Piece {
    std::shared_ptr<const Source> source;
    ByteOffset begin; // in the source
    ByteCount count;

    [[nodiscard]] ByteRange range() const { return {begin, count}; }
    // The part of it that begins `from` bytes behind its begin. REQUIRES: it lies inside and is not empty.
    [[nodiscard]] Piece part(ByteCount from, ByteCount size) const { return {source, begin + from, size}; }
    [[nodiscard]] bool isFollowedBy(const Piece& next) const
    {
        return source == next.source && range().end() == next.begin;
    }

    friend bool operator==(const Piece&, const Piece&) = default;
};

} // namespace megascope
