// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ViewSettings.h"

#include <KConfigGroup>

#include <algorithm>

namespace megascope {

namespace {

int within(const KConfigGroup& group, const char* key, int fallback, int least, int most)
{
    const int value = group.readEntry(key, fallback);
    return value >= least && value <= most ? value : fallback;
}

} // namespace

ViewSettings ViewSettings::load(const KConfigGroup& group)
{
    const ViewSettings defaults;
    ViewSettings settings;
    settings.layout = Layout(within(group, "Layout", int(defaults.layout), 0, int(Layout::SideBySide)));
    settings.zoom = within(group, "Zoom", defaults.zoom, smallestZoom, largestZoom);
    settings.wrap = group.readEntry("Wrap", defaults.wrap);
    settings.whitespace = group.readEntry("Whitespace", defaults.whitespace);
    settings.tabWidth = within(group, "TabWidth", defaults.tabWidth, 1, 16);
    settings.bytesPerRow = within(group, "BytesPerRow", defaults.bytesPerRow, 0, 256);
    settings.groupSize = within(group, "GroupSize", defaults.groupSize, 1, 8);
    settings.uppercaseHex = group.readEntry("UppercaseHex", defaults.uppercaseHex);
    settings.decimalOffsets = group.readEntry("DecimalOffsets", defaults.decimalOffsets);
    settings.theme = group.readEntry("Theme", defaults.theme);
    return settings;
}

void ViewSettings::save(KConfigGroup& group) const
{
    group.writeEntry("Layout", int(layout));
    group.writeEntry("Zoom", zoom);
    group.writeEntry("Wrap", wrap);
    group.writeEntry("Whitespace", whitespace);
    group.writeEntry("TabWidth", tabWidth);
    group.writeEntry("BytesPerRow", bytesPerRow);
    group.writeEntry("GroupSize", groupSize);
    group.writeEntry("UppercaseHex", uppercaseHex);
    group.writeEntry("DecimalOffsets", decimalOffsets);
    group.writeEntry("Theme", theme);
}

} // namespace megascope
