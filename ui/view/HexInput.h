// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexModel.h"
#include "ui/session/Selection.h"
#include "ui/view/HexLayout.h"

#include <QPointF>

#include <cstdint>
#include <optional>

class QKeyEvent;
class QMouseEvent;

namespace megascope {

// What a key asks for.
struct HexMove {
    Selection selection;
    HexArea area = HexArea::Bytes;
    RowCount scroll; // how far the top moves first
    bool reveals = true; // scroll to the cursor then; never for the mouse, under which nothing may move
};

// Turns keys and the mouse into moves of the cursor. Keeps what lasts from one event to the next (the drag
// under way); changes nothing itself.
class HexInput {
public:
    // The state that a move starts from.
    struct Situation {
        const HexModel& model;
        const HexLayout& layout;
        Selection selection;
        HexArea area = HexArea::Bytes;
    };

    // Nothing when the key means nothing here.
    [[nodiscard]] std::optional<HexMove> key(const QKeyEvent& event, const Situation& now);

    // Whether a press takes hold of the selection.
    [[nodiscard]] bool isOnSelection(
        const QMouseEvent& event, const HexLayout::Hit& hit, const Situation& now) const;
    // The left button was pressed at `hit`: once, twice or three times in a row.
    [[nodiscard]] HexMove press(const QMouseEvent& event, const HexLayout::Hit& hit, const Situation& now);
    // The mouse moved to `hit` with the button held. Nothing while the drag has not left the pressed byte.
    [[nodiscard]] std::optional<HexMove> drag(
        const QPointF& point, const HexLayout::Hit& hit, const Situation& now);
    void release() { m_drag.reset(); }
    // The column that the drag under way, or the click, began in.
    [[nodiscard]] std::optional<HexArea> dragArea() const;

private:
    enum class Unit { Byte, Group, Row };
    struct Drag {
        QPointF point; // where it began
        ByteRange origin; // what was under it
        HexArea area = HexArea::Bytes;
        Unit unit = Unit::Byte;
        bool moved = false;
    };

    [[nodiscard]] ByteOffset movedByRows(ByteOffset cursor, RowCount rows, const HexGrid& grid);
    [[nodiscard]] bool isRepeated(const QMouseEvent& event) const;
    [[nodiscard]] int clicks(const QMouseEvent& event);
    [[nodiscard]] static ByteRange unitAt(Unit unit, HexArea area, ByteOffset offset, const Situation& now);

    std::optional<Drag> m_drag;
    QPointF m_lastPress;
    std::uint64_t m_lastPressTime = 0; // milliseconds
    int m_clicks = 0;
    // Moves by rows that follow each other keep to a column although the last row may be shorter.
    std::optional<int> m_column;
    ByteOffset m_columnAt; // the cursor that m_column holds for
};

} // namespace megascope
