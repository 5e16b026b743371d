// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace megascope {

class DocumentSession;

// How far a save, a conversion or a bulk replacement has come, with a button that stops it. Seen only while
// it takes longer than a moment.
class WorkProgress final : public QWidget {
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
    QLabel* m_text;
    QProgressBar* m_bar;
    QToolButton* m_stop;
    QTimer m_delay;
};

} // namespace megascope
