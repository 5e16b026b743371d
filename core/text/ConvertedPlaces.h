// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <vector>

namespace megascope {

// Where places of a document are after a conversion or a bulk replacement, and the other way round: some
// exactly, those between them by proportion.
class ConvertedPlaces {
public:
    // Both ascend, or stay, from one call to the next.
    void add(ByteOffset before, ByteOffset after);
    // The same, where all bytes since the last one are as they were.
    void addKept(ByteOffset before, ByteOffset after);

    struct Found {
        ByteOffset place;
        bool isExact = true;
    };
    // REQUIRES: something was added.
    [[nodiscard]] Found after(ByteOffset before) const { return find(before, &Pair::before, &Pair::after); }
    [[nodiscard]] Found before(ByteOffset after) const { return find(after, &Pair::after, &Pair::before); }

private:
    struct Pair {
        ByteOffset before;
        ByteOffset after;
        bool isKept = false; // what lies between the pair before and this one
    };
    [[nodiscard]] Found find(ByteOffset place, ByteOffset Pair::* known, ByteOffset Pair::* wanted) const;

    std::vector<Pair> m_pairs;
};

} // namespace megascope
