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
    settings.timeDifferences = group.readEntry("TimeDifferences", defaults.timeDifferences);
    settings.tabWidth = within(group, "TabWidth", defaults.tabWidth, 1, 16);
    settings.bytesPerRow = within(group, "BytesPerRow", defaults.bytesPerRow, 0, 256);
    settings.groupSize = within(group, "GroupSize", defaults.groupSize, 1, 8);
    settings.uppercaseHex = group.readEntry("UppercaseHex", defaults.uppercaseHex);
    settings.decimalOffsets = group.readEntry("DecimalOffsets", defaults.decimalOffsets);
    settings.sequences = SequenceDisplay(
        within(group, "Sequences", int(defaults.sequences), 0, int(SequenceDisplay::Colored)));
    settings.highlighters = group.readEntry("Highlighters", defaults.highlighters);
    settings.theme = group.readEntry("Theme", defaults.theme);
    return settings;
}

void ViewSettings::save(KConfigGroup& group, const ViewSettings& before) const
{
    const auto write = [&](const char* key, auto ViewSettings::* setting) {
        if (this->*setting != before.*setting)
            group.writeEntry(key, this->*setting);
    };
    if (layout != before.layout)
        group.writeEntry("Layout", int(layout));
    if (sequences != before.sequences)
        group.writeEntry("Sequences", int(sequences));
    write("Highlighters", &ViewSettings::highlighters);
    write("Zoom", &ViewSettings::zoom);
    write("Wrap", &ViewSettings::wrap);
    write("Whitespace", &ViewSettings::whitespace);
    write("TimeDifferences", &ViewSettings::timeDifferences);
    write("TabWidth", &ViewSettings::tabWidth);
    write("BytesPerRow", &ViewSettings::bytesPerRow);
    write("GroupSize", &ViewSettings::groupSize);
    write("UppercaseHex", &ViewSettings::uppercaseHex);
    write("DecimalOffsets", &ViewSettings::decimalOffsets);
    write("Theme", &ViewSettings::theme);
}

} // namespace megascope
