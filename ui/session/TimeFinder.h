// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TimeQuery.h"
#include "core/text/TimeSearch.h"
#include "ui/session/Selection.h"

#include <QObject>

#include <memory>

namespace megascope {

class DocumentSession;
class WorkTask;

// Moves the cursor of a document to the first line that is not before a time; to the end that is nearest
// where there is none such. Looks in the background; a cursor that was moved meanwhile stays where it is.
class TimeFinder final : public QObject {
    Q_OBJECT

public:
    // Goes with the session.
    explicit TimeFinder(DocumentSession& session);
    ~TimeFinder() override;

    // found() or failed() follows, unless it is stopped.
    void find(const TimeQuery& query);
    [[nodiscard]] bool isFinding() const { return m_query.has_value(); }
    void stop();

signals:
    void found(const QString& remark); // the cursor was moved; one line where it is not the time asked for
    void failed(const QString& reason); // one line

private:
    struct Outcome {
        LogTime wanted;
        TimeFound found;
    };

    void goOn();
    void take(const Outcome& outcome);

    DocumentSession& m_session;
    std::optional<TimeQuery> m_query; // what is looked for
    Selection m_start;
    std::unique_ptr<WorkTask> m_task; // null while nothing runs
};

} // namespace megascope
