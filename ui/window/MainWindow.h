// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/session/Place.h"
#include "ui/window/ViewSettings.h"

#include <KXmlGuiWindow>

#include <filesystem>

class KRecentFilesAction;

namespace megascope {

class DocumentPane;
class StatusLine;

// A window with one document. Composes; what it can do stands in WindowActions, what it shows in
// DocumentPane.
class MainWindow final : public KXmlGuiWindow {
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    // Opens a file here; when that fails, says so in the window and leaves what was shown.
    Result<void> openFile(const std::filesystem::path& path, const OpenOptions& options = {});
    // Opens each file, the first one here when no document is shown yet, the others in windows of their own.
    void openFiles(const QList<QUrl>& urls);
    void askForFiles();

    [[nodiscard]] DocumentPane& pane() const { return *m_pane; }
    [[nodiscard]] const ViewSettings& settings() const { return m_settings; }
    // Shows the document by other settings, and keeps them for the next start.
    void setSettings(const ViewSettings& settings);
    // For this window only: not kept.
    void setLayoutOnce(ViewSettings::Layout layout);
    void zoomBy(int steps);

signals:
    void settingsChanged();
    void firstContentPainted();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void createPane();
    void createStatusLine();
    void finishAfterFirstPaint();
    void showDocument();
    void showContextMenu(const QPoint& globalPosition);

    ViewSettings m_settings;
    DocumentPane* m_pane = nullptr;
    StatusLine* m_statusLine = nullptr;
    KRecentFilesAction* m_recentFiles = nullptr;
};

} // namespace megascope
