// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexModel.h"
#include "ui/view/DocumentView.h"
#include "ui/view/HexInput.h"
#include "ui/view/HexPainter.h"
#include "ui/view/HexTyping.h"
#include "ui/view/SelectionDrag.h"

#include <QBasicTimer>

namespace megascope {

class DirectWriter;
class HexLive;

// A pane that shows a document as offsets, bytes and characters. Plumbing only: HexLayout knows where things
// are, HexModel what they are, HexPainter how they look, HexInput what keys and the mouse mean. Positions of
// the scroll area are rows.
class HexView final : public DocumentView {
    Q_OBJECT

public:
    explicit HexView(DocumentSession& session, QWidget* parent = nullptr);
    ~HexView() override;

    [[nodiscard]] const HexFormat& format() const { return m_format; }
    void setFormat(const HexFormat& format);
    // 1 … HexFormat::maxBytesPerRow; 0: as many as fit the width.
    void setBytesPerRow(int bytes) { change(&HexFormat::bytesPerRow, bytes); }
    // 1, 2, 4 or 8.
    void setGroupSize(int bytes) { change(&HexFormat::groupSize, bytes); }
    void setUppercase(bool uppercase) { change(&HexFormat::uppercase, uppercase); }
    void setOffsetsDecimal(bool decimal) { change(&HexFormat::decimalOffsets, decimal); }

    [[nodiscard]] const HexModel& model() const { return m_model; }
    [[nodiscard]] const HexLayout& hexLayout() const { return m_layout; }
    [[nodiscard]] RowNumber topRow() const { return m_top; }
    // The column that the cursor is in: the other one shows it too.
    [[nodiscard]] HexArea activeArea() const { return m_area; }
    // The next digit that is typed is the low one of the byte at the cursor.
    [[nodiscard]] bool isAtLowDigit() const;

    [[nodiscard]] ByteOffset topOffset() const override;
    void setTopOffset(ByteOffset offset) override;

    void insert(EditContent content) override;
    void deleteForward() override;
    [[nodiscard]] ByteOffset offsetAt(const QPoint& point) override;
    [[nodiscard]] QRect placeRectangle(ByteOffset offset) const override;
    void readAgain(Shown what) override;
    [[nodiscard]] bool isWaiting() const override { return m_model.page().isLacking(); }
    [[nodiscard]] PasteAs pasteKind() const override { return PasteAs::Bytes; }
    void setLive(Live live) override;
    void lookAgain() override;
    // What is typed goes to this from now on, and is no edit; null: it is. Borrowed.
    void setDirectWriter(DirectWriter* writer);
    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

    [[nodiscard]] VerticalExtent verticalExtent() const override;
    void scrollByRows(std::int64_t rows) override;
    void scrollByPages(int pages) override;
    void scrollToPosition(std::int64_t position) override;

    // Wide enough for the bytes per row that are set, or for 16.
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void viewStyleChanged() override;
    void scrollIntoSight(ByteOffset offset, Reveal how) override;
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
    bool focusNextPrevChild(bool next) override;

private:
    template <class Value>
    void change(Value HexFormat::* member, Value value)
    {
        HexFormat format = m_format;
        format.*member = value;
        setFormat(format);
    }
    void takeSnapshot();
    void takeSelection(bool reveals);
    void layOut();
    [[nodiscard]] bool isNear(ByteOffset offset) const;
    // Returns whether the top is another row now.
    bool moveTop(RowNumber top);
    void setTop(RowNumber top); // and tells
    void apply(const HexMove& move);
    void apply(const HexTyping::Outcome& outcome);
    [[nodiscard]] bool writeDirectly(const EditOrder& order);
    [[nodiscard]] std::vector<std::uint8_t> glow() const;
    void updateBytes(std::span<const ByteRange> ranges);
    void showColumn(int column);
    // Returns whether the mouse has gone far enough to drag.
    bool dragTo(const QPointF& point);
    [[nodiscard]] double scrollX() const;
    [[nodiscard]] HexInput::Situation situation() const;
    [[nodiscard]] HexTyping::Situation typingSituation() const;
    [[nodiscard]] QRect cursorRectangle() const;

    HexFormat m_format;
    HexModel m_model;
    HexPainter m_painter;
    HexInput m_input;
    HexTyping m_typing;
    HexLayout m_layout;
    RowNumber m_top;
    ByteOffset m_topByte; // what was scrolled to: stays at the top when rows become longer or shorter
    HexArea m_area = HexArea::Bytes;
    Selection m_shownSelection;
    std::unique_ptr<HexLive> m_live; // null while not live
    DirectWriter* m_writer = nullptr;
    QBasicTimer m_autoScroll;
    SelectionDrag m_selectionDrag{*this};
    QPointF m_mouse; // where the drag is, for scrolling on its own
};

} // namespace megascope
