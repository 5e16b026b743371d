// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <vector>

namespace megascope {

class DocumentPane;
class HighlighterStore;
class TextHighlights;
class TextView;

// The highlighters of a pane: the set that was chosen, and quick highlights, which last as long as the pane.
// Sets are read once the first picture is shown. GUI thread only.
class PaneHighlighter final : public QObject {
    Q_OBJECT

public:
    // Belongs to the pane.
    explicit PaneHighlighter(DocumentPane& pane);
    ~PaneHighlighter() override;

    // The pane has this text view now.
    void follow(TextView& view);
    // What the text view shows, for another view with the same colours.
    void show(TextHighlights& highlights) const;
    void setChoice(const HighlighterChoice& choice);
    [[nodiscard]] const HighlighterChoice& choice() const { return m_choice; }
    // Of the set in use; empty: none.
    [[nodiscard]] QString setName() const { return m_set ? m_set->name : QString(); }
    [[nodiscard]] HighlighterStore& store();

    // What is selected is highlighted from now on, wherever it is, each time in another colour.
    void highlightSelection();
    void clearQuick();
    [[nodiscard]] bool hasQuick() const { return !m_quick.rules.empty(); }

signals:
    void changed();

private:
    void apply();
    [[nodiscard]] std::vector<std::shared_ptr<const HighlighterSet>> sets() const;
    void tellProblems();
    [[nodiscard]] QString selectedText() const;

    DocumentPane& m_pane;
    QPointer<TextView> m_view;
    HighlighterChoice m_choice;
    std::shared_ptr<const HighlighterSet> m_set;
    HighlighterSet m_quick;
    std::size_t m_quickColors = 0; // that were given out
    std::shared_ptr<HighlighterStore> m_store; // null: not needed yet
    bool m_problemsTold = false;
};

} // namespace megascope
