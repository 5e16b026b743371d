// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextModel.h"
#include "ui/model/TextPage.h"
#include "ui/view/TextMotion.h"

namespace megascope {

// What a text view shows now: the page of the document, its rows as a model with their line numbers, and
// where they are on the view. Knows no widget. GUI thread only.
class TextScene {
public:
    TextScene();

    // See TextPage.
    void setDocument(
        const Snapshot& snapshot, const TextFormat& format, std::span<const Change> changes = {});
    void setFont(const QFont& font, double devicePixelRatio);
    // In device pixels.
    void setSize(int width, int height);
    void setWrap(bool wrap);
    void setTabCells(int cells);
    // Room beside the line numbers, in characters.
    void setTimeCells(int cells);
    // Sequences for terminals take no place.
    void setSequencesHidden(bool hidden);
    [[nodiscard]] bool hidesSequences() const { return m_hidesSequences; }
    [[nodiscard]] bool wraps() const { return m_wrap; }

    [[nodiscard]] TextPage& page() { return m_page; }
    [[nodiscard]] const TextPage& page() const { return m_page; }
    [[nodiscard]] TextGeometry& geometry() { return m_geometry; }
    [[nodiscard]] const TextGeometry& geometry() const { return m_geometry; }
    // As of the last refresh().
    [[nodiscard]] const TextModel& model() const { return m_model; }
    [[nodiscard]] TextModel& model() { return m_model; }
    [[nodiscard]] TextMotion motion() const { return {m_page.rows(), m_geometry}; }

    // Fills the model with the rows of the page, and numbers them. Cheap when nothing moved.
    void refresh(const LineMap& lines);
    // See TextPage.
    void readAgain();
    // The index knows more lines than before.
    void linesCounted() { m_numbersOld = true; }

    // Moves the page so that the row of `place` is wholly visible: as little as needed, or into the middle.
    // Returns whether the top moved.
    bool makeVisible(const TextPlace& place, bool inTheMiddle);
    // True when the place is on the page, or less than a page away from it.
    [[nodiscard]] bool isNear(const TextPlace& place) const;
    // How far the text has to be scrolled to the left for the cursor at `place` to be seen, if it is `scroll`
    // now. Never where lines wrap: all of a row is on the view.
    [[nodiscard]] int scrollShowing(const TextPlace& place, int scroll) const;

    // How far it may be scrolled for the widest row shown since the font, the tabs or the wrapping changed;
    // device pixels.
    [[nodiscard]] int mostScroll() const;
    // The row of the model on which the cursor is shown at `place`; nothing when it is not on the page.
    [[nodiscard]] std::optional<int> rowOf(const TextPlace& place) const;
    // Where on the view the cursor is; device pixels. Behind a blank that hangs over the end of a wrapped
    // row: at the edge.
    [[nodiscard]] int xOf(int row, const TextPlace& place) const;

private:
    void layOut();
    void fitGutter();
    [[nodiscard]] int guessDigits() const;

    TextPage m_page;
    TextModel m_model;
    TextGeometry m_geometry;
    bool m_wrap = false;
    int m_tabCells = 8;
    bool m_hidesSequences = false;
    int m_widest = 0;
    bool m_numbersOld = true;
};

} // namespace megascope
