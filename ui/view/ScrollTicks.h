// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <QRect>
#include <QTimer>
#include <QWidget>

#include <vector>

class QPainter;

namespace megascope {

class DocumentFinder;
class DocumentView;

// Marks on the scroll bar of a view: where the document was changed, to the right, and where matches are, to
// the left, and bookmarks all across. Lies on the bar, and lets the mouse through.
class ScrollTicks final : public QWidget {
    Q_OBJECT

public:
    explicit ScrollTicks(DocumentView& view);

    // Whose matches; null: nobody's.
    void follow(const DocumentFinder* finder);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // stays as large as the bar
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect groove() const;
    void paintChanges(QPainter& painter, const QRect& groove) const;
    void paintBookmarks(QPainter& painter, const QRect& groove) const;
    void paintMatches(QPainter& painter, const QRect& groove);
    void findMatches(int rows);

    DocumentView& m_view;
    std::vector<bool> m_matches; // rows of the groove in which a match begins
    bool m_matchesOld = true;
    QTimer m_delay; // while matches come in
};

} // namespace megascope
