// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/ReplaceTask.h"

#include <QObject>

#include <memory>

namespace megascope {

class DocumentSession;
struct FindOrder;

// The bulk-replacing side of a session: all matches at once, in the background. In the end it is one edit,
// which undo takes back. Until then the document can be looked at, but not edited, and its file is not
// followed. GUI thread only.
class DocumentReplacer final : public QObject {
    Q_OBJECT

public:
    explicit DocumentReplacer(DocumentSession& session);
    ~DocumentReplacer() override;

    [[nodiscard]] bool isReplacing() const { return m_task != nullptr; }
    // REQUIRES: nothing is being replaced, converted or saved; the order is about the document as it is.
    // Refused like an edit when the document may not be edited. Matches that begin at `leftOut`, ascending,
    // stay.
    void replaceAll(const FindOrder& order, std::shared_ptr<Substitution> substitution,
        std::vector<ByteOffset> leftOut = {});
    // Asks it to stop; nothing is changed then.
    void cancel();
    // Stops it now, and waits for that.
    void abandon();

signals:
    void started();
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    // The last signal of each. An error of kind Cancelled: it was stopped. Where the result is not whole,
    // nothing was changed.
    void ended(const megascope::ReplaceOutcome& outcome);

private:
    void finish(const ReplaceOutcome& outcome);

    DocumentSession& m_session;
    std::unique_ptr<ReplaceTask> m_task; // not null while replacing
};

} // namespace megascope
