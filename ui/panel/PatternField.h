// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

#include <QComboBox>

namespace megascope {

// A field for a pattern or a replacement: remembers what was written before, and shows where that is wrong.
class PatternField final : public QComboBox {
    Q_OBJECT

public:
    // `name` is for those who cannot see it.
    PatternField(const QString& name, QWidget* parent);

    [[nodiscard]] std::string text() const { return currentText().toStdString(); }
    // What was written before, the newest first.
    [[nodiscard]] const QStringList& history() const { return m_history; }
    void setHistory(const QStringList& history);
    // Puts what is written there in front.
    void remember();

    // Underlines the place of an error, and returns what it is, with where.
    QString showError(const PatternError& error);
    void clearError();
    // A background that says so.
    void setBad(bool isBad);

signals:
    void historyChanged();
    void edited(); // by a person
    void returnPressed(Qt::KeyboardModifiers modifiers);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QStringList m_history;
};

} // namespace megascope
