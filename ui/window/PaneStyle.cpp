// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneStyle.h"

#include "ui/model/SyntaxRepository.h"

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

} // namespace megascope
