// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Matcher.h"
#include "core/search/Pattern.h"

namespace megascope {

// What a line is to hold, or, negated, is not to hold.
struct LineCondition {
    Pattern pattern; // without a text: of no meaning
    bool negated = false;
    bool enabled = true;

    friend bool operator==(const LineCondition&, const LineCondition&) = default;
};

// Which lines of a document are shown.
struct FilterSpec {
    enum class Combine { All, Any };
    std::vector<LineCondition> conditions;
    Combine combine = Combine::All;
    int context = 0; // so many lines before and behind each that fits are shown too

    friend bool operator==(const FilterSpec&, const FilterSpec&) = default;
};

struct FilterError {
    std::size_t condition = 0; // which of FilterSpec::conditions
    PatternError error;
};

// A FilterSpec that is ready for text of one format. A pattern fits a line when it matches in it as if the
// line, without its line end, were all there is: nothing reaches into another line. Immutable, thread-safe.
class LineFilter {
public:
    struct Condition {
        std::shared_ptr<const Matcher> matcher;
        bool negated = false;
        bool staysInLine = false; // what it finds in the whole document is what it finds in lines
    };

    // Null: no condition has a meaning. Errors: all patterns that are wrong, also of conditions that are not
    // enabled.
    [[nodiscard]] static std::expected<std::shared_ptr<const LineFilter>, std::vector<FilterError>> compile(
        const FilterSpec& spec, const TextFormat& format);

    [[nodiscard]] const std::vector<Condition>& conditions() const { return m_conditions; } // not empty
    [[nodiscard]] bool needsAll() const { return m_combine == FilterSpec::Combine::All; }
    [[nodiscard]] int context() const { return m_context; }
    [[nodiscard]] NewlineCode newline() const { return m_newline; }
    // A CR before a newline is no part of the line's content.
    [[nodiscard]] bool stripsCarriageReturn() const { return m_stripsCarriageReturn; }

private:
    LineFilter(const FilterSpec& spec, const TextFormat& format);

    // Constant after compile().
    std::vector<Condition> m_conditions;
    FilterSpec::Combine m_combine;
    int m_context;
    NewlineCode m_newline;
    bool m_stripsCarriageReturn;
};

} // namespace megascope
