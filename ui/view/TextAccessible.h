// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QAccessibleWidget>

#include <cstdint>

namespace megascope {

class TextView;
struct TextPlace;

// The text view for assistive programs: the rows that are visible now are its text, however large the
// document is. Positions count UTF-16 units from the begin of that text; a line ends with a newline, a row in
// which a line goes on with nothing.
class TextAccessible final : public QAccessibleWidget,
                             public QAccessibleTextInterface,
                             public QAccessibleEditableTextInterface {
public:
    // Makes Qt ask for these; once is enough.
    static void install();
    // Tell assistive programs, if there are any, that the cursor is at another place, and where it is after a
    // jump.
    static void tellCursorMoved(TextView& view);
    static void tellJumped(TextView& view);

    // Somebody has asked for text; before, nobody needs to be told of edits.
    [[nodiscard]] static bool isUsed();
    // The text that is exposed now; and tells what an edit made of it.
    [[nodiscard]] static QString shownText(TextView& view);
    static void tellEdited(TextView& view, const QString& before);

    explicit TextAccessible(TextView* view);

    void* interface_cast(QAccessible::InterfaceType type) override;
    QAccessible::State state() const override;
    QString text(QAccessible::Text kind) const override;

    void selection(int selectionIndex, int* startOffset, int* endOffset) const override;
    int selectionCount() const override;
    void addSelection(int startOffset, int endOffset) override;
    void removeSelection(int selectionIndex) override;
    void setSelection(int selectionIndex, int startOffset, int endOffset) override;
    int cursorPosition() const override;
    void setCursorPosition(int position) override;
    QString text(int startOffset, int endOffset) const override;
    int characterCount() const override;
    QRect characterRect(int offset) const override;
    int offsetAtPoint(const QPoint& point) const override;
    void scrollToSubstring(int startIndex, int endIndex) override;
    QString attributes(int offset, int* startOffset, int* endOffset) const override;

    // Nothing happens in a document that is read-only, or when its encoding lacks a character.
    void deleteText(int startOffset, int endOffset) override;
    void insertText(int offset, const QString& text) override;
    void replaceText(int startOffset, int endOffset, const QString& text) override;

private:
    [[nodiscard]] TextView* view() const;
    [[nodiscard]] QString pageText() const { return shownText(*view()); }
    // Between a position in the page's text and a place in the document; clamped to the page.
    [[nodiscard]] TextPlace placeAt(int position) const;
    [[nodiscard]] int positionOf(const TextPlace& place) const;
};

} // namespace megascope
