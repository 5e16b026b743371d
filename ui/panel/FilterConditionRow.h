// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LineFilter.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace megascope {

class PatternField;

// One condition of a filter, as a row of a form.
class FilterConditionRow final : public QWidget {
    Q_OBJECT

public:
    explicit FilterConditionRow(QWidget* parent = nullptr);

    [[nodiscard]] LineCondition condition() const;
    void setCondition(const LineCondition& condition);
    // Puts a text and its kind into the row; the rest stays.
    void setPattern(const Pattern& pattern);
    // What is wrong with the pattern; null: nothing.
    void showError(const PatternError* error);
    void setHistory(const QStringList& history);
    void setRemovable(bool removable);
    [[nodiscard]] QLineEdit& field() const;
    // What Tab goes through, in this order.
    [[nodiscard]] QWidgetList stops() const;

signals:
    void changed();
    void entered(); // Enter was pressed
    void removeRequested();

private:
    void connectAll();

    QCheckBox* m_enabled;
    QComboBox* m_sense; // with or without
    PatternField* m_field;
    QComboBox* m_kind;
    QCheckBox* m_case;
    QToolButton* m_remove;
};

} // namespace megascope
