// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentReplacer.h"

#include <QObject>

namespace megascope {

class DocumentPane;
class MatchReplacer;

// What the replacing entries of the Edit menu and the buttons of the find bar do. Belongs to a window, and is
// about the document that its pane shows when a command is given.
class ReplaceCommands final : public QObject {
    Q_OBJECT

public:
    ReplaceCommands(DocumentPane& pane, QWidget* window);

    // Opens the find bar with what is to be put.
    void ask();
    // The match that is selected, and all of them. Ask first when it is not known what to put.
    void replace();
    void replaceAll();
    // All of them, after they were looked at.
    void preview();

private:
    [[nodiscard]] bool isAsked();
    [[nodiscard]] bool isFree();
    void list(MatchReplacer& replacer);
    void start(MatchReplacer& replacer, const std::vector<ByteOffset>& leftOut);
    void tellEnd(const ReplaceOutcome& outcome);
    [[nodiscard]] QString whyNothing(const ReplacedDocument& document) const;

    DocumentPane& m_pane;
    QWidget* m_window;
};

} // namespace megascope
