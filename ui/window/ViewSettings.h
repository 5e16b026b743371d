// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/SequenceDisplay.h"

#include <QString>

class KConfigGroup;

namespace megascope {

// How documents are shown; kept between starts.
struct ViewSettings {
    enum class Layout {
        Automatic,
        Text,
        Hex,
        SideBySide
    }; // Automatic: hex for a binary file, text for others

    static constexpr int smallestZoom = -6;
    static constexpr int largestZoom = 30;

    Layout layout = Layout::Automatic; // of documents that are opened from now on
    int zoom = 0; // points added to the desktop's fixed-pitch font
    bool wrap = false;
    bool whitespace = false; // tabs and spaces are marked
    bool timeDifferences = false; // stand beside the lines of a log
    int tabWidth = 8; // columns
    int bytesPerRow = 0; // 0: as many as fit
    int groupSize = 1; // bytes
    bool uppercaseHex = true;
    bool decimalOffsets = false;
    SequenceDisplay sequences = SequenceDisplay::Automatic;
    QString highlighters; // see HighlighterChoice; empty: by the file's name
    QString theme; // empty: the desktop's colours, and the syntax theme that goes with them

    // A value that makes no sense is replaced by the default.
    [[nodiscard]] static ViewSettings load(const KConfigGroup& group);
    // Writes what differs from `before`: the rest may have been changed in another window.
    void save(KConfigGroup& group, const ViewSettings& before) const;
};

} // namespace megascope
