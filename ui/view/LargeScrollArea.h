// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QAbstractScrollArea>

#include <cstdint>

namespace megascope {

// Between two steps of scrolling while the mouse is held outside of the rows.
inline constexpr int autoScrollInterval = 40; // milliseconds

// A scroll area whose vertical position has 64 bits and belongs to the subclass. The scroll bar only shows
// it: wheel, keys, the bar's arrows and page clicks move by exact rows and pages; only a drag of the slider
// maps the bar's value back to a position. With Shift held a drag is fine: 1/256 of the way.
class LargeScrollArea : public QAbstractScrollArea {
    Q_OBJECT

public:
    // In a unit of the subclass's own (rows, bytes); maximum is the largest position of the top.
    struct VerticalExtent {
        std::int64_t position = 0;
        std::int64_t maximum = 0;
        std::int64_t page = 1;
    };

    explicit LargeScrollArea(QWidget* parent = nullptr);

    [[nodiscard]] virtual VerticalExtent verticalExtent() const = 0;
    // Each clamps to what there is, moves exactly, and ends with verticalPositionChanged().
    virtual void scrollByRows(std::int64_t rows) = 0;
    virtual void scrollByPages(int pages) = 0;
    // The nearest place where a row can begin.
    virtual void scrollToPosition(std::int64_t position) = 0;

protected:
    // To be called after the position, the maximum or the page changed: brings the bar in line and repaints.
    void verticalPositionChanged();

    // Height of a row in logical pixels: what a touch pad's pixels are turned into rows with.
    [[nodiscard]] virtual double wheelRowHeight() const;

    bool eventFilter(QObject* watched, QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    // The default moves the viewport's pixels, which tears rows at fractional scales; whole rows are painted
    // instead.
    void scrollContentsBy(int dx, int dy) override;

private:
    void takeBarAction(int action);
    void beginDrag();
    void endDrag();
    void takeDrag(int barValue);
    void setDragOrigin();
    void takeMouse(const QMouseEvent& event);
    void wheelByRows(double rows);

    // The drag under way: where the slider was taken, or where Shift was last pressed or let go.
    bool m_dragging = false;
    bool m_fineDrag = false;
    int m_dragValue = 0; // where the mouse last put the slider
    int m_mouseY = 0; // on the bar
    int m_dragOriginValue = 0;
    int m_dragOriginY = 0;
    std::int64_t m_dragOriginPosition = 0;
    // The bar gives the pixel that it was taken at another value than it had; the mouse is there again.
    bool m_mouseIsAtOrigin = false;

    bool m_updatingBar = false;
    int m_knownBarValue = 0; // the bar's value that verticalExtent() accounts for
    double m_wheelRemainder = 0; // turned, but not yet a whole row; in rows
};

} // namespace megascope
