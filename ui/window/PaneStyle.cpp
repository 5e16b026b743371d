// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneStyle.h"

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

ViewStyle paneStyle(const ViewSettings& settings, const QPalette& palette)
{
    return ViewStyle::fromPalette(palette, zoomedFont(settings.zoom));
}

} // namespace megascope
