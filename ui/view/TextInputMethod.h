// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextFormat.h"
#include "ui/session/Selection.h"

#include <QString>

#include <vector>

namespace megascope {

// What an input method is told of a document: the text around the cursor, at most 2 KiB to each side, as far
// as the line goes. Bytes that spell nothing are U+FFFD in it. Positions are UTF-16 units in that text. A
// value, of one state of the document.
class TextSurroundings {
public:
    TextSurroundings(const Snapshot& snapshot, const TextFormat& format, const Selection& selection);

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] int cursor() const { return m_cursor; }
    // As near to it as the text goes.
    [[nodiscard]] int anchor() const { return m_anchor; }
    // What is selected of the text.
    [[nodiscard]] QString selected() const;
    // The bytes of `length` units from `start` on, counted from the cursor; clamped to the text.
    [[nodiscard]] ByteRange bytesFrom(int start, int length) const;

private:
    [[nodiscard]] int unitOf(ByteOffset offset) const;

    QString m_text;
    std::vector<ByteOffset> m_offsets; // of each unit, and of the end
    int m_cursor = 0;
    int m_anchor = 0;
};

} // namespace megascope
