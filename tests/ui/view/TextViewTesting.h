// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextView.h"

#include <QTemporaryDir>
#include <QTest>

namespace megascope {

// A text view of 600 by 300 on a document of its own.
class TextViewTesting {
protected:
    void open(const QByteArray& content, bool wrap = false);
    void close();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }
    // With the left button held.
    void moveMouse(const QPointF& to);
    // Makes the view so high that half of a row is visible below the whole ones, of which there are `rows`.
    void showHalfARowBelow(int rows);
    [[nodiscard]] std::int64_t cursor() const { return m_session->selection().cursor.value(); }
    [[nodiscard]] std::int64_t anchor() const { return m_session->selection().anchor.value(); }
    [[nodiscard]] std::int64_t top() const { return m_view->topOffset().value(); }
    void setCursor(std::int64_t offset) { m_session->setSelection(Selection::at(ByteOffset(offset))); }
    // The middle of a character's left half.
    [[nodiscard]] QPoint pointAt(std::int64_t offset);
    [[nodiscard]] QByteArray bytesFrom(std::int64_t offset, qsizetype count) const
    {
        return m_content.mid(offset, count);
    }

    QTemporaryDir m_folder;
    QByteArray m_content;
    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<TextView> m_view;
};

// Rows of nine digits, each with its number from 0 on.
[[nodiscard]] QByteArray numberedLines(int count);

} // namespace megascope
