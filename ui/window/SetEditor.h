// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QWidget>

class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace megascope {

class RuleEditor;
class RuleSample;

// The files and the rules of one set, and a text in which one sees what they do.
class SetEditor final : public QWidget {
    Q_OBJECT

public:
    explicit SetEditor(const HighlightPalette& palette, QWidget* parent = nullptr);

    // Sends nothing. One that is built in can be looked at only.
    void setSet(const HighlighterSet& set);
    [[nodiscard]] const HighlighterSet& set() const { return m_set; }

signals:
    void edited();

private:
    [[nodiscard]] QWidget* makeRules();
    void showRules(int current);
    void showRule(QTreeWidgetItem& item, const HighlightRule& rule);
    [[nodiscard]] int currentRule() const;
    void takeRule();
    void takeTick(QTreeWidgetItem& item);
    void addRule();
    void removeRule();
    void moveRule(int by);
    void rulesChanged();
    void showPossible();

    const HighlightPalette m_palette;
    HighlighterSet m_set;
    QLineEdit* m_files;
    QTreeWidget* m_rules;
    RuleEditor* m_rule;
    QPushButton* m_add;
    QPushButton* m_remove;
    QPushButton* m_up;
    QPushButton* m_down;
    RuleSample* m_sample;
    bool m_isShowing = false;
};

} // namespace megascope
