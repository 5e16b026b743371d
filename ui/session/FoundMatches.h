// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/MatchList.h"
#include "core/search/Pattern.h"
#include "ui/session/FindTask.h"

#include <QElapsedTimer>
#include <QPointer>

namespace megascope {

class DocumentSession;

// All matches of a pattern in a document, while they are found and afterwards. They were found in one state
// of the document, and are told as they are now: edits move them, and those that an edit touched are gone.
// What is appended is searched by itself, from the last place on whose matches could change.
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
    // The part of the document that was looked in, as it is now; nothing: all of it.
    [[nodiscard]] std::optional<ByteRange> scope() const;
    // So far.
    [[nodiscard]] std::int64_t count() const;
    // As many of them as can be asked for.
    [[nodiscard]] std::int64_t stored() const { return m_list.count(); }
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
    // It does, or will by itself: what has come since is behind what was searched.
    [[nodiscard]] bool isKept() const;
    // So much of the document has changed since that it is not known where they are.
    [[nodiscard]] bool isLost() const;
    [[nodiscard]] bool isRunning() const { return m_task != nullptr; }
    // What runs is about what was appended. That is over in a moment for the most part, and then nothing to
    // tell of; isSearching() is true for all else that runs.
    [[nodiscard]] bool isFollowing() const { return isRunning() && m_outcomeBefore; }
    [[nodiscard]] bool isSearching() const;
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
    [[nodiscard]] const MatchList& list() const { return m_list; }
    [[nodiscard]] const std::vector<Change>& changes() const;

    // Ends soon, with what was found. What is over in a moment goes on.
    void stop();

signals:
    void grown(); // as that of FindTask
    void progressed(); // ten times a second
    void ended();

private:
    void start(FindOrder order);
    void takeGrowth();
    void finish(const FindOutcome& outcome);
    void goOn();

    const QPointer<DocumentSession> m_session;
    const Pattern m_pattern;
    const std::shared_ptr<const Matcher> m_matcher;
    const ByteOffset m_textBegin;
    const TextFormat m_format;
    const std::int64_t m_most; // to store
    // Of the last pass over the document.
    Revision m_searched;
    ByteRange m_range;
    ByteOffset m_end; // of the document
    std::optional<ByteRange> m_scope;

    std::shared_ptr<MatchStore> m_store;
    MatchList m_list;
    FindTask* m_task = nullptr; // null when it ended
    std::int64_t m_count = 0; // when it ended
    std::int64_t m_done = 0;
    std::int64_t m_total = 0;
    QElapsedTimer m_clock;
    std::optional<FindOutcome> m_outcomeBefore; // of all passes before the one that runs
    std::optional<FindOutcome> m_outcome;
    mutable std::vector<Change> m_changes;
    mutable Revision m_changesTo;
    mutable bool m_lost = false;
};

} // namespace megascope
