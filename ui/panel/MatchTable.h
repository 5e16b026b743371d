// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/MatchModel.h"
#include "ui/view/LargeScrollArea.h"

class QTableView;

namespace megascope {

// A list of matches, of however many: a table of the rows that are visible, which slides over them. Grows
// while they are found. A click or Enter chooses one.
class MatchTable final : public LargeScrollArea {
    Q_OBJECT

public:
    // With replacements, which are borrowed: what the matches would become. A click on the check mark, or the
    // space bar, leaves matches out, and takes them in again.
    MatchTable(const DocumentSession& session, std::shared_ptr<FoundMatches> matches,
        QWidget* parent = nullptr, Replacements* replacements = nullptr);

    [[nodiscard]] MatchModel& model() const { return *m_model; }
    // The row that the keyboard is on, and how many are selected, from which on.
    [[nodiscard]] std::int64_t current() const { return m_current; }
    [[nodiscard]] std::int64_t firstSelected() const { return std::min(m_anchor, m_current); }
    [[nodiscard]] std::int64_t selectedCount() const;
    void setCurrent(std::int64_t row, bool extend = false);

    [[nodiscard]] VerticalExtent verticalExtent() const override;
    void scrollByRows(std::int64_t rows) override;
    void scrollByPages(int pages) override;
    void scrollToPosition(std::int64_t position) override;

signals:
    void chosen(const megascope::ByteRange& match);
    void copyWanted();
    void againWanted();
    void closeWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // of the table
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] double wheelRowHeight() const override;

private:
    void setUpTable();
    [[nodiscard]] int wholeRows() const;
    void grow();
    void takeEnd();
    void showRows();
    void showSelection();
    void choose();
    void toggle();
    bool takeKey(const QKeyEvent& event);
    bool takePress(const QMouseEvent& event);

    const DocumentSession& m_session;
    Replacements* const m_replacements; // null: nothing is to be replaced
    MatchModel* m_model;
    QTableView* m_table;
    std::int64_t m_top = 0;
    bool m_isAtEnd = false; // and there is something above
    bool m_wasComplete = false; // when a search ended: what ends next is about what was appended
    std::int64_t m_current = 0;
    std::int64_t m_anchor = 0;
};

} // namespace megascope
