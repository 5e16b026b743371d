// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/session/Place.h"
#include "ui/window/ViewSettings.h"

#include <KXmlGuiWindow>

#include <filesystem>
#include <functional>

class KRecentFilesAction;

namespace megascope {

class ConvertCommands;
class DocumentPane;
class SaveCommands;
class StatusLine;
class WorkProgress;

// A window with one document. Composes; what it can do stands in WindowActions, what it shows in
// DocumentPane.
class MainWindow final : public KXmlGuiWindow {
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    // Opens a file, here when no document is shown yet, else in a window of its own that is still to be
    // shown; returns the window. When that fails, it is told here. Null when the storage is slow: then that
    // is told, and the file is shown when it has come; `late` is called with its window.
    Result<MainWindow*> openFile(const std::filesystem::path& path, const OpenOptions& options = {},
        const std::function<void(MainWindow&)>& late = {});
    // Shows a document here when none is shown yet, else in a window of its own; returns the window.
    MainWindow& show(std::unique_ptr<DocumentSession> session);
    using QWidget::show;
    // The same for each of some files; shows their windows.
    void openFiles(const QList<QUrl>& urls);
    void askForFiles();

    [[nodiscard]] DocumentPane& pane() const { return *m_pane; }
    [[nodiscard]] SaveCommands& saveCommands() const { return *m_saveCommands; }
    [[nodiscard]] ConvertCommands& convertCommands() const { return *m_convertCommands; }
    [[nodiscard]] const ViewSettings& settings() const { return m_settings; }
    // Shows the document by other settings, and keeps them for the next start.
    void setSettings(const ViewSettings& settings);
    void zoomBy(int steps);

signals:
    void settingsChanged();
    void firstContentPainted();

protected:
    bool queryClose() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    MainWindow& place(std::unique_ptr<DocumentSession> session);
    void createPane();
    void createStatusLine();
    void finishAfterFirstPaint();
    void saveRecentFiles();
    void showDocument();
    void showState();
    void showContextMenu(const QPoint& globalPosition);

    ViewSettings m_settings;
    DocumentPane* m_pane = nullptr;
    SaveCommands* m_saveCommands = nullptr;
    ConvertCommands* m_convertCommands = nullptr;
    StatusLine* m_statusLine = nullptr;
    WorkProgress* m_workProgress = nullptr;
    KRecentFilesAction* m_recentFiles = nullptr;
};

} // namespace megascope
