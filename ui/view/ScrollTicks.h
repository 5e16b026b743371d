// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QWidget>

namespace megascope {

class DocumentView;

// Marks on the scroll bar of a view where the document was changed. Lies on the bar, and lets the mouse
// through.
class ScrollTicks final : public QWidget {
    Q_OBJECT

public:
    explicit ScrollTicks(DocumentView& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // stays as large as the bar
    void paintEvent(QPaintEvent* event) override;

private:
    DocumentView& m_view;
};

} // namespace megascope
