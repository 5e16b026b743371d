// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"
#include "ui/session/EditOrder.h"
#include "ui/session/TypingRun.h"

#include <QObject>
#include <QString>

namespace megascope {

// The editing side of a session: carries out what views and commands order, with undo, unless the document is
// read-only. Each step is seen by all views at once, by DocumentSession::snapshotChanged(), with the
// selection that it wants. GUI thread only.
class DocumentEditor final : public QObject {
    Q_OBJECT

public:
    explicit DocumentEditor(Document& document);

    [[nodiscard]] const Document& document() const { return m_document; }
    // Somebody does not want it changed, or it cannot be.
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    void setReadOnly(bool readOnly);
    // Why the document has to stay as it is for a while: the file is being written to, or all of the document
    // is on its way through a task, or a save was cut short that has to be finished first.
    enum class Lock { None, Saving, Converting, Replacing, CutShort };
    void setLock(Lock lock);
    [[nodiscard]] bool canUndo() const { return m_document.canUndo() && !isLocked(); }
    [[nodiscard]] bool canRedo() const { return m_document.canRedo() && !isLocked(); }
    [[nodiscard]] bool isModified() const { return m_document.isModified(); }

    // Typing in the hex view puts bytes between the others, instead of over them.
    [[nodiscard]] bool isInserting() const { return m_inserting; }
    void setInserting(bool inserting);

    // Returns whether it was done; refused() told why otherwise. REQUIRES: the range is inside of the
    // document.
    bool apply(const EditOrder& order);
    // Several edits as one step; their ranges are those of the document as it is when each is made, and the
    // last one's selection holds.
    bool apply(std::span<const EditOrder> orders);
    void undo();
    void redo();
    // The next edit is a step of its own, whatever it is: the cursor went elsewhere.
    void endRun() { m_run.end(); }
    // The same, also for an edit that belongs to the step before.
    void endGroup();
    // Tells why what was wanted is not done: one line.
    void refuse(const QString& reason) { emit refused(reason); }
    // Refuses when nothing may be changed.
    bool mayEdit();
    // What is to be told after the document was changed by the session itself: saved, read again.
    void tellState() { emit stateChanged(); }

signals:
    void edited(const megascope::Selection& selection);
    void contentExchanged(); // after edited(): undo or redo put other bytes in the place of all
    void stateChanged(); // of what can be undone, of being modified, read-only or inserting
    void refused(const QString& reason); // one line

private:
    [[nodiscard]] bool isLocked() const { return m_readOnly || m_lock != Lock::None; }
    [[nodiscard]] bool beginsWord(const EditOrder& order) const;
    Change put(const EditOrder& order, Document::Grouping grouping);
    void tellDone(const std::vector<Change>& changes, bool undone);

    Document& m_document;
    TypingRun m_run;
    bool m_readOnly = false;
    Lock m_lock = Lock::None;
    bool m_inserting = false;
};

} // namespace megascope
