// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Failure.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace megascope::cli {

// An option that a command knows.
struct Option {
    std::string_view name; // with its dashes
    std::string_view value; // what stands for its value in help texts; empty when it takes none
    std::string_view help;
    bool valueIsOptional = false; // then it is given with "=" only
};

// The words of a command line, told apart: options may stand anywhere; "--name VALUE" and "--name=VALUE" are
// the same; what follows "--" is no option; "-" is none either. An option that is given twice counts as given
// last. Holds views of the words.
class Arguments {
public:
    [[nodiscard]] static Outcome<Arguments> parse(
        std::span<char* const> words, std::span<const Option> known);

    [[nodiscard]] std::span<const std::string_view> operands() const { return m_operands; }
    [[nodiscard]] bool has(std::string_view option) const { return value(option).has_value(); }
    // Empty for an option that takes no value; nothing when it was not given.
    [[nodiscard]] std::optional<std::string_view> value(std::string_view option) const;

private:
    [[nodiscard]] Outcome<bool> takeOption(
        std::string_view word, std::optional<std::string_view> next, std::span<const Option> known);

    std::vector<std::string_view> m_operands;
    std::vector<std::pair<std::string_view, std::string_view>> m_options; // names and values, as given
};

// The number that `text` stands for; the failure calls it `what`.
[[nodiscard]] Outcome<std::int64_t> numberFrom(std::string_view what, std::string_view text);

} // namespace megascope::cli
