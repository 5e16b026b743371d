// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace megascope::bench {

// Makes up the lines of a server's log: 80 to 200 bytes with the newline, 136 on average, every tenth with
// characters outside ASCII, two in a hundred an ERROR, in ascending time. The same seed gives the same text
// on every machine.
class LogText {
public:
    explicit LogText(std::uint64_t seed);

    static constexpr std::size_t shortestLine = 80; // bytes, with the newline
    static constexpr std::size_t longestLine = 200;
    // Stands in no line that appendLine() makes.
    static constexpr std::string_view needle = "needle-7f3a";

    // Appends a line of a length of its own choice.
    void appendLine(std::string& out);
    // Appends a line of exactly `size` bytes. REQUIRES: shortestLine <= size <= longestLine.
    void appendLine(std::string& out, std::size_t size);
    // Appends a line that holds the needle.
    void appendNeedleLine(std::string& out, std::size_t size);

private:
    std::uint64_t random();
    std::size_t below(std::size_t count);
    void appendHead(std::string& out);
    void appendMessage(std::string& out);
    void finish(std::string& out, std::size_t begin, std::size_t size);

    std::uint64_t m_state;
    std::uint64_t m_microseconds = 0; // of the log's time, since its first second
    std::uint64_t m_second = UINT64_MAX; // for which m_timestamp is written
    std::array<char, 20> m_timestamp{}; // "2026-03-01T00:00:00."
};

} // namespace megascope::bench
