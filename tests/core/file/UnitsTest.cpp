// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ByteRange.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>

namespace megascope {
namespace {

static_assert(sizeof(ByteOffset) == 8 && sizeof(ByteCount) == 8 && sizeof(LineNumber) == 8);
static_assert(
    !std::is_convertible_v<std::int64_t, ByteOffset> && !std::is_convertible_v<ByteOffset, std::int64_t>);
static_assert(
    !std::is_constructible_v<ByteOffset, LineNumber> && !std::is_constructible_v<ByteCount, ByteOffset>);
static_assert(!std::is_invocable_v<std::plus<>, ByteOffset, LineCount>);
static_assert(!std::is_invocable_v<std::plus<>, ByteOffset, ByteOffset>);
static_assert(!std::equality_comparable_with<ByteOffset, LineNumber>);

// Whether the sum, kept from the optimiser by volatile, stops a child process.
template <class Work>
bool aborts(Work work)
{
    const int status = testing::statusOfChild([&] {
        const rlimit noCore = {0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        std::signal(SIGABRT, SIG_DFL);
        [[maybe_unused]] const volatile std::int64_t kept = work();
    });
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

} // namespace

PLAIN_TEST(sumsOfUnits)
{
    constexpr ByteOffset place(100);
    static_assert(place + ByteCount(28) == ByteOffset(128));
    static_assert(place - ByteCount(100) == ByteOffset(0));
    static_assert(ByteOffset(128) - place == ByteCount(28));
    static_assert(kibibytes(4) * 2 == ByteCount(8192) && mebibytes(1) / kibibytes(64) == 16);
    static_assert(ByteCount(100) % ByteCount(64) == ByteCount(36) && ByteCount(100) / 3 == ByteCount(33));
    static_assert(alignedDown(ByteOffset(4097), kibibytes(4)) == ByteOffset(4096));
    static_assert(alignedDown(ByteOffset::max(), kibibytes(4))
        == ByteOffset((std::int64_t{1} << 62) + ((std::int64_t{1} << 62) - 4096)));
}

PLAIN_TEST(overflowStopsTheProgram)
{
    CHECK(aborts([] { return (ByteOffset::max() + ByteCount(1)).value(); }));
    CHECK(aborts([] { return (ByteCount::max() + ByteCount(1)).value(); }));
    CHECK(aborts([] { return (ByteCount::max() * 2).value(); }));
    CHECK(aborts([] { return (ByteCount(-2) - ByteCount::max()).value(); }));
    CHECK(aborts([] { return (ByteOffset(-2) - ByteOffset::max()).value(); }));
    CHECK(aborts([] { return ByteRange(ByteOffset::max(), ByteCount(1)).end().value(); }));
    CHECK(!aborts([] { return (ByteOffset::max() - ByteCount(1) + ByteCount(1)).value(); }));
}

PLAIN_TEST(checkedAddOfWhatComesFromOutside)
{
    CHECK(ByteOffset(1).checkedAdd(ByteCount(2)) == ByteOffset(3));
    CHECK(ByteOffset::max().checkedAdd(ByteCount(0)) == ByteOffset::max());
    CHECK(!ByteOffset::max().checkedAdd(ByteCount(1)));
    CHECK(!ByteOffset(-2).checkedAdd(ByteCount(std::numeric_limits<std::int64_t>::min())));
}

PLAIN_TEST(rangesIntersect)
{
    const ByteRange range(ByteOffset(10), ByteOffset(20));
    CHECK(
        range.contains(ByteOffset(10)) && range.contains(ByteOffset(19)) && !range.contains(ByteOffset(20)));
    CHECK(range.contains(range) && !range.contains(ByteRange(ByteOffset(10), ByteOffset(21))));
    CHECK(range.intersected({ByteOffset(15), ByteOffset(30)}) == ByteRange(ByteOffset(15), ByteOffset(20)));
    CHECK(range.intersected({ByteOffset(0), ByteOffset(30)}) == range);
    const ByteRange none = range.intersected({ByteOffset(25), ByteOffset(30)});
    CHECK(none.empty() && none.begin() == ByteOffset(25));
    CHECK(range.intersected({ByteOffset(0), ByteOffset(5)}).empty());
}

} // namespace megascope
