// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextModel.h"
#include "ui/view/TextComposition.h"
#include "ui/view/TextGeometry.h"
#include "ui/view/TextRowPainter.h"
#include "ui/view/ViewStyle.h"

class QPainter;

namespace megascope {

// What a frame is painted from. Everything is borrowed for the length of a call.
struct TextFrame {
    const TextModel& model;
    const TextGeometry& geometry;
    // Colours of each row's segment, by row of the model; may be shorter than the model.
    std::span<const std::span<const TextStyleSpan>> colors;
    std::span<const QRgb> grounds = {}; // of whole rows; transparent: as other rows
    Selection selection;
    bool focused = false;
    int cursorRow = -1; // of the model; -1: not visible
    int cursorX = 0; // on the view, in device pixels
    int cursorWidth = 0; // 0: not shown now
    bool whitespace = false;
    std::span<const ByteRange> changed = {}; // in ascending order
    std::span<const ByteRange> marks = {}; // what is looked for; in ascending order
    std::span<const QString> times = {}; // beside the rows of the model; none, or as many
    std::span<const ByteOffset> bookmarks = {}; // in ascending order
    int waitPhase = 0; // see TextRowPainter::Row
    const TextComposition* composition = nullptr; // at the cursor; null: nothing is composed
};

// Paints the rows of a view and their line numbers, each row as a strip that is then put on the screen. GUI
// thread.
class TextPainter {
public:
    // To be called before paint() when font, scale or colours changed.
    void setStyle(const ViewStyle& style, const TextMetrics& metrics);
    // Covers every pixel of `dirty`, in logical pixels of the view.
    void paint(QPainter& painter, const QRect& dirty, const TextFrame& frame);

private:
    void paintRow(int row, const TextFrame& frame);
    void paintComposition(const TextFrame& frame, QRgb background);
    void paintGutter(int row, const TextFrame& frame);
    void paintTime(const QString& time, const TextGeometry& geometry);

    ViewStyle m_style;
    TextRowPainter m_rowPainter;
    CellStrip m_strip;
};

} // namespace megascope
