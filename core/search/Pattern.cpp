// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/Pattern.h"

#include "core/file/FormatText.h"
#include "core/search/ByteClass.h"
#include "core/search/LiteralMatcher.h"
#include "core/search/NumberMatcher.h"
#include "core/search/RegexMatcher.h"
#include "core/search/TranscodedMatcher.h"
#include "core/text/TextEncoder.h"

#include <QString>

#include <algorithm>

namespace megascope {
namespace {

using Compiled = std::expected<std::shared_ptr<const Matcher>, PatternError>;

std::unexpected<PatternError> wrong(std::string message, std::size_t position = 0)
{
    return std::unexpected(PatternError{std::move(message), position});
}

// A literal may be as long as a match can be.
bool isTooLong(std::size_t size)
{
    return size > static_cast<std::size_t>(Matcher::regexReach.value()) / 4;
}

// The text as a regular expression.
std::string literally(std::string_view text)
{
    std::string expression;
    for (const char c : text) {
        if (c == '\0') {
            expression += "\\x00";
            continue;
        }
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || c == '_' || static_cast<unsigned char>(c) >= 0x80;
        if (!isPlain)
            expression += '\\';
        expression += c;
    }
    return expression;
}

Compiled compileRegex(const Pattern& pattern, std::string_view expression, const TextFormat& format)
{
    const RegexMatcher::Options options = RegexMatcher::optionsFor(pattern, format);
    auto matcher = RegexMatcher::compile(expression, options);
    if (!matcher)
        return std::unexpected(matcher.error());
    if (!options.dialect.characters || format.encoding.family() == Encoding::Family::Utf8)
        return *matcher;
    return std::make_shared<TranscodedMatcher>(*matcher, format.encoding);
}

Compiled compileText(const Pattern& pattern, const TextFormat& format)
{
    if (!pattern.matchCase || pattern.wholeWord)
        return compileRegex(pattern, literally(pattern.text), format);
    const QString text = QString::fromUtf8(pattern.text.data(), static_cast<qsizetype>(pattern.text.size()));
    const auto bytes = TextEncoder(format.encoding)
                           .encode({reinterpret_cast<const char16_t*>(text.utf16()),
                               static_cast<std::size_t>(text.size())});
    if (!bytes)
        return wrong(formatText("{} has no character U+{:04X}", format.encoding.name(),
            static_cast<std::uint32_t>(bytes.error())));
    return std::make_shared<LiteralMatcher>(*bytes, format.encoding);
}

Compiled compileHex(const Pattern& pattern)
{
    const auto sets = parseHexPattern(pattern.text);
    if (!sets)
        return std::unexpected(sets.error());
    std::vector<std::byte> literal;
    std::string expression;
    for (const ByteSet& set : *sets) {
        if (set.count() == 1)
            literal.push_back(static_cast<std::byte>(set._Find_first()));
        expression += set.all() ? R"([\x00-\xff])" : byteClass(set);
    }
    if (literal.size() == sets->size())
        return std::make_shared<LiteralMatcher>(literal);
    return RegexMatcher::compile(expression, {.dialect = {.characters = false}})
        .transform([](const auto& matcher) { return std::static_pointer_cast<const Matcher>(matcher); });
}

Compiled compileNumber(const Pattern& pattern)
{
    return parseNumberPattern(pattern.text).transform([](const NumberPattern& numbers) {
        return std::static_pointer_cast<const Matcher>(std::make_shared<const NumberMatcher>(numbers));
    });
}

} // namespace

Compiled compilePattern(const Pattern& pattern, const TextFormat& format)
{
    if (pattern.text.empty())
        return wrong("there is nothing to look for");
    if (isTooLong(pattern.text.size()))
        return wrong("the pattern is longer than 64 KiB");
    if (!QUtf8StringView(pattern.text.data(), static_cast<qsizetype>(pattern.text.size())).isValidUtf8())
        return wrong("the pattern is not valid UTF-8");
    switch (pattern.kind) {
    case Pattern::Kind::Hex:
        return compileHex(pattern);
    case Pattern::Kind::Number:
        return compileNumber(pattern);
    case Pattern::Kind::Regex:
        return compileRegex(pattern, pattern.text, format);
    case Pattern::Kind::Text:
        break;
    }
    return compileText(pattern, format);
}

ByteOffset searchedFrom(const Pattern& pattern, const TextFormat& format, ByteCount size)
{
    const bool skipsMark = format.hasByteOrderMark && !pattern.isOfBytes();
    const ByteCount begin(skipsMark ? std::ssize(format.encoding.byteOrderMark()) : 0);
    return ByteOffset(0) + std::min(begin, size);
}

} // namespace megascope
