// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/Substitution.h"

#include "core/file/FormatText.h"
#include "core/search/HexPattern.h"
#include "core/search/RegexSubstitution.h"
#include "core/text/TextEncoder.h"

#include <QString>

namespace megascope {
namespace {

using Made = std::expected<std::unique_ptr<Substitution>, PatternError>;

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
    case Pattern::Kind::Regex:
        return RegexSubstitution::make(pattern, format, replacement);
    case Pattern::Kind::Text:
        break;
    }
    return fixedText(format.encoding, replacement);
}

} // namespace megascope
