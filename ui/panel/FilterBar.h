// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LineFilter.h"

#include <QStringList>
#include <QWidget>

class QBoxLayout;
class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace megascope {

class FilterConditionRow;

// Asks which lines are to be shown: conditions one below the other, how they go together, and how many lines
// around are shown too.
class FilterBar final : public QWidget {
    Q_OBJECT

public:
    explicit FilterBar(QWidget* parent = nullptr);

    [[nodiscard]] FilterSpec spec() const;
    void setSpec(const FilterSpec& spec);
    // What the first condition looks for.
    void setPattern(const Pattern& pattern);
    void focusPattern();
    void showErrors(const std::vector<FilterError>& errors);
    // What there is to say: how many lines, or what is wrong.
    void showStatus(const QString& text, bool isBad);
    void setRunning(bool running);

    // What was looked for before, the newest first.
    [[nodiscard]] const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& history);

signals:
    void specChanged();
    void historyChanged();
    void entered(); // whoever asked wants to go to the lines
    void escaped(); // and back to the document
    void stopRequested();
    void saveRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addRow();
    void dropRow(FilterConditionRow* row);
    void fitRows();
    [[nodiscard]] QBoxLayout* makeFoot();
    [[nodiscard]] QToolButton* addButton(QBoxLayout& layout, const char* icon, const QString& text);
    void remember();

    std::vector<FilterConditionRow*> m_rows; // one at least
    QStringList m_history;
    QBoxLayout* m_list;
    QComboBox* m_combine;
    QSpinBox* m_context;
    QLabel* m_status;
    QToolButton* m_add = nullptr;
    QToolButton* m_stop = nullptr;
    QToolButton* m_save = nullptr;
};

} // namespace megascope
