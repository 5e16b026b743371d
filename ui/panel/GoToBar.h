// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Place.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;

namespace megascope {

// The bar below the document that asks where to go. Enter sends the place, after which it is to be closed or
// refuses; Escape closes.
class GoToBar final : public QWidget {
    Q_OBJECT

public:
    explicit GoToBar(QWidget* parent = nullptr);

    // Shows the bar; `bare` says what a number without a sign means at first.
    void open(Place::Kind bare);
    // Says that the place is looked for.
    void showWaiting();
    // Says below the field why a place was not gone to.
    void refuse(const QString& reason);
    void close();

signals:
    void placeChosen(const megascope::Place& place);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void accept();

    QComboBox* m_kind;
    QLineEdit* m_field;
    QLabel* m_reason;
};

} // namespace megascope
