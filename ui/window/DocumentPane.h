// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"
#include "ui/session/Place.h"
#include "ui/session/SelectionCopy.h"
#include "ui/window/ViewSettings.h"

#include <QWidget>

class QSplitter;

namespace megascope {

class ClipboardTask;
class DocumentView;
class GoToBar;
class HexView;
class MessageBar;
class PlaceFinder;
class TextView;

// One document with all that is around it: messages above, the text and the hex view side by side or one of them, the
// go-to bar below. Owns the session and the views of it.
class DocumentPane final : public QWidget {
    Q_OBJECT

public:
    explicit DocumentPane(const ViewSettings& settings, QWidget* parent = nullptr);
    ~DocumentPane() override;

    [[nodiscard]] DocumentSession& session() const { return *m_session; }
    // Shows another document; the one before is closed.
    void setSession(std::unique_ptr<DocumentSession> session);
    void setSettings(const ViewSettings& settings);

    // The layout that is shown: never Automatic.
    [[nodiscard]] ViewSettings::Layout shownLayout() const;
    // The view that has, or had last, the keyboard.
    [[nodiscard]] DocumentView* activeView() const { return m_activeView; }
    // Null while no text is shown.
    [[nodiscard]] TextView* textView() const { return m_textView; }

    void goTo(const Place& place);
    void askPlace(Place::Kind bare);
    void copy(CopyFormat format);
    void selectAll();
    void reload();
    void showMessage(DocumentSession::Severity severity, const QString& text);

signals:
    void sessionChanged();
    void layoutChanged();
    void firstContentPainted();
    void zoomRequested(int steps);
    void contextMenuRequested(const QPoint& globalPosition);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // notes which view got the keyboard

private:
    void followSession();
    void offerReload();
    void showViews();
    void dropViews();
    void addView(DocumentView* view);
    void linkScrolling();
    void applyStyle();
    void startCopy(const ByteRange& range, CopyFormat format);

    ViewSettings m_settings;
    std::unique_ptr<DocumentSession> m_session;
    PlaceFinder* m_placeFinder = nullptr; // belongs to the session
    std::unique_ptr<ClipboardTask> m_copy; // not null while the clipboard is being filled

    MessageBar* m_messages;
    QSplitter* m_splitter;
    GoToBar* m_goToBar;
    TextView* m_textView = nullptr; // null while not shown, as is the next
    HexView* m_hexView = nullptr;
    DocumentView* m_activeView = nullptr;
};

} // namespace megascope
