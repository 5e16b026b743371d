// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace megascope {

class DocumentSaver;

// How far a save has come, with a button that stops it. Seen only while a save takes longer than a moment.
class SaveProgress final : public QWidget {
    Q_OBJECT

public:
    explicit SaveProgress(QWidget* parent = nullptr);

    // Follows another document's saves from now on.
    void setSaver(DocumentSaver* saver);

private:
    void showProgress(qint64 done, qint64 total);

    QPointer<DocumentSaver> m_saver;
    QLabel* m_text;
    QProgressBar* m_bar;
    QTimer m_delay;
};

} // namespace megascope
