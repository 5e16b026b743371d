// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Filling.h"

#include <QDialog>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace megascope {

// Asks what a selection is to be filled with.
class FillDialog final : public QDialog {
    Q_OBJECT

public:
    FillDialog(ByteCount size, QWidget* parent);

    // Nothing while the digits make no bytes; why stands in the dialog.
    [[nodiscard]] std::optional<Filling> filling() const;

private:
    void check();

    QRadioButton* m_zeros;
    QRadioButton* m_pattern;
    QRadioButton* m_random;
    QLineEdit* m_digits;
    QLabel* m_reason;
    QPushButton* m_fill = nullptr;
};

} // namespace megascope
