// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FilteredLines.h"

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace megascope {

class Bookmarks;
class FilterBar;
class FilterView;
class FilteredTextTask;

// The lines of a document that fit conditions, below these. GUI thread.
class FilterPanel final : public QWidget {
    Q_OBJECT

public:
    explicit FilterPanel(QWidget* parent = nullptr);
    ~FilterPanel() override;

    // Shows another document, by the conditions that are there. It must outlive the panel, or leave() be
    // called before it goes.
    void follow(DocumentSession& session, Bookmarks* bookmarks);
    void leave();
    [[nodiscard]] FilterBar& bar() const { return *m_bar; }
    // Null while no document is shown, as is the next.
    [[nodiscard]] FilterView* view() const { return m_view; }
    [[nodiscard]] FilteredLines* lines() const { return m_lines; }

    // The selected rows, to the clipboard.
    void copy();
    void askPath();
    // All of them, to a file, in the background.
    void save(const QString& path);
    [[nodiscard]] QSize sizeHint() const override; // some rows

signals:
    void chosen(const megascope::ByteRange& line);
    void escaped();
    void viewMade(); // another view is shown
    void saved(const QString& error); // empty: all is well

private:
    void showStatus();
    [[nodiscard]] QString countText() const;
    [[nodiscard]] QString troubleText() const;
    void endSaving(const QString& error);

    FilterBar* m_bar;
    QVBoxLayout* m_layout;
    DocumentSession* m_session = nullptr;
    QPointer<FilteredLines> m_lines; // belongs to the session
    FilterView* m_view = nullptr;
    FilteredTextTask* m_saving = nullptr; // null while nothing is saved
    QString m_message; // why something was not copied or saved
};

} // namespace megascope
