// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QColor>
#include <QFont>

class QPalette;

namespace KSyntaxHighlighting {
class Theme;
}

namespace megascope {

// Space between rows, in shares of the font's height.
inline constexpr double rowLeading = 0.12;

// Font and colours of the views.
struct ViewStyle {
    QFont font; // fixed pitch, at the zoomed size

    QColor background;
    QColor text;
    QColor gutterBackground; // line numbers, offsets, column heads
    QColor gutterText;
    QColor currentGutterText;
    QColor currentRow; // background of the row with the cursor
    QColor selection; // background; the text keeps its colours
    QColor inactiveSelection; // of a pane without the keyboard focus
    QColor match; // background of what is looked for
    QColor matchTick; // where it is, on the scroll bar
    QColor bookmark; // beside the line numbers, and on the scroll bar
    QColor cursor;
    QColor faint; // zero bytes, separators, marks for tabs and spaces
    QColor special; // control characters and escapes made visible, high bytes
    QColor changed; // bytes and lines that are not saved
    QColor live; // background of bytes that somebody has just changed in the file
    QColor warning; // bidirectional marks, invalid bytes
    QColor unreadable; // hatching over what could not be read

    [[nodiscard]] bool isDark() const; // by the background

    // From the desktop's colours: needs no syntax theme, so that the first picture waits for none.
    [[nodiscard]] static ViewStyle fromPalette(const QPalette& palette, const QFont& font);
    [[nodiscard]] static ViewStyle fromTheme(const KSyntaxHighlighting::Theme& theme, const QFont& font);
};

} // namespace megascope
