// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HighlighterSet.h"

#include <KLocalizedString>

#include <array>

namespace megascope {

namespace {

using Scope = HighlightRule::Scope;

// Levels are looked for as they are usually written: in capitals anywhere; otherwise where something around
// says that it is one ("[error]", "level=error", "error:"); or as the letter that glog begins a line with.
std::string levelPattern(const char* capitals, const char* anyCase, const char* letter)
{
    std::string expression = std::string(R"(\b(?:)") + capitals + R"()\b)";
    expression += std::string(R"(|(?i:(?:\[\s*|<|\blevel["']?\s*[=:]\s*["']?)(?:)") + anyCase + R"()\b))";
    if (*letter)
        expression += std::string("|^") + letter + R"(\d{4} \d\d:\d\d:\d\d)";
    return expression;
}

HighlightRule regexRule(std::string expression, Scope scope, const HighlightColor& text)
{
    HighlightRule rule;
    rule.pattern = {.kind = Pattern::Kind::Regex, .text = std::move(expression)};
    rule.scope = scope;
    rule.text = text;
    return rule;
}

HighlighterSet logLevels()
{
    const auto role = [](ColorRole color) { return HighlightColor::of(color); };
    const std::string fatal = levelPattern(
        "FATAL|CRITICAL|CRIT|EMERG|EMERGENCY|ALERT|PANIC", "fatal|critical|crit|emerg|alert|panic", "F");
    const std::string error
        = levelPattern("ERROR|ERR|SEVERE|FAILED", "error|err|severe", "E") + R"(|\b[Ee]rror:)";
    const std::string warning = levelPattern("WARN|WARNING", "warn|warning", "W") + R"(|\b[Ww]arning:)";
    HighlighterSet set{.name = i18nc("@item highlighter set", "Log Levels"),
        .files = {QStringLiteral("*.log"), QStringLiteral("*.log.*"), QStringLiteral("*_log"),
            QStringLiteral("syslog*"), QStringLiteral("messages*"), QStringLiteral("*.journal.txt")},
        .rules = {},
        .isBuiltIn = true};
    HighlightRule strong = regexRule(fatal, Scope::Line, role(ColorRole::Negative));
    strong.ground = role(ColorRole::Negative);
    strong.bold = true;
    HighlightRule word = regexRule(error, Scope::Match, role(ColorRole::Negative));
    word.bold = true;
    set.rules = {std::move(strong), std::move(word), regexRule(error, Scope::Line, role(ColorRole::Negative)),
        regexRule(warning, Scope::Line, role(ColorRole::Neutral)),
        regexRule(levelPattern("INFO|NOTICE", "info|notice|information", "I"), Scope::Match,
            role(ColorRole::Positive)),
        regexRule(levelPattern("DEBUG|DBG|TRACE|VERBOSE|FINE|FINER|FINEST", "debug|trace|verbose", ""),
            Scope::Line, role(ColorRole::Inactive))};
    return set;
}

HighlighterSet webAccesses()
{
    const auto status = [](const char* digits, Scope scope, ColorRole role) {
        return regexRule(
            std::string(R"(" )") + digits + R"((?= (?:\d+|-)))", scope, HighlightColor::of(role));
    };
    HighlighterSet set{.name = i18nc("@item highlighter set", "Web Server Accesses"),
        .files
        = {QStringLiteral("*access.log*"), QStringLiteral("*access_log*"), QStringLiteral("access*.log*")},
        .rules = {},
        .isBuiltIn = true};
    HighlightRule failed = status("5\\d\\d", Scope::Match, ColorRole::Negative);
    failed.bold = true;
    set.rules = {std::move(failed), status("5\\d\\d", Scope::Line, ColorRole::Negative),
        status("4\\d\\d", Scope::Line, ColorRole::Neutral),
        status("3\\d\\d", Scope::Match, ColorRole::Active),
        status("2\\d\\d", Scope::Match, ColorRole::Positive),
        regexRule(R"("(?:GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|CONNECT|TRACE)\b)", Scope::Match,
            HighlightColor::of(ColorRole::Visited))};
    return set;
}

HighlighterSet addressesAndValues()
{
    const auto match = [](const char* expression, ColorRole role) {
        return regexRule(expression, Scope::Match, HighlightColor::of(role));
    };
    return {.name = i18nc("@item highlighter set", "Addresses and Values"),
        .files = {},
        .rules = {match(R"("(?:[^"\\\n]|\\.){0,400}")", ColorRole::Positive),
            match(R"(\bhttps?://[^\s"'<>]+)", ColorRole::Link),
            match(R"(\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b)", ColorRole::Visited),
            match(R"(\b(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?\b)", ColorRole::Active),
            match(R"(\b(?:[0-9A-Fa-f]{1,4}:){3,7}(?::?[0-9A-Fa-f]{1,4})\b)", ColorRole::Active),
            match(R"(\b(?:0[xX][0-9A-Fa-f]+|\d+(?:\.\d+)?)\b)", ColorRole::Neutral)},
        .isBuiltIn = true};
}

} // namespace

std::vector<HighlighterSet> builtInHighlighters()
{
    return {webAccesses(), logLevels(), addressesAndValues()};
}

HighlightColor quickGround(std::size_t index)
{
    static const std::array colors{HighlightColor::fixed(0xffffe066, 0xff6b5900),
        HighlightColor::fixed(0xffa8e6a1, 0xff1f5c2a), HighlightColor::fixed(0xff9fd8ff, 0xff14507a),
        HighlightColor::fixed(0xffffb3c7, 0xff7a2140), HighlightColor::fixed(0xffd9b8ff, 0xff532b80),
        HighlightColor::fixed(0xffffc48a, 0xff7a4310), HighlightColor::fixed(0xff9ff0e4, 0xff0f5f57),
        HighlightColor::fixed(0xffd6d6d6, 0xff55595e)};
    return colors[index % colors.size()];
}

} // namespace megascope
