// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <concepts>
#include <cstdint>
#include <ostream>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// Tests without Qt, for the parts of core that have none. A program is a list of cases:
//
//     PLAIN_TEST(windowSlides)
//     {
//         CHECK(window.contains(offset));
//         CHECK_EQUAL(window.size(), 4096u);
//     }
//
// A failed check is printed and ends its case; the other cases still run. The program takes names (or parts
// of names) of cases as arguments, and `--list`. Its exit code is 0 when every case passed. Cases run in one
// thread, in the order of the file; a check belongs to the thread that runs the case.
namespace megascope::plaintest {

using CaseFunction = void (*)();

// Adds a case to the program's list. Called during static initialisation only.
struct Registration {
    Registration(std::string_view name, CaseFunction function);
};

// Thrown by a failed check, caught by the runner.
struct CaseFailed { };

// Prints the message with its place and throws CaseFailed.
[[noreturn]] void fail(
    const std::string& message, std::source_location where = std::source_location::current());

// Prints the reason; the case counts as skipped, not as passed. Throws.
[[noreturn]] void skip(const std::string& reason);

// The seed of this run for random tests, printed at the start of the program: MEGASCOPE_SEED when set, else
// random.
std::uint64_t seed();

// A value that prints itself; what it is for is that streams are not compiled for each type in each test.
struct Printable {
    const void* value;
    void (*print)(std::ostream& out, const void* value);
};

// Fails with both values.
[[noreturn]] void failUnequal(
    std::string_view expression, Printable actual, Printable expected, std::source_location where);

template <typename T>
Printable printable(const T& value)
{
    return {&value, [](std::ostream& out, const void* erased) {
                const T& it = *static_cast<const T*>(erased);
                if constexpr (requires { out << it; })
                    out << it;
                else if constexpr (std::is_enum_v<T>)
                    out << static_cast<long long>(it);
                else
                    out << "(a value that cannot be printed)";
            }};
}

template <typename Actual, typename Expected>
void checkEqual(
    const Actual& actual, const Expected& expected, std::string_view expression, std::source_location where)
{
    const bool same = [&] {
        if constexpr (std::integral<Actual> && std::integral<Expected> && !std::same_as<Actual, bool>
            && !std::same_as<Expected, bool> && !std::same_as<Actual, char> && !std::same_as<Expected, char>)
            return std::cmp_equal(actual, expected);
        else
            return actual == expected;
    }();
    if (!same)
        failUnequal(expression, printable(actual), printable(expected), where);
}

} // namespace megascope::plaintest

#define PLAIN_TEST(name)                                                                                     \
    static void name();                                                                                      \
    static const megascope::plaintest::Registration registrationOf_##name(#name, name);                      \
    static void name()

#define CHECK(...)                                                                                           \
    do {                                                                                                     \
        const bool plainCheckHolds = static_cast<bool>(__VA_ARGS__);                                         \
        if (!plainCheckHolds)                                                                                \
            megascope::plaintest::fail("CHECK(" #__VA_ARGS__ ")", std::source_location::current());          \
    } while (false)

#define CHECK_EQUAL(actual, expected)                                                                        \
    megascope::plaintest::checkEqual(                                                                        \
        (actual), (expected), "CHECK_EQUAL(" #actual ", " #expected ")", std::source_location::current())
