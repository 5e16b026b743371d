// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/panel/ProgressRow.h"

#include <QPointer>
#include <QTimer>

namespace megascope {

class DocumentSession;

// How far a save, a conversion or a bulk replacement has come, with a button that stops it. Seen only while
// it takes longer than a moment.
class WorkProgress final : public ProgressRow {
    Q_OBJECT

public:
    explicit WorkProgress(QWidget* parent = nullptr);

    // Follows another document from now on.
    void setSession(DocumentSession* session);

private:
    enum class Work { Saving, Converting, Replacing };
    void begin(Work work);
    void end();
    void cancel();
    void showProgress(qint64 done, qint64 total);

    QPointer<DocumentSession> m_session;
    QTimer m_delay;
};

} // namespace megascope
