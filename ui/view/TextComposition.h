// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextGeometry.h"

#include <QInputMethodEvent>

#include <optional>

class QPainter;
class QTextLayout;

namespace megascope {

// The text that an input method is composing: shown at the cursor, where it pushes the rest of the row aside;
// in the document only when it is done. Underlined, unless the input method says how it is to look.
class TextComposition {
public:
    void take(const QInputMethodEvent& event);
    void clear() { *this = {}; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }

    // On the view, in device pixels.
    struct Place {
        int left = 0;
        int width = 0;
        std::optional<int> cursor; // where its own cursor is; nothing when that is not to be shown
    };
    // At the cursor; so far left of it that all is seen, if there is room for all.
    [[nodiscard]] Place placeAt(int cursorX, const TextGeometry& geometry) const;
    // With the painter's pen and in logical pixels.
    void paint(QPainter& painter, const QFont& font, double left, double baseline) const;

private:
    void layOut(QTextLayout& layout) const;

    QString m_text;
    int m_cursor = -1; // in units of the text; -1: not to be shown
    QList<QInputMethodEvent::Attribute> m_attributes;
};

} // namespace megascope
