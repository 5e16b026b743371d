// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <random>
#include <span>
#include <sstream>
#include <vector>

namespace megascope::plaintest {
namespace {

struct Case {
    std::string_view name;
    CaseFunction function;
};

struct CaseSkipped { };

enum class Outcome { Passed, Failed, Skipped };

// A function's static, because cases register themselves before main in an order that no one knows.
std::vector<Case>& cases()
{
    static std::vector<Case> list;
    return list;
}

Outcome run(const Case& testCase)
{
    try {
        testCase.function();
        return Outcome::Passed;
    } catch (const CaseFailed&) {
        return Outcome::Failed;
    } catch (const CaseSkipped&) {
        return Outcome::Skipped;
    } catch (const std::exception& exception) {
        std::printf("    exception: %s\n", exception.what());
        return Outcome::Failed;
    }
}

bool isChosen(const Case& testCase, std::span<char*> names)
{
    return names.empty()
        || std::ranges::any_of(names, [&](const char* name) { return testCase.name.contains(name); });
}

int runChosen(std::span<char*> names)
{
    static constexpr const char* words[] = {"PASS", "FAIL", "SKIP"};
    int counts[] = {0, 0, 0};
    for (const Case& testCase : cases()) {
        if (!isChosen(testCase, names))
            continue;
        const auto outcome = static_cast<std::size_t>(run(testCase));
        ++counts[outcome];
        std::printf(
            "%s  %.*s\n", words[outcome], static_cast<int>(testCase.name.size()), testCase.name.data());
        std::fflush(stdout);
    }
    std::printf("%d passed, %d failed, %d skipped\n", counts[0], counts[1], counts[2]);
    // A program that ran nothing proves nothing.
    return counts[1] == 0 && counts[0] + counts[2] > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

Registration::Registration(std::string_view name, CaseFunction function)
{
    cases().push_back({name, function});
}

void fail(const std::string& message, std::source_location where)
{
    std::printf("%s:%u: %s\n", where.file_name(), static_cast<unsigned>(where.line()), message.c_str());
    throw CaseFailed{};
}

void failUnequal(
    std::string_view expression, Printable actual, Printable expected, std::source_location where)
{
    std::ostringstream out;
    out << std::boolalpha << expression << "\n    actual:   ";
    actual.print(out, actual.value);
    out << "\n    expected: ";
    expected.print(out, expected.value);
    fail(out.str(), where);
}

void skip(const std::string& reason)
{
    std::printf("    skipped: %s\n", reason.c_str());
    throw CaseSkipped{};
}

std::uint64_t seed()
{
    static const std::uint64_t value = [] {
        const char* given = std::getenv("MEGASCOPE_SEED");
        const std::uint64_t chosen = given
            ? std::strtoull(given, nullptr, 0)
            : (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
        std::printf("MEGASCOPE_SEED=%llu\n", static_cast<unsigned long long>(chosen));
        return chosen;
    }();
    return value;
}

} // namespace megascope::plaintest

int main(int argc, char** argv)
{
    namespace plaintest = megascope::plaintest;
    const std::span<char*> names(argv + 1, argv + argc);
    if (!names.empty() && std::string_view(names.front()) == "--list") {
        for (const auto& testCase : plaintest::cases())
            std::printf("%.*s\n", static_cast<int>(testCase.name.size()), testCase.name.data());
        return EXIT_SUCCESS;
    }
    return plaintest::runChosen(names);
}
