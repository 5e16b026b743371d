// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextModel.h"
#include "ui/model/TextPage.h"
#include "ui/view/DocumentView.h"

namespace megascope {

// A document as text. The position is the offset of the row at the top; rows, and their numbers, are found
// from there.
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

    void reveal(ByteOffset offset, Reveal how) override;
    [[nodiscard]] ByteOffset topOffset() const override;
    void setTopOffset(ByteOffset offset) override;

    [[nodiscard]] VerticalExtent verticalExtent() const override;
    void scrollByRows(std::int64_t rows) override;
    void scrollByPages(int pages) override;
    void scrollToPosition(std::int64_t position) override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void viewStyleChanged() override;

private:
    void takeDocument();
    void layOut();
    void topMoved();

    TextPage m_page;
    TextModel m_model;
    TextRowOptions m_options;
    bool m_wrap = false;
    bool m_whitespace = false;
    bool m_rowsOld = true;
};

} // namespace megascope
