// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextModel.h"
#include "ui/session/Selection.h"
#include "ui/view/TextMotion.h"

#include <QPoint>

#include <optional>

class QKeyEvent;
class QMouseEvent;

namespace megascope {

// What a key or the mouse asks for.
struct TextAction {
    Selection selection;
    bool atRowEnd = false; // the cursor shows behind the row before, see TextPlace
    std::int64_t scrollRows = 0; // how far the top moves, before the cursor is made visible
    bool movesCursor = true; // false: only scrolls
    bool reveals = true; // scroll to the cursor then; never for the mouse, under which nothing may move
    std::optional<TextPlace> column = {}; // brought into sight sideways: a drag is beside the text there
};

// Turns keys and the mouse into moves of the cursor. Keeps what lasts from one event to the next (the drag
// under way, the column that moves up and down keep to); changes nothing itself. GUI thread only.
class TextInput {
public:
    // The state that a move starts from.
    struct Situation {
        const TextModel& model;
        const TextRows& rows;
        const TextGeometry& geometry;
        Selection selection;
        bool atRowEnd = false;

        [[nodiscard]] TextPlace cursor() const { return {selection.cursor, atRowEnd}; }
    };

    // Where the cursor goes that is nearest to a point. Device pixels of the view.
    [[nodiscard]] static TextPlace placeAt(const QPoint& point, const Situation& now);

    // Nothing when the key means nothing here.
    [[nodiscard]] std::optional<TextAction> key(QKeyEvent& event, const Situation& now);

    // Whether a press takes hold of the selection.
    [[nodiscard]] bool isOnSelection(
        const QMouseEvent& event, const QPoint& point, const Situation& now) const;
    // The left button was pressed, once or more often in a row. Points are device pixels of the view.
    [[nodiscard]] TextAction press(const QMouseEvent& event, const QPoint& point, const Situation& now);
    // The mouse moved with the button held. Nothing when the drag did not begin here, or when the mouse has
    // gone no farther than it does in a click.
    [[nodiscard]] std::optional<TextAction> drag(const QPoint& point, const Situation& now);
    void release() { m_drag.reset(); }
    // Rows to scroll by while the mouse is held at this height: none on the rows, more the farther out it is.
    [[nodiscard]] static std::int64_t rowsBeyond(int y, const TextGeometry& geometry);
    [[nodiscard]] bool isDragging() const { return m_drag.has_value(); }

    // The cursor was moved by somebody else.
    void forgetColumn() { m_wantedX.reset(); }

private:
    enum class Unit { Character, Word, Line };
    struct Drag {
        ByteRange origin; // what stays selected
        Unit unit = Unit::Character;
        ByteRange pressed; // what was under the mouse when it began
        QPoint point; // where that was
        bool moved = false; // more than the hand that clicks may move it
    };

    [[nodiscard]] static ByteRange unitAt(Unit unit, const TextPlace& place, const Situation& now);
    [[nodiscard]] bool isFarther(
        const QPoint& point, const ByteRange& target, const TextGeometry& geometry) const;
    [[nodiscard]] bool isRepeated(const QMouseEvent& event) const;
    [[nodiscard]] int clicks(const QMouseEvent& event);

    std::optional<Drag> m_drag;
    std::optional<int> m_wantedX; // of the row, in device pixels
    QPointF m_lastPress;
    std::uint64_t m_lastPressTime = 0; // milliseconds
    int m_clicks = 0;
};

} // namespace megascope
