// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QByteArray>

#include <expected>

namespace megascope {

// A set as JSON, see docs/HIGHLIGHTING.md:
//   { "megascopeHighlighters": 1, "name": "…", "files": ["*.log"], "rules": [
//       { "pattern": "…", "kind": "text" | "regex", "matchCase": true, "wholeWord": false,
//         "scope": "match" | "line", "text": COLOR, "ground": COLOR, "bold": false, "italic": false,
//         "enabled": true } ] }
// where COLOR is "#rrggbb", { "light": "#rrggbb", "dark": "#rrggbb" } or the name of a role: "negative" …
// What has the value shown here (or, of a colour, is not set) may be left out; any other member is an error.
inline constexpr int highlighterFormatVersion = 1;
inline constexpr qsizetype largestHighlighterFile = 1 << 20; // bytes
inline constexpr qsizetype mostRules = 1000;

[[nodiscard]] QByteArray highlighterToJson(const HighlighterSet& set);
// The error is one line that says what is wrong where: "line 3: …", "rule 2, “ground”: …". Each pattern of a
// set that is returned can be compiled.
[[nodiscard]] std::expected<HighlighterSet, QString> highlighterFromJson(const QByteArray& json);

// What is wrong with a pattern, and where: one line; empty: nothing is.
[[nodiscard]] QString patternProblem(const Pattern& pattern);
// The same for the first rule of a set that has such a pattern.
[[nodiscard]] QString ruleProblem(const HighlighterSet& set);

} // namespace megascope
