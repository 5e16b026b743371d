// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Selection.h"

#include <QObject>

#include <memory>

namespace megascope {

class DataTask;
class DocumentSession;

// Moves the cursor of a document over its holes, to where data begins. Looks in the background; a cursor that
// was moved meanwhile stays where it is. GUI thread only.
class DataFinder final : public QObject {
    Q_OBJECT

public:
    // Goes with the session.
    explicit DataFinder(DocumentSession& session);
    ~DataFinder() override;

    // To the nearest begin of data behind the cursor, or before it. A search that runs is given up.
    void find(bool forward);

signals:
    void found(); // the cursor was moved
    void failed(const QString& reason); // one line

private:
    DocumentSession& m_session;
    std::unique_ptr<DataTask> m_task; // null while nothing runs
};

} // namespace megascope
