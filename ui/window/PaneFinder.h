// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentFinder.h"

#include <QPointer>

namespace megascope {

class DocumentPane;
class FindBar;
class MatchReplacer;

// Finding in a pane's document: its find bar, which keeps what was looked for from document to document and
// from start to start. GUI thread only.
class PaneFinder final : public QObject {
    Q_OBJECT

public:
    // Belongs to the pane.
    explicit PaneFinder(DocumentPane& pane);

    // Made when it is first asked for, below the pane's other bars.
    [[nodiscard]] FindBar& bar();
    // Of the document that is shown.
    [[nodiscard]] DocumentFinder* finder() const { return m_finder; }
    // The document goes, and after that another one comes.
    void leave();
    void follow(DocumentSession& session);

    // Opens the bar, with what is selected.
    void ask();
    // The same with what is to be put in its place; and whether that was asked, and the bar is still open.
    void askReplacement();
    [[nodiscard]] bool hasReplacement() const;
    // Goes to the next match or the one before; asks when it is not known what to find.
    void find(DocumentFinder::Direction direction);
    void findAll();
    // What is selected is what is found from now on.
    void useSelection();
    // Stops a search, or closes the bar; false when there is neither.
    bool escape();

signals:
    void told(const QString& text); // while the bar is closed; one line
    void left(); // whoever shows matches lets go of the document
    void allWanted(std::shared_ptr<megascope::FoundMatches> matches);
    void replaceAllWanted(megascope::MatchReplacer& replacer);
    void replacementsWanted(megascope::MatchReplacer& replacer); // listed before they are made

private:
    bool takeSelection();
    void makeBar();
    void makeReplaceRow();

    DocumentPane& m_pane;
    FindBar* m_bar = nullptr; // null until somebody wants to find something
    QPointer<DocumentFinder> m_finder;
    bool m_hasReplaceRow = false;
};

} // namespace megascope
