// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/bench/LogText.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cstring>

namespace megascope::bench {
namespace {

using namespace std::string_view_literals;

// Of 100 lines, how many have which level: spelled out, so that a random index picks one.
constexpr auto levelOf(std::size_t percent)
{
    return percent < 78 ? " INFO  "sv : percent < 90 ? " DEBUG "sv : percent < 98 ? " WARN  "sv : " ERROR "sv;
}

constexpr std::array services = {"gateway["sv, "auth["sv, "billing["sv, "search["sv, "mailer["sv,
    "scheduler["sv, "storage["sv, "metrics["sv};

constexpr std::array messages
    = {"request completed"sv, "connection accepted from 10.20.30.40 port "sv, "cache miss for key user:"sv,
        "slow query took "sv, "upstream timeout after "sv, "retrying in "sv, "session expired for account "sv,
        "wrote checkpoint "sv, "queue depth is "sv, "token refreshed for client "sv};

// Text of other alphabets, whole characters of two, three and four bytes.
constexpr std::array foreign = {"Übergröße für Müller"sv, "naïve café déjà vu"sv, "Привет, мир"sv,
    "καλημέρα κόσμε"sv, "東京都の天気"sv, "مرحبا بالعالم"sv, "done ✓ 🚀"sv, "한국어 메시지"sv};

// Padding is cut from it at any place; so it is ASCII.
constexpr auto filler = "path=/api/v2/accounts/list status=200 bytes=18432 agent=curl/8.5 region=eu-north "
                        "zone=b shard=17 attempt=1 trace=4bf92f3577b34da6a3ce929d0e0e4736 "
                        "span=00f067aa0ba902b7 elapsed=12ms queue=default worker=3 tenant=acme"sv;

} // namespace

LogText::LogText(std::uint64_t seed)
    : m_state(seed)
{
}

// SplitMix64: one multiplication chain, any seed is good, and its numbers are the same everywhere.
std::uint64_t LogText::random()
{
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

std::size_t LogText::below(std::size_t count)
{
    return static_cast<std::size_t>(((random() >> 32) * count) >> 32);
}

void LogText::appendLine(std::string& out)
{
    // 80 … 192 bytes: 136 on average, 63 million lines in 8 GiB.
    appendLine(out, shortestLine + below(113));
}

void LogText::appendLine(std::string& out, std::size_t size)
{
    const std::size_t begin = out.size();
    appendHead(out);
    appendMessage(out);
    finish(out, begin, size);
}

void LogText::appendNeedleLine(std::string& out, std::size_t size)
{
    const std::size_t begin = out.size();
    appendHead(out);
    out.append(needle);
    finish(out, begin, size);
}

// "2026-03-01T00:00:00.000042Z host-07 gateway[12345]: INFO  ": at most 62 bytes.
void LogText::appendHead(std::string& out)
{
    m_microseconds += below(2'000);
    const std::uint64_t second = m_microseconds / 1'000'000;
    if (second != m_second) {
        m_second = second;
        using namespace std::chrono;
        const sys_seconds time = sys_days(2026y / March / 1) + seconds(second);
        const year_month_day date(floor<days>(time));
        const hh_mm_ss clock(time - floor<days>(time));
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.",
            static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
        std::memcpy(m_timestamp.data(), text.data(), m_timestamp.size());
    }
    out.append(m_timestamp.data(), m_timestamp.size());
    std::array<char, 16> tail
        = {'0', '0', '0', '0', '0', '0', 'Z', ' ', 'h', 'o', 's', 't', '-', '0', '0', ' '};
    std::uint64_t fraction = m_microseconds % 1'000'000;
    for (std::size_t i = 6; i-- > 0; fraction /= 10)
        tail[i] = static_cast<char>('0' + fraction % 10);
    const std::size_t host = below(100);
    tail[13] = static_cast<char>('0' + host / 10);
    tail[14] = static_cast<char>('0' + host % 10);
    out.append(tail.data(), tail.size());
    out.append(services[below(services.size())]);
    std::array<char, 5> process{};
    std::uint64_t id = 10'000 + below(90'000);
    for (std::size_t i = process.size(); i-- > 0; id /= 10)
        process[i] = static_cast<char>('0' + id % 10);
    out.append(process.data(), process.size());
    out.append("]:");
    out.append(levelOf(below(100)));
}

void LogText::appendMessage(std::string& out)
{
    if (below(10) == 0)
        out.append(foreign[below(foreign.size())]);
    else
        out.append(messages[below(messages.size())]);
    std::array<char, 12> number{};
    std::uint64_t value = random() >> 40;
    std::size_t at = number.size();
    do {
        number[--at] = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0);
    out.append(number.data() + at, number.size() - at);
    out.push_back(' ');
}

// Pads or cuts what was appended since `begin` to `size` bytes, the newline among them; never cuts a
// character.
void LogText::finish(std::string& out, std::size_t begin, std::size_t size)
{
    assert(size >= shortestLine && size <= longestLine);
    const std::size_t end = begin + size - 1;
    if (out.size() > end) {
        std::size_t cut = end;
        while ((static_cast<unsigned char>(out[cut]) & 0xc0) == 0x80)
            --cut;
        out.resize(cut);
    }
    const std::size_t missing = end - out.size();
    const std::size_t from
        = below(std::max<std::size_t>(filler.size() - std::min(missing, filler.size()), 1));
    out.append(filler.substr(from, missing));
    out.resize(end, '.');
    out.push_back('\n');
}

} // namespace megascope::bench
