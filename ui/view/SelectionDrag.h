// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/RangeCopy.h"

#include <QPointF>

#include <memory>
#include <optional>

namespace megascope {

class DocumentView;

// The mouse takes the selection and carries it elsewhere: in this view, in another one, or in another
// program. A press on the selection is a click only when the button is let go without that. GUI thread only.
class SelectionDrag {
public:
    // Borrowed.
    explicit SelectionDrag(DocumentView& view)
        : m_view(view)
    {
    }

    // The button was pressed on the selection.
    void press(const QPointF& point) { m_pressed = point; }
    [[nodiscard]] bool isPressed() const { return m_pressed.has_value(); }
    // The mouse moved with the button held: when it has gone far enough, carries the selection until it is
    // dropped.
    void move(const QPointF& point);
    // The button was let go. Returns whether that was a click.
    bool release();

    // What was dropped is a part of this very document, and shall be moved: moves it, as one step. Returns
    // whether that is so.
    static bool moveInside(DocumentSession& session, const RangeCopy& dropped, ByteOffset to);

private:
    void carry();

    DocumentView& m_view;
    std::optional<QPointF> m_pressed;
};

} // namespace megascope
