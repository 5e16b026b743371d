// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <QDockWidget>
#include <QPointer>

namespace megascope {

class DocumentFinder;
class DocumentPane;
class DocumentView;
class HistogramPanel;

// The histogram of a pane's document, at the bottom of the window: follows what is in sight, and scrolls the
// pane. Does nothing while it is not shown.
class HistogramDock final : public QDockWidget {
    Q_OBJECT

public:
    HistogramDock(DocumentPane& pane, QWidget* parent);

    [[nodiscard]] HistogramPanel& panel() const { return *m_panel; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // views are painted

private:
    void follow();
    void leave();
    void watchView();
    void showSight();
    void showMatches();
    void scrollTo(ByteOffset place);

    DocumentPane& m_pane;
    HistogramPanel* m_panel;
    QPointer<DocumentView> m_view; // whose sight is shown
    QPointer<DocumentFinder> m_finder;
    bool m_isSightOld = false;
};

} // namespace megascope
