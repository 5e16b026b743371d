// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/SyntaxRepository.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/LineEdits.h"
#include "ui/session/Place.h"
#include "ui/window/ViewSettings.h"

#include <QWidget>

class QAction;
class QSplitter;

namespace megascope {

class DocumentView;
class GoToBar;
class HexView;
class MessageBar;
class PaneClipboard;
class PaneFinder;
class PaneHighlighter;
class PlaceFinder;
class TextView;
class TimeFinder;

// One document with all that is around it: messages above, the text and the hex view side by side or one of
// them, the bars that ask where to go and what to find below. Owns the session and the views of it.
class DocumentPane final : public QWidget {
    Q_OBJECT

public:
    explicit DocumentPane(const ViewSettings& settings, QWidget* parent = nullptr);
    ~DocumentPane() override;

    [[nodiscard]] DocumentSession& session() const { return *m_session; }
    // Shows another document; the one before is closed.
    void setSession(std::unique_ptr<DocumentSession> session);
    void setSettings(const ViewSettings& settings);

    // The layout that is shown: never Automatic. As the settings want it when a document comes, until
    // chooseLayout() is called.
    [[nodiscard]] ViewSettings::Layout shownLayout() const { return m_layout; }
    void chooseLayout(ViewSettings::Layout layout);
    // The view that has, or had last, the keyboard.
    [[nodiscard]] DocumentView* activeView() const { return m_activeView; }
    // How the syntax of this document is chosen; another document begins with Automatic.
    [[nodiscard]] const SyntaxChoice& syntaxChoice() const { return m_syntaxChoice; }
    void setSyntaxChoice(const SyntaxChoice& choice);
    // The name of the definition that colours the text; empty: none.
    [[nodiscard]] QString syntaxName() const;
    [[nodiscard]] const SyntaxRepository& syntaxes() const { return *m_syntaxes; }

    // Returns whether the cursor is there now; else it is told why not. A time is looked for in the
    // background.
    bool goTo(const Place& place);
    void askPlace(Place::Kind bare);
    // To the nearest bytes that are not saved.
    void goToChange(bool forward);
    // In the middle, unless it is in sight.
    void revealCursor();
    [[nodiscard]] PaneClipboard& clipboard() const { return *m_clipboard; }
    [[nodiscard]] PaneFinder& finder() const { return *m_finder; }
    [[nodiscard]] PaneHighlighter& highlighter() const { return *m_highlighter; }
    // Null while there is none.
    [[nodiscard]] TextView* textView() const { return m_textView; }
    void selectAll();
    void undo();
    void redo();
    void edit(LineEdit edit);
    // Asks what to fill the selection with, and does.
    void askFilling();
    // Asks what shall become of unsaved edits, when there are any.
    void reload();
    void reloadWith(DocumentSession::Edits edits);
    // As MessageBar::show().
    QObject* showMessage(DocumentSession::Severity severity, const QString& text,
        const QList<QAction*>& actions = {}, const QString& topic = {});
    void closeMessage(const QString& topic);

signals:
    void sessionChanged();
    void pathChanged(); // the document has another file now
    void layoutChanged();
    void selectionChanged();
    void stateChanged(); // of the editor; see there
    void firstContentPainted(); // by every view that is shown; once for each document
    void zoomRequested(int steps);
    void contextMenuRequested(const QPoint& globalPosition);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override; // of views: the keyboard comes, Escape

private:
    void followSession();
    void followFinders();
    void refusePlace(const QString& reason);
    void takeReloaded(const Result<OpenedSource>& opened, DocumentSession::Edits edits);
    [[nodiscard]] ViewSettings::Layout wantedLayout() const;
    void showViews(ViewSettings::Layout layout);
    void dropViews();
    void addView(DocumentView* view);
    void viewPainted();
    void linkScrolling();
    void applyStyle();

    ViewSettings m_settings;
    std::shared_ptr<const SyntaxRepository> m_syntaxes = SyntaxRepository::shared();
    ViewSettings::Layout m_layout = ViewSettings::Layout::Text;
    std::optional<ViewSettings::Layout> m_ownLayout; // instead of that of the settings
    SyntaxChoice m_syntaxChoice;
    std::unique_ptr<DocumentSession> m_session;
    PlaceFinder* m_placeFinder = nullptr; // belongs to the session, as does the next
    TimeFinder* m_timeFinder = nullptr;

    MessageBar* m_messages;
    QSplitter* m_splitter;
    GoToBar* m_goToBar;
    PaneClipboard* m_clipboard;
    PaneFinder* m_finder;
    PaneHighlighter* m_highlighter;
    TextView* m_textView = nullptr; // null while not shown, as is the next
    HexView* m_hexView = nullptr;
    DocumentView* m_activeView = nullptr;
    bool m_painted = false; // firstContentPainted() was sent for this document
};

} // namespace megascope
