// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"
#include "ui/session/FindTask.h"

#include <QElapsedTimer>
#include <QPointer>

namespace megascope {

class DocumentSession;

// All matches of a pattern in a document, while they are found and afterwards. They were found in one state
// of the document, and are told as they are now: edits move them, and those that an edit touched are gone.
// GUI thread only.
class FoundMatches final : public QObject {
    Q_OBJECT

public:
    // How many are stored: as many as fit into memory, or as many as a file of some GiB holds.
    enum class Room { Memory, File };

    // Begins to find. All of it is lost when the session is gone.
    FoundMatches(DocumentSession& session, Pattern pattern, const FindOrder& order, Room room);
    ~FoundMatches() override;

    [[nodiscard]] const Pattern& pattern() const { return m_pattern; }
    // So far.
    [[nodiscard]] std::int64_t count() const;
    // As many of them as can be asked for.
    [[nodiscard]] std::int64_t stored() const { return m_store->count(); }
    // Nothing: an edit touched it, or it cannot be read.
    [[nodiscard]] std::optional<ByteRange> at(std::int64_t index) const;
    // The first that is not before a place now; stored() when there is none so far.
    [[nodiscard]] std::int64_t firstFrom(ByteOffset place) const;
    // Which of them that range is, if any.
    [[nodiscard]] std::optional<std::int64_t> indexOf(const ByteRange& range) const;
    // Whether one begins in there.
    [[nodiscard]] bool hasBegin(const ByteRange& range) const;

    // The document holds what was searched.
    [[nodiscard]] bool isCurrent() const;
    // So much of the document has changed since that it is not known where they are.
    [[nodiscard]] bool isLost() const;
    [[nodiscard]] bool isRunning() const { return m_task != nullptr; }
    // All of them were found and stored.
    [[nodiscard]] bool isComplete() const;
    // No more will be found before that place.
    [[nodiscard]] bool covers(ByteOffset place) const;
    // Nothing while it runs.
    [[nodiscard]] const std::optional<FindOutcome>& outcome() const { return m_outcome; }

    // Bytes, of how many, and how many a second.
    [[nodiscard]] std::int64_t done() const { return m_done; }
    [[nodiscard]] std::int64_t total() const { return m_total; }
    [[nodiscard]] double rate() const;

    // For a task: the matches as they were found, and what has changed since.
    [[nodiscard]] std::shared_ptr<const MatchStore> store() const { return m_store; }
    [[nodiscard]] const std::vector<Change>& changes() const;

    // Ends soon, with what was found.
    void stop();

signals:
    void grown(); // as that of FindTask
    void progressed(); // ten times a second
    void ended();

private:
    void finish(const FindOutcome& outcome);
    const QPointer<DocumentSession> m_session;
    const Pattern m_pattern;
    const Revision m_searched;
    const ByteRange m_range;
    std::shared_ptr<MatchStore> m_store;
    FindTask* m_task = nullptr; // null when it ended
    std::int64_t m_count = 0; // when it ended
    std::int64_t m_done = 0;
    std::int64_t m_total = 0;
    QElapsedTimer m_clock;
    std::optional<FindOutcome> m_outcome;
    mutable std::vector<Change> m_changes;
    mutable Revision m_changesTo;
    mutable bool m_lost = false;
};

} // namespace megascope
