// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

namespace megascope {

class ClipboardTask;
class DocumentSession;

// Gives what is selected in a document to the clipboard that the middle mouse button pastes from, where the
// desktop has one: as text, when the selection has come to rest, and is not too large to copy without asking.
class PrimarySelection final : public QObject {
    Q_OBJECT

public:
    // Belongs to the session.
    explicit PrimarySelection(DocumentSession& session);
    ~PrimarySelection() override;

private:
    void copy();

    DocumentSession& m_session;
    QTimer m_rest; // runs while the selection may still change
    std::unique_ptr<ClipboardTask> m_task; // not null while the clipboard is being filled
};

} // namespace megascope
