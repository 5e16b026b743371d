// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/AnsiColorizer.h"
#include "ui/model/FilterPage.h"
#include "ui/model/TextModel.h"
#include "ui/session/Bookmarks.h"
#include "ui/view/LargeScrollArea.h"
#include "ui/view/SequenceDisplay.h"
#include "ui/view/TextHighlights.h"
#include "ui/view/TextPainter.h"

#include <QPointer>

namespace megascope {

// The lines that a filter shows, painted as the text view does, with their numbers in the document. Positions
// of the scroll area are rows. Stays at its end when it is there and lines are appended. GUI thread.
class FilterView final : public LargeScrollArea {
    Q_OBJECT

public:
    // Both must outlive the view. `bookmarks` may be null.
    FilterView(
        DocumentSession& session, FilteredLines& lines, Bookmarks* bookmarks, QWidget* parent = nullptr);
    ~FilterView() override;

    void setViewStyle(const ViewStyle& style);
    [[nodiscard]] const ViewStyle& viewStyle() const { return m_style; }
    void setTabWidth(int columns);
    void setWhitespaceShown(bool shown);
    void setSequences(SequenceDisplay display); // never Automatic
    [[nodiscard]] TextHighlights& highlights() { return m_highlights; }

    // The row that the keyboard is on, and how many are selected, from which on.
    [[nodiscard]] std::int64_t current() const { return m_current; }
    [[nodiscard]] std::int64_t firstSelected() const { return std::min(m_anchor, m_current); }
    [[nodiscard]] std::int64_t selectedCount() const;
    void setCurrent(std::int64_t row, bool extend = false);
    // As last painted, and as it will be painted next.
    [[nodiscard]] TextModel& model() { return m_model; }
    [[nodiscard]] const FilterPage& page() const { return m_page; }
    void bringUpToDate();

    [[nodiscard]] VerticalExtent verticalExtent() const override;
    void scrollByRows(std::int64_t rows) override;
    void scrollByPages(int pages) override;
    void scrollToPosition(std::int64_t position) override;

signals:
    void chosen(const megascope::ByteRange& line);
    void copyWanted();
    void escaped();
    void zoomRequested(int steps);
    void contextMenuRequested(const QPoint& globalPosition);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    [[nodiscard]] double wheelRowHeight() const override;

private:
    void takeReset();
    void takeGrowth();
    void seek();
    void layOut();
    void fitHorizontalBar();
    void choose();
    void announce();
    [[nodiscard]] std::optional<std::int64_t> rowAt(const QPointF& point) const;
    [[nodiscard]] Selection visibleSelection() const;
    void color(std::vector<QRgb>& grounds);
    void paintRules(QPainter& painter) const;
    [[nodiscard]] std::optional<std::int64_t> rowForKey(const QKeyEvent& event) const;

    DocumentSession& m_session;
    FilteredLines& m_lines;
    const QPointer<Bookmarks> m_bookmarks;
    FilterPage m_page;
    TextModel m_model;
    TextGeometry m_geometry;
    TextPainter m_painter;
    ViewStyle m_style;
    TextHighlights m_highlights;
    AnsiColorizer m_sequences;
    bool m_sequencesColored = false;
    std::vector<std::vector<TextStyleSpan>> m_sequenceColors; // of each row, or none
    std::vector<std::vector<TextStyleSpan>> m_colors; // of each row, as last painted
    bool m_whitespace = false;
    bool m_numbersOld = true;
    bool m_isAtEnd = false;
    bool m_isSeeking = false; // other rows come, and nobody has scrolled since
    int m_widest = 0;
    std::int64_t m_top = 0;
    std::int64_t m_current = 0;
    std::int64_t m_anchor = 0;
    ByteOffset m_topPlace; // in the document, to come back to
    ByteOffset m_currentPlace;
    double m_zoomRemainder = 0;
};

} // namespace megascope
