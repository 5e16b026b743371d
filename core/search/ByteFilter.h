// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

struct hs_database;
struct hs_scratch;

namespace megascope {

// Finds fast where matches of a regular expression over bytes end; not where they begin, nor which of them count.
// Vectorscan's work, a library that is loaded when the first filter is made. Immutable, thread-safe.
class ByteFilter {
public:
    // nullptr when the library is not there, or does not take the expression.
    [[nodiscard]] static std::shared_ptr<const ByteFilter> make(const std::string& expression, bool matchCase);

    ~ByteFilter();
    ByteFilter(const ByteFilter&) = delete;
    ByteFilter& operator=(const ByteFilter&) = delete;

    // No match is longer, in bytes; nothing when there is no such limit.
    [[nodiscard]] std::optional<std::size_t> longest() const { return m_longest; }

    // Memory to work in, for one thread.
    class Scratch {
    public:
        ~Scratch();
        Scratch(const Scratch&) = delete;
        Scratch& operator=(const Scratch&) = delete;

    private:
        friend class ByteFilter;
        Scratch() = default;
        hs_scratch* m_scratch = nullptr;
    };
    // nullptr when there is no memory.
    [[nodiscard]] std::unique_ptr<Scratch> makeScratch() const;

    // Calls `found` with the index behind each match, in ascending order, until it returns false. The bytes may
    // change meanwhile. REQUIRES: less than 4 GiB.
    void scan(std::span<const std::byte> bytes, Scratch& scratch, const std::function<bool(std::size_t)>& found) const;

private:
    ByteFilter() = default;

    hs_database* m_database = nullptr;
    std::optional<std::size_t> m_longest;
};

} // namespace megascope
