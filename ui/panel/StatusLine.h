// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QPointer>
#include <QStatusBar>

class QLabel;
class QProgressBar;
class QTimer;
class QToolButton;

namespace megascope {

class DocumentSession;

// Where the cursor is, what is selected, how the file is read, and how far the count of lines has come.
class StatusLine final : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);

    // Follows another document from now on.
    void setSession(DocumentSession* session);

    // Whether the hex view is there, in which typing overwrites or inserts.
    void setHexShown(bool shown);

    // The button that shows the encoding; the window hangs its menu on it.
    [[nodiscard]] QToolButton* encodingButton() const { return m_encoding; }

signals:
    void goToRequested(); // the cursor's place was clicked

private:
    void addWidgets();
    void showPlace();
    void showMode();
    void showLines();
    void showSelection();
    void showTime();
    void showContent();
    void showFormat();
    void showIndexing(qint64 done, qint64 total);
    void waitForCount();
    void showCounting();
    void endIndexing(bool complete);

    QPointer<DocumentSession> m_session;
    bool m_hexShown = false;
    QToolButton* m_place;
    QLabel* m_selection;
    QLabel* m_time; // that is selected
    QProgressBar* m_progress;
    QToolButton* m_cancel;
    QLabel* m_lines;
    QLabel* m_size;
    QLabel* m_mode;
    QLabel* m_lineEnding;
    QToolButton* m_encoding;
    QTimer* m_countIsLong; // runs while a count is still a brief one
};

} // namespace megascope
