// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FoundMatches.h"

#include <QDockWidget>

namespace megascope {

class FindResults;
class MainWindow;

// The lists of matches at the bottom of a window: of its document, and of those of other windows.
class ResultsDock final : public QDockWidget {
    Q_OBJECT

public:
    explicit ResultsDock(MainWindow& window);

    // Of the window's own document.
    void list(const std::shared_ptr<FoundMatches>& matches);
    // Finds the pattern in each open document, and lists what there is, a tab for each.
    void findEverywhere(const Pattern& pattern);

private:
    [[nodiscard]] FindResults& results();
    void showMatch(const ByteRange& match, const DocumentSession* session);

    MainWindow& m_window;
    FindResults* m_results = nullptr; // null until there are some
};

} // namespace megascope
