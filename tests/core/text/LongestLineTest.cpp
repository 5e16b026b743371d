// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LongestLine.h"
#include "tests/core/text/LineTesting.h"
#include "tests/support/PlainTest.h"

#include <algorithm>

namespace {

using namespace megascope;
using namespace megascope::testing;

std::int64_t longestOf(std::span<const std::byte> bytes, NewlineCode newline)
{
    LongestLine longest(newline);
    LineRun run(newline);
    (void)run.add(bytes);
    longest.put({ByteOffset(0), ByteCount(std::ssize(bytes))}, run);
    return longest.inFileOf(ByteCount(std::ssize(bytes))).value();
}

std::int64_t longestOf(std::string_view text)
{
    return longestOf(bytesOf(text), {});
}

} // namespace

PLAIN_TEST(leavesLineEndsOut)
{
    CHECK_EQUAL(longestOf(""), 0);
    CHECK_EQUAL(longestOf("\n"), 0);
    CHECK_EQUAL(longestOf("\r\n"), 0);
    CHECK_EQUAL(longestOf("abc"), 3);
    CHECK_EQUAL(longestOf("abc\n"), 3);
    CHECK_EQUAL(longestOf("abc\r\n"), 3);
    CHECK_EQUAL(longestOf("abc\r\r\n"), 4);
    CHECK_EQUAL(longestOf("abc\r\nabcd\n"), 4);
    CHECK_EQUAL(longestOf("abcd\nabc\r\n"), 4);
    CHECK_EQUAL(longestOf("a\nabc\r"), 4); // a CR at the end of the file ends no line
}

PLAIN_TEST(joinsPartsInAnyOrder)
{
    Random random;
    for (const NewlineCode newline : allNewlines()) {
        for (int round = 0; round < 60; ++round) {
            const std::int64_t size = random.between(0, 3000) / newline.unitSize * newline.unitSize;
            const std::vector<std::byte> bytes = randomLines(random, size, newline);

            std::vector<ByteRange> parts;
            for (std::int64_t at = 0; at < size;) {
                const std::int64_t end = std::min(size, at + random.between(1, 300) * newline.unitSize);
                parts.emplace_back(ByteOffset(at), ByteOffset(end));
                at = end;
            }
            for (std::size_t i = parts.size(); i > 1; --i)
                std::swap(parts[i - 1],
                    parts[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);

            LongestLine longest(newline);
            for (const ByteRange& part : parts) {
                LineRun run(newline);
                (void)run.add(std::span(bytes).subspan(static_cast<std::size_t>(part.begin().value()),
                    static_cast<std::size_t>(part.count().value())));
                longest.put(part, run);
            }
            CHECK_EQUAL(longest.inFileOf(ByteCount(size)).value(), NaiveLines(bytes, newline).longest());
        }
    }
}

PLAIN_TEST(countsHolesAsPartsOfLines)
{
    const auto runOf = [](std::string_view text) {
        LineRun run{NewlineCode()};
        (void)run.add(bytesOf(text));
        return run;
    };
    LongestLine longest{NewlineCode()};
    longest.put({ByteOffset(1000), ByteCount(6)}, runOf("ab\r\ncd"));
    CHECK_EQUAL(longest.inFileOf(ByteCount(1006)).value(), 1002);
    CHECK_EQUAL(longest.inFileOf(ByteCount(9000)).value(), 7996);
    longest.put({ByteOffset(8000), ByteCount(2)}, runOf("\nx"));
    CHECK_EQUAL(longest.inFileOf(ByteCount(9000)).value(), 6996);

    LineRun run = runOf("ab\r");
    run.addPlain(ByteCount(0)); // nothing comes between the CR and the LF
    run.append(runOf("\n"));
    CHECK_EQUAL(run.longest().value(), 2);
    run.append(runOf("abc\r"));
    run.addPlain(ByteCount(10)); // zeros come between
    run.append(runOf("\n"));
    CHECK_EQUAL(run.longest().value(), 14);
}
