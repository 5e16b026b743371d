// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HighlighterSet.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

namespace megascope {

namespace {

constexpr QLatin1StringView automaticSetting("automatic");
constexpr QLatin1StringView noneSetting("none");
constexpr QChar nameMark = u'='; // before a name, which may be anything

QRgb resolved(const HighlightColor& color, bool dark, const std::array<QRgb, colorRoles>& roles)
{
    switch (color.kind) {
    case HighlightColor::Kind::None:
        return 0;
    case HighlightColor::Kind::Role:
        return roles[static_cast<std::size_t>(color.role)];
    case HighlightColor::Kind::Fixed:
        break;
    }
    return dark && qAlpha(color.dark) ? color.dark : color.light;
}

} // namespace

bool HighlighterSet::isFor(const QString& path) const
{
    const QString file = QFileInfo(path).fileName();
    return !file.isEmpty() && std::ranges::any_of(files, [&](const QString& wildcard) {
        return QRegularExpression::fromWildcard(wildcard, Qt::CaseInsensitive).match(file).hasMatch();
    });
}

HighlightPalette HighlightPalette::plain(bool dark)
{
    if (dark)
        return {.isDark = true,
            .text = {0xffff7b7b, 0xffffb454, 0xff7fd98b, 0xff6cb8ff, 0xff6cb8ff, 0xffc9a0ff, 0xff9aa0a6},
            .ground = {0xff4d1f24, 0xff4a3613, 0xff1d3f26, 0xff173a56, 0xff173a56, 0xff3a2a52, 0xff33373b}};
    return {.isDark = false,
        .text = {0xffbf0303, 0xff9a5b00, 0xff006e28, 0xff0057ae, 0xff0057ae, 0xff644a9b, 0xff6d6d6d},
        .ground = {0xfff8dada, 0xfffdeccf, 0xffd8f0dd, 0xffd6e9fb, 0xffd6e9fb, 0xffe8e0f4, 0xffeaeaea}};
}

QRgb HighlightPalette::textOf(const HighlightColor& color) const
{
    return resolved(color, isDark, text);
}

QRgb HighlightPalette::groundOf(const HighlightColor& color) const
{
    return resolved(color, isDark, ground);
}

HighlighterChoice HighlighterChoice::fromSetting(const QString& setting)
{
    if (setting == noneSetting)
        return {HighlighterChoice::Kind::None, {}};
    if (setting.startsWith(nameMark))
        return {HighlighterChoice::Kind::Named, setting.mid(1)};
    return {};
}

QString HighlighterChoice::setting() const
{
    if (kind == HighlighterChoice::Kind::Named)
        return nameMark + name;
    return kind == HighlighterChoice::Kind::None ? noneSetting : automaticSetting;
}

} // namespace megascope
