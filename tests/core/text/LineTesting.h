// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"
#include "tests/core/file/TestFiles.h"

#include <map>
#include <string>
#include <vector>

namespace megascope::testing {

// The newlines of units of every size and byte order, and of EBCDIC and old Macintoshes.
[[nodiscard]] std::vector<NewlineCode> allNewlines();
[[nodiscard]] std::string nameOf(NewlineCode newline);

// Random bytes among which newlines and CRs are common: now dense, now far apart, now cut in two or askew.
[[nodiscard]] std::vector<std::byte> randomLines(Random& random, std::int64_t size, NewlineCode newline);

// Lines as a child would count them: one code unit after the other.
class NaiveLines {
public:
    NaiveLines(std::span<const std::byte> bytes, NewlineCode newline);

    [[nodiscard]] std::int64_t newlines() const { return std::ssize(m_ends); }
    // Behind each newline, in ascending order.
    [[nodiscard]] const std::vector<std::int64_t>& ends() const { return m_ends; }
    [[nodiscard]] std::int64_t newlinesBefore(std::int64_t offset) const;
    // REQUIRES: line <= newlines().
    [[nodiscard]] std::int64_t lineBegin(std::int64_t line) const;
    [[nodiscard]] std::int64_t longest() const { return m_longest; }

private:
    std::vector<std::int64_t> m_ends;
    std::int64_t m_longest = 0;
};

// A file of holes with islands of data, of any size up to 2^63 - 1, in memory.
class IslandSource final : public Source {
public:
    explicit IslandSource(ByteCount size)
        : m_size(size)
    {
    }

    // To be called before the source is shared.
    void addIsland(std::int64_t offset, std::vector<std::byte> bytes);
    void makeUnreadable(const ByteRange& range) { m_unreadable = range; }
    // From now on a scan shows wrong bytes at the first look at each chunk, and does not confirm them.
    void lieAtFirst() { m_lies = true; }

    [[nodiscard]] ByteCount size() const override { return m_size; }
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const override;
    [[nodiscard]] Extent extentAt(ByteOffset offset) const override;
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const override;

    [[nodiscard]] std::int64_t extentsAsked() const { return m_extentsAsked; }

private:
    friend class IslandScan;

    const ByteCount m_size;
    std::map<ByteOffset, std::vector<std::byte>> m_islands; // by begin; they do not touch
    ByteRange m_unreadable;
    bool m_lies = false;
    mutable std::atomic<std::int64_t> m_extentsAsked{0};
};

[[nodiscard]] Snapshot snapshotOf(std::vector<std::byte> bytes);
[[nodiscard]] Snapshot snapshotOf(std::shared_ptr<const Source> source);

} // namespace megascope::testing
