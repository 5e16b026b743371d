// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRows.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace megascope {

// Which rows of a document are on the screen: a top, which is the offset of a row's first byte, and a height
// in rows. Moves by exact rows, and never below the place where the last row stands at the bottom. Everything
// is found near the top; only near the end of the document the rows there are looked at. GUI thread only.
class TextPage {
public:
    TextPage();

    // Another state of the document; the top stays at the same place or near it: at the same bytes, where
    // `changes` tell how it came to be.
    void setDocument(
        const Snapshot& snapshot, const TextFormat& format, std::span<const Change> changes = {});
    void setOptions(const TextRowOptions& options);
    // How many rows fit wholly.
    void setHeight(int rows);

    [[nodiscard]] const TextRows& rows() const { return *m_rows; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] const TextRow& topRow() const { return *m_top; }
    // From the top on, one more than fit wholly, or as far as there are rows.
    [[nodiscard]] std::vector<TextRow> visibleRows() const;
    // True when `offset` is on the page, or less than a page away from it.
    [[nodiscard]] bool isNear(ByteOffset offset) const;

    // The row that holds `offset` becomes the top. Each of these returns whether the top moved.
    bool setTop(ByteOffset offset);
    bool scrollBy(std::int64_t rows);
    // As little as needed to have `row` among the rows that are wholly visible.
    bool makeVisible(const TextRow& row);
    // `row` in the middle of the page.
    bool center(const TextRow& row);

    // Rows were laid out from bytes that were not there in time.
    [[nodiscard]] bool isLacking() const { return m_isLacking; }
    // Lays them out again, with what is there now. The top is where it was wanted; where a place was to be
    // seen, it is seen.
    void readAgain();
    // That one was to be seen by the last move, in the middle or anywhere.
    void rememberSought(ByteOffset place, bool inTheMiddle);

    // The last top there is; in a large document an estimate until the top comes near it.
    [[nodiscard]] ByteOffset lastTop() const;

private:
    bool moveTo(const TextRow& row);
    void limitTop();
    void reset(const Snapshot& snapshot, const TextFormat& format, const TextRowOptions& options);
    [[nodiscard]] bool isNearEnd(ByteOffset offset) const;
    [[nodiscard]] ByteOffset exactLastTop() const;
    [[nodiscard]] bool isUnsure() const { return m_top->isLacking() || m_isLastTopLacking; }

    TextFormat m_format;
    std::optional<TextRows> m_rows; // never empty
    std::optional<TextRow> m_top; // never empty
    ByteOffset m_wanted; // what was scrolled to: stays at the top when rows become longer or shorter
    int m_height = 1;
    mutable std::optional<ByteOffset> m_lastTop; // once it is known
    mutable bool m_isLastTopLacking = false; // it came from bytes that were not there in time
    mutable bool m_isLacking = false;
    mutable std::optional<std::pair<ByteOffset, bool>> m_sought; // see rememberSought()
};

} // namespace megascope
