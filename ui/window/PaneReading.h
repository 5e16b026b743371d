// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>
#include <QPointer>

namespace megascope {

class DocumentPane;
class DocumentSession;

// Tells in a pane when bytes of its document could not be read, and offers to try again. Belongs to the
// session.
class PaneReading final : public QObject {
    Q_OBJECT

public:
    PaneReading(DocumentPane& pane, DocumentSession& session);

private:
    void look();

    DocumentPane& m_pane;
    DocumentSession& m_session;
    bool m_isTold = false; // until it is tried again
    QPointer<QObject> m_message;
};

} // namespace megascope
