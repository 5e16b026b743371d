// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QWidget>

class KColorButton;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace megascope {

// The fields of one rule.
class RuleEditor final : public QWidget {
    Q_OBJECT

public:
    explicit RuleEditor(QWidget* parent = nullptr);

    // Sends nothing.
    void setRule(const HighlightRule& rule);
    [[nodiscard]] HighlightRule rule() const;
    void focusPattern();

signals:
    void edited();

private:
    // A colour: none, one that stands for something, or one's own for light and for dark grounds.
    struct ColorFields {
        QComboBox* kind;
        KColorButton* light;
        KColorButton* dark;
    };

    [[nodiscard]] ColorFields addColor(QFormLayout& layout, const QString& label, const QString& name);
    void connectFields();
    void take(const ColorFields& fields, const HighlightColor& color);
    [[nodiscard]] static HighlightColor colorOf(const ColorFields& fields);
    void check();

    QLineEdit* m_pattern;
    QLabel* m_problem;
    QComboBox* m_kind;
    QComboBox* m_scope;
    QCheckBox* m_case;
    QCheckBox* m_words;
    QCheckBox* m_enabled;
    QCheckBox* m_bold;
    QCheckBox* m_italic;
    ColorFields m_text;
    ColorFields m_ground;
    bool m_isTaking = false;
};

} // namespace megascope
