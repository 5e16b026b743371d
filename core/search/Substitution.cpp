// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/Substitution.h"

#include "core/file/FormatText.h"
#include "core/search/HexPattern.h"
#include "core/search/NumberPattern.h"
#include "core/search/RegexSubstitution.h"
#include "core/text/TextEncoder.h"

#include <QString>

#include <algorithm>
#include <optional>

namespace megascope {
namespace {

using Made = std::expected<std::unique_ptr<Substitution>, PatternError>;

Error contentChanged()
{
    return {.kind = ErrorKind::Changed, .detail = "the content has changed since it was searched"};
}

// The same bytes for each match.
class FixedSubstitution final : public Substitution {
public:
    explicit FixedSubstitution(std::vector<std::byte> bytes)
        : m_bytes(std::move(bytes))
    {
    }

    std::size_t reachBehind() const override { return 0; }
    std::size_t reachAhead() const override { return 0; }
    Result<void> append(
        const SearchText& /*text*/, const MatchSpan& /*match*/, std::vector<std::byte>& out) override
    {
        out.insert(out.end(), m_bytes.begin(), m_bytes.end());
        return {};
    }

private:
    const std::vector<std::byte> m_bytes;
};

// Another number in the same form.
class NumberSubstitution final : public Substitution {
public:
    struct Choice {
        WantedNumber number;
        std::optional<std::uint64_t> bits; // nothing: the new number does not fit
    };
    NumberSubstitution(std::vector<Choice> choices, std::string_view value)
        : m_choices(std::move(choices))
        , m_value(value)
    {
    }

    std::size_t reachBehind() const override { return 0; }
    std::size_t reachAhead() const override { return 0; }
    Result<void> append(const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out) override
    {
        const auto here = std::ranges::find_if(m_choices, [&](const Choice& choice) {
            return choice.number.form.size == match.size
                && choice.number.isAt(text.bytes.data() + match.begin);
        });
        if (here == m_choices.end())
            return std::unexpected(contentChanged());
        const NumberForm& form = here->number.form;
        if (!here->bits)
            return std::unexpected(Error{.kind = ErrorKind::Unsupported,
                .detail = formatText("at offset {}: {} does not fit into {}",
                    (text.offset + ByteCount(match.begin)).value(), m_value, nameOf(form))});
        for (std::size_t i = 0; i < form.size; ++i) {
            const std::size_t place = form.isBigEndian ? form.size - 1 - i : i;
            out.push_back(static_cast<std::byte>(*here->bits >> (place * 8) & 0xff));
        }
        return {};
    }

private:
    const std::vector<Choice> m_choices;
    const std::string m_value;
};

class KeepingLength final : public Substitution {
public:
    explicit KeepingLength(std::unique_ptr<Substitution> substitution)
        : m_substitution(std::move(substitution))
    {
    }

    std::size_t reachBehind() const override { return m_substitution->reachBehind(); }
    std::size_t reachAhead() const override { return m_substitution->reachAhead(); }
    Result<void> append(const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out) override
    {
        const std::size_t before = out.size();
        if (const Result<void> appended = m_substitution->append(text, match, out); !appended)
            return appended;
        const std::size_t size = out.size() - before;
        if (size == match.size)
            return {};
        return std::unexpected(Error{.kind = ErrorKind::Unsupported,
            .detail
            = formatText("the length is to stay, but at offset {} are {} bytes, which {} would replace",
                (text.offset + ByteCount(match.begin)).value(), match.size, size)});
    }

private:
    const std::unique_ptr<Substitution> m_substitution;
};

Made fixedText(Encoding encoding, std::string_view replacement)
{
    const auto bytes = encodedText(encoding, replacement);
    if (!bytes)
        return std::unexpected(PatternError{formatText(
            "{} has no character U+{:04X}", encoding.name(), static_cast<std::uint32_t>(bytes.error()))});
    return std::make_unique<FixedSubstitution>(*bytes);
}

Made fixedBytes(std::string_view replacement)
{
    std::vector<std::byte> bytes;
    if (replacement.find_first_not_of(' ') == std::string_view::npos)
        return std::make_unique<FixedSubstitution>(bytes);
    const auto sets = parseHexPattern(replacement);
    if (!sets)
        return std::unexpected(sets.error());
    for (const ByteSet& set : *sets) {
        if (set.count() != 1)
            return std::unexpected(PatternError{"what is put in has no wildcards"});
        bytes.push_back(static_cast<std::byte>(set._Find_first()));
    }
    return std::make_unique<FixedSubstitution>(std::move(bytes));
}

Made numberInForm(const Pattern& pattern, std::string_view replacement)
{
    const auto numbers = parseNumberPattern(pattern.text);
    if (!numbers)
        return std::unexpected(numbers.error());
    std::vector<NumberSubstitution::Choice> choices;
    std::optional<PatternError> error;
    bool fits = false;
    for (const WantedNumber& number : numbers->numbers) {
        const auto bits = numberBits(number.form, replacement);
        choices.push_back({number, bits ? std::optional(*bits) : std::nullopt});
        fits = fits || bits;
        if (!bits && !error)
            error = bits.error();
    }
    if (!fits)
        return std::unexpected(*error);
    return std::make_unique<NumberSubstitution>(std::move(choices), replacement);
}

} // namespace

std::expected<std::vector<std::byte>, char32_t> encodedText(Encoding encoding, std::string_view utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    return TextEncoder(encoding).encode(
        {reinterpret_cast<const char16_t*>(text.utf16()), static_cast<std::size_t>(text.size())});
}

Made makeSubstitution(const Pattern& pattern, const TextFormat& format, std::string_view replacement)
{
    if (!QUtf8StringView(replacement.data(), static_cast<qsizetype>(replacement.size())).isValidUtf8())
        return std::unexpected(PatternError{"the replacement is not valid UTF-8"});
    switch (pattern.kind) {
    case Pattern::Kind::Hex:
        return fixedBytes(replacement);
    case Pattern::Kind::Number:
        return numberInForm(pattern, replacement);
    case Pattern::Kind::Regex:
        return RegexSubstitution::make(pattern, format, replacement);
    case Pattern::Kind::Text:
        break;
    }
    return fixedText(format.encoding, replacement);
}

std::unique_ptr<Substitution> keepingLength(std::unique_ptr<Substitution> substitution)
{
    return std::make_unique<KeepingLength>(std::move(substitution));
}

} // namespace megascope
