// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/panel/ProgressRow.h"

#include <QPointer>

namespace megascope {

class IncomingContent;

// How much has come of what comes bit by bit, with a button that stops it. Hidden when all is there.
class IncomingStatus final : public ProgressRow {
    Q_OBJECT

public:
    explicit IncomingStatus(QWidget* parent = nullptr);

    // Follows it from now on; null: nothing.
    void setContent(IncomingContent* content);

private:
    void showState();
    [[nodiscard]] QString words() const;
    void showProgress();

    QPointer<IncomingContent> m_content;
};

} // namespace megascope
