// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneStyle.h"

#include "ui/model/ColorContrast.h"
#include "ui/model/SyntaxRepository.h"

#include <KColorScheme>

#include <QFontDatabase>
#include <QPalette>

#include <algorithm>

namespace megascope {

namespace {

constexpr int smallestFont = 5; // points

QFont zoomedFont(int zoom)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSize(std::max(smallestFont, font.pointSize() + zoom));
    return font;
}

} // namespace

ViewStyle paneStyle(const ViewSettings& settings, const QPalette& palette, const SyntaxRepository& syntaxes)
{
    const QFont font = zoomedFont(settings.zoom);
    ViewStyle desktop = ViewStyle::fromPalette(palette, font);
    if (settings.theme.isEmpty())
        return desktop;
    return ViewStyle::fromTheme(syntaxes.theme(settings.theme, desktop.isDark()), font);
}

HighlightPalette highlightPalette(const ViewStyle& style)
{
    HighlightPalette palette = HighlightPalette::plain(style.isDark());
    const KColorScheme scheme(QPalette::Active, KColorScheme::View);
    const bool isOfDesktop = isDark(scheme.background().color().rgb()) == style.isDark();
    const auto set
        = [&](ColorRole role, KColorScheme::ForegroundRole text, KColorScheme::BackgroundRole ground) {
              const auto index = static_cast<std::size_t>(role);
              if (isOfDesktop) {
                  palette.text[index] = scheme.foreground(text).color().rgb();
                  palette.ground[index] = scheme.background(ground).color().rgb();
              }
              palette.text[index] = readableOn(palette.text[index], style.background.rgb());
          };
    set(ColorRole::Negative, KColorScheme::NegativeText, KColorScheme::NegativeBackground);
    set(ColorRole::Neutral, KColorScheme::NeutralText, KColorScheme::NeutralBackground);
    set(ColorRole::Positive, KColorScheme::PositiveText, KColorScheme::PositiveBackground);
    set(ColorRole::Active, KColorScheme::ActiveText, KColorScheme::ActiveBackground);
    set(ColorRole::Link, KColorScheme::LinkText, KColorScheme::LinkBackground);
    set(ColorRole::Visited, KColorScheme::VisitedText, KColorScheme::VisitedBackground);
    set(ColorRole::Inactive, KColorScheme::InactiveText, KColorScheme::AlternateBackground);
    return palette;
}

} // namespace megascope
