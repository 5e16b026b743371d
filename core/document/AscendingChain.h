// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <cstdint>
#include <map>
#include <vector>

namespace megascope {

// Of ranges that are added one after the other, finds those that ascend, without overlapping, and are worth
// the most together. O(log n) for each.
class AscendingChain {
public:
    void add(const ByteRange& range, std::uint64_t worth);
    // For each range that was added, whether it is one of them.
    [[nodiscard]] std::vector<bool> chosen() const;

private:
    static constexpr std::size_t none = SIZE_MAX;

    struct Candidate {
        std::uint64_t worth = 0; // of the best chain that ends with this one
        std::size_t before = none;
    };

    void remember(ByteOffset end, std::size_t index);

    std::vector<Candidate> m_candidates;
    std::map<ByteOffset, std::size_t> m_best; // by where a chain ends; what it is worth ascends with that
};

} // namespace megascope
