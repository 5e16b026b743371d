// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FoundMatches.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QTabWidget;
class QToolButton;

namespace megascope {

class MatchTable;
class MatchTextTask;

// The matches of one search, listed, with how many there are.
class MatchPage final : public QWidget {
    Q_OBJECT

public:
    MatchPage(DocumentSession& session, std::shared_ptr<FoundMatches> matches, QWidget* parent = nullptr);
    ~MatchPage() override;

    [[nodiscard]] const std::shared_ptr<FoundMatches>& matches() const { return m_matches; }
    [[nodiscard]] MatchTable& table() const { return *m_table; }
    // The selected rows, to the clipboard.
    void copy();
    // All of them, to a file, in the background.
    void save(const QString& path);
    [[nodiscard]] DocumentSession& session() const { return m_session; }

signals:
    void chosen(const megascope::ByteRange& match);
    void againWanted(); // the same search in the document as it is now
    void closeWanted();
    void saved(const QString& error); // empty: all is well

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void connectAll();
    void askPath();
    void showStatus();
    void endSaving(const QString& error);

    DocumentSession& m_session;
    const std::shared_ptr<FoundMatches> m_matches;
    MatchTable* m_table;
    QLabel* m_status;
    QToolButton* m_stop = nullptr;
    QToolButton* m_again = nullptr; // seen when the document has changed since
    MatchTextTask* m_saving = nullptr; // null while nothing is saved
    QString m_saveError;
};

// The lists of several searches, each in a tab.
class FindResults final : public QWidget {
    Q_OBJECT

public:
    explicit FindResults(QWidget* parent = nullptr);

    // Shows the matches in a tab of their own, or in the one that has them already. The tab has the name of
    // the document where there is one. It goes with its session.
    void show(
        DocumentSession& session, const std::shared_ptr<FoundMatches>& matches, const QString& name = {});
    using QWidget::show;
    // Closes what is about a document: better than to wait until it goes, because nothing is waited for then.
    void forget(const DocumentSession& session);
    // Searches for the same again, in the document as it is now.
    void searchAgain(int index);
    [[nodiscard]] MatchPage* currentPage() const;
    [[nodiscard]] int pageCount() const;
    [[nodiscard]] QSize sizeHint() const override; // some rows

signals:
    void chosen(const megascope::ByteRange& match, megascope::DocumentSession* session);
    void emptied(); // the last tab was closed

private:
    [[nodiscard]] MatchPage* pageAt(int index) const;
    int addPage(int index, MatchPage* page, const QString& title);
    void closePage(int index);

    QTabWidget* m_tabs;
};

} // namespace megascope
