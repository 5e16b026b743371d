// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/ViewStyle.h"

#include <KSyntaxHighlighting/Theme>

#include <QPalette>

namespace megascope {

namespace {

// Of yellow in the background of a match: what is written there stays as readable as elsewhere.
constexpr qreal lightMatch = 0.5;
constexpr qreal darkMatch = 0.28;

// Of orange in the background of a byte that has just changed.
constexpr qreal lightLive = 0.5;
constexpr qreal darkLive = 0.5;

QColor blended(const QColor& a, const QColor& b, qreal share)
{
    const auto part = [share](int x, int y) { return qRound(x + (y - x) * share); };
    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()));
}

// The colours that neither a palette nor a theme names; each keeps a contrast of at least 4.5 : 1 to white or
// to a dark background.
void setSignalColors(ViewStyle& style)
{
    const bool dark = style.isDark();
    style.special = dark ? QColor(0x7f, 0xc4, 0xff) : QColor(0x00, 0x57, 0xae);
    style.changed = dark ? QColor(0xff, 0x8a, 0xd8) : QColor(0xa0, 0x00, 0x6e);
    style.warning = dark ? QColor(0xff, 0x9a, 0x66) : QColor(0xb0, 0x38, 0x00);
    style.matchTick = dark ? QColor(0xe8, 0xb4, 0x00) : QColor(0xb0, 0x7a, 0x00);
    style.bookmark = dark ? QColor(0x4d, 0xb6, 0xff) : QColor(0x00, 0x6f, 0xd1);
    style.unreadable = dark ? QColor(0xff, 0x6b, 0x6b) : QColor(0xbf, 0x03, 0x03);
    style.live = blended(style.background, QColor(0xff, 0x7a, 0x00), dark ? darkLive : lightLive);
    style.faint = blended(style.text, style.background, 0.62);
}

} // namespace

bool ViewStyle::isDark() const
{
    return background.lightnessF() < 0.5;
}

ViewStyle ViewStyle::fromPalette(const QPalette& palette, const QFont& font)
{
    ViewStyle style;
    style.font = font;
    style.background = palette.color(QPalette::Base);
    style.text = palette.color(QPalette::Text);
    style.gutterBackground = blended(style.background, style.text, 0.045);
    style.gutterText = blended(style.text, style.background, 0.45);
    style.currentGutterText = style.text;
    style.currentRow = blended(style.background, style.text, 0.055);
    style.selection = blended(style.background, palette.color(QPalette::Active, QPalette::Highlight), 0.45);
    style.inactiveSelection
        = blended(style.background, palette.color(QPalette::Active, QPalette::Highlight), 0.22);
    style.match
        = blended(style.background, style.isDark() ? QColor(0xff, 0xc8, 0x00) : QColor(0xff, 0xd4, 0x00),
            style.isDark() ? darkMatch : lightMatch);
    style.cursor = style.text;
    setSignalColors(style);
    return style;
}

ViewStyle ViewStyle::fromTheme(const KSyntaxHighlighting::Theme& theme, const QFont& font)
{
    using KSyntaxHighlighting::Theme;
    const auto editor
        = [&theme](Theme::EditorColorRole role) { return QColor::fromRgba(theme.editorColor(role)); };
    ViewStyle style;
    style.font = font;
    style.background = editor(Theme::BackgroundColor);
    style.text = QColor::fromRgba(theme.textColor(Theme::Normal));
    style.gutterBackground = editor(Theme::IconBorder);
    style.gutterText = editor(Theme::LineNumbers);
    style.currentGutterText = editor(Theme::CurrentLineNumber);
    style.currentRow = editor(Theme::CurrentLine);
    style.selection = editor(Theme::TextSelection);
    style.inactiveSelection = blended(style.background, style.selection, 0.5);
    style.match = editor(Theme::SearchHighlight);
    style.cursor = style.text;
    setSignalColors(style);
    return style;
}

} // namespace megascope
