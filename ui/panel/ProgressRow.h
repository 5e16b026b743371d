// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace megascope {

// What is going on, how far it is, and a button that stops it, in one row of the status line.
class ProgressRow : public QWidget {
    Q_OBJECT

protected:
    ProgressRow(const QString& stop, QWidget* parent);

    [[nodiscard]] QLabel& text() const { return *m_text; }
    [[nodiscard]] QProgressBar& bar() const { return *m_bar; }
    [[nodiscard]] QToolButton& stopButton() const { return *m_stop; }
    // In thousandths; of nothing it is none.
    void showShare(double done, double total);

private:
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_stop;
};

} // namespace megascope
