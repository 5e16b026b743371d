// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/LiveBytes.h"
#include "ui/view/CursorBlink.h"
#include "ui/view/DocumentView.h"
#include "ui/view/SelectionDrag.h"
#include "ui/view/SequenceDisplay.h"
#include "ui/view/TextColors.h"
#include "ui/view/TextEntry.h"
#include "ui/view/TextInput.h"
#include "ui/view/TextPainter.h"
#include "ui/view/TextScene.h"
#include "ui/view/TextTimes.h"

#include <QBasicTimer>

namespace megascope {

// A pane that shows a document as text. Plumbing only: TextScene knows what is shown and where, TextPainter
// how it looks, TextInput what keys and the mouse mean, TextEntry how it is written to. Positions of the
// scroll area are offsets of rows' first bytes.
class TextView final : public DocumentView {
    Q_OBJECT

public:
    explicit TextView(DocumentSession& session, QWidget* parent = nullptr);
    ~TextView() override;

    // Lines that are wider than the view go on in the next row.
    void setWrap(bool wrap);
    // Distance of tab stops in columns, at least 1.
    void setTabWidth(int columns);
    // Marks tabs, blanks and line ends.
    void setWhitespaceShown(bool shown);

    // Beside each line that bears a time, how long after the one before it is, or after a chosen one.
    void setTimesShown(bool shown) { m_times.setShown(shown); }

    // As last painted, and as it will be painted next.
    [[nodiscard]] const TextScene& scene() const { return m_scene; }
    const TextScene& upToDateScene();
    // Colours begin after the first picture.
    [[nodiscard]] TextSyntax& syntax() { return m_colors.syntax(); }
    [[nodiscard]] TextHighlights& highlights() { return m_colors.highlights(); }
    void setSequences(SequenceDisplay display);
    // What is done now: never Automatic.
    [[nodiscard]] SequenceDisplay shownSequences() const { return m_shownSequences; }
    // Within the text: who stands before it in the hex view stands at its begin here.
    [[nodiscard]] Selection textSelection() const;
    [[nodiscard]] TextPlace cursorPlace() const;
    // In logical pixels of the viewport; empty when the cursor is not on the page.
    [[nodiscard]] QRect cursorRectangle() const;
    // Likewise; of the input method's own cursor while it composes.
    [[nodiscard]] QRect composingRectangle() const;
    [[nodiscard]] QRect rectangleOf(const TextPlace& place) const;

    [[nodiscard]] ByteOffset topOffset() const override;
    void setTopOffset(ByteOffset offset) override;

    void insert(EditContent content) override;
    void deleteForward() override;
    [[nodiscard]] ByteOffset offsetAt(const QPoint& point) override;
    [[nodiscard]] QRect placeRectangle(ByteOffset offset) const override;
    [[nodiscard]] PasteAs pasteKind() const override { return PasteAs::Text; }
    void setLive(Live live) override;
    void lookAgain() override;
    void readAgain(Shown what) override;
    [[nodiscard]] bool isWaiting() const override { return m_scene.page().isLacking(); }

    [[nodiscard]] VerticalExtent verticalExtent() const override;
    void scrollByRows(std::int64_t rows) override;
    void scrollByPages(int pages) override;
    void scrollToPosition(std::int64_t position) override;
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

protected:
    void viewStyleChanged() override;
    void scrollIntoSight(ByteOffset offset, Reveal how) override;
    [[nodiscard]] double wheelRowHeight() const override;
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void inputMethodEvent(QInputMethodEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool focusNextPrevChild(bool next) override;

private:
    void takeDocument();
    void decideSequences();
    void takeEdits();
    void takeSelection(bool reveals);
    void layOut();
    void takeTimes();
    void apply(const TextAction& action);
    // Returns whether the mouse has gone far enough to drag.
    bool dragTo(const QPointF& point);
    void cursorMoved();
    void showPlace(const TextPlace& place, bool inTheMiddle);
    void showColumn(const TextPlace& place);
    void fitHorizontalBar();
    [[nodiscard]] bool isCursorInSight();
    void topMoved(bool tell);
    [[nodiscard]] TextInput::Situation situation() const;
    [[nodiscard]] QPoint devicePoint(const QPointF& point) const;

    TextScene m_scene;
    TextColors m_colors;
    TextTimes m_times;
    SequenceDisplay m_sequences = SequenceDisplay::Shown;
    SequenceDisplay m_shownSequences = SequenceDisplay::Shown;
    TextPainter m_painter;
    TextInput m_input;
    TextEntry m_entry;
    TextPlace m_cursor; // as this view last set it; its atRowEnd holds while the cursor is still there
    bool m_sequencesLack = false; // not all bytes were there that tell whether there are any
    bool m_whitespace = false;
    bool m_moving = false; // this view is setting the selection
    CursorBlink m_blink;
    std::optional<LiveBytes> m_live; // nothing while not live
    QBasicTimer m_autoScroll;
    SelectionDrag m_selectionDrag{*this};
    QPointF m_mouse; // where the drag is, for scrolling on its own
};

} // namespace megascope
