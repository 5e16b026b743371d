// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// make-log SIZE PATH [SEED]: writes a log of exactly SIZE bytes (decimal, or with a suffix K, M, G, T of
// 1,024). Ten of its lines, evenly spread, the last among them, hold LogText::needle.

#include "tests/bench/LogText.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <unistd.h>

namespace {

using megascope::bench::LogText;

constexpr std::int64_t needles = 10;
constexpr std::size_t bufferSize = 1 << 20;

std::optional<std::int64_t> parseSize(const char* text)
{
    char* end = nullptr;
    errno = 0;
    const long long number = std::strtoll(text, &end, 10);
    constexpr std::string_view suffixes = "KMGT";
    int shift = 0;
    if (*end != '\0') {
        const std::size_t which = suffixes.find(*end++);
        if (which == std::string_view::npos)
            return std::nullopt;
        shift = 10 * (static_cast<int>(which) + 1);
    }
    if (errno != 0 || *end != '\0' || number < 0 || number > (INT64_MAX >> shift))
        return std::nullopt;
    return static_cast<std::int64_t>(number) << shift;
}

bool writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return true;
}

// Appends one line of a log of which `rest` bytes are missing; with the needle, when it `holdsNeedle`.
void appendNext(LogText& text, std::string& out, std::int64_t rest, bool holdsNeedle)
{
    constexpr auto shortest = static_cast<std::int64_t>(LogText::shortestLine);
    constexpr auto longest = static_cast<std::int64_t>(LogText::longestLine);
    const auto sizeOf = [](std::int64_t n) { return static_cast<std::size_t>(n); };
    if (rest < shortest) // a file that is shorter than a line
        out.append(sizeOf(rest - 1), '.').push_back('\n');
    else if (rest <= longest)
        text.appendNeedleLine(out, sizeOf(rest));
    else if (rest < longest + shortest) // two lines are left
        text.appendLine(out, sizeOf(rest - shortest));
    else if (holdsNeedle)
        text.appendNeedleLine(out, LogText::shortestLine);
    else
        text.appendLine(out);
}

bool writeLog(int file, std::int64_t size, std::uint64_t seed)
{
    LogText text(seed);
    std::string buffer;
    buffer.reserve(bufferSize + LogText::longestLine);
    std::int64_t needlesLeft = needles - 1; // apart from the one in the last line
    for (std::int64_t written = 0; written < size;) {
        buffer.clear();
        while (buffer.size() < bufferSize) {
            const std::int64_t rest = size - written - static_cast<std::int64_t>(buffer.size());
            if (rest == 0)
                break;
            const bool holdsNeedle = needlesLeft > 0 && rest <= size / needles * needlesLeft;
            needlesLeft -= holdsNeedle ? 1 : 0;
            appendNext(text, buffer, rest, holdsNeedle);
        }
        if (!writeAll(file, buffer))
            return false;
        written += static_cast<std::int64_t>(buffer.size());
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    const std::optional<std::int64_t> size = argc >= 3 && argc <= 4 ? parseSize(argv[1]) : std::nullopt;
    if (!size) {
        std::fputs("usage: make-log SIZE PATH [SEED]\n", stderr);
        return 2;
    }
    const std::uint64_t seed = argc == 4 ? std::strtoull(argv[3], nullptr, 0) : 1;
    const int file = ::open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0 || !writeLog(file, *size, seed) || ::close(file) != 0) {
        std::fprintf(stderr, "make-log: %s: %s\n", argv[2], std::strerror(errno));
        return 3;
    }
    return 0;
}
