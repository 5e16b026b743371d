// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FoundMatches.h"

#include <QTimer>

#include <array>

namespace megascope {

class DocumentSession;

// Finding in one document: the pattern, the way from one match to the next, which becomes the selection, and
// all matches, for those who show or list them. Looks near the cursor at once, and farther in the background;
// what was edited and is not saved is looked at like the rest. GUI thread only; lives as long as the session.
class DocumentFinder final : public QObject {
    Q_OBJECT

public:
    enum class Direction { Forward, Backward };
    // How a match was come to.
    enum class Way { Straight, AroundEnd, AroundBegin };

    explicit DocumentFinder(DocumentSession& session);
    ~DocumentFinder() override;

    // All matches in a document, or in a part of it, without a finder of one's own. Null when the pattern is
    // wrong for it.
    [[nodiscard]] static std::shared_ptr<FoundMatches> allIn(
        DocumentSession& session, const Pattern& pattern, const std::optional<ByteRange>& scope = {});

    // What is looked for from now on; without a text: nothing.
    void setPattern(const Pattern& pattern);
    [[nodiscard]] const Pattern& pattern() const { return m_pattern; }
    // What is wrong with it.
    [[nodiscard]] const std::optional<PatternError>& error() const { return m_error; }
    [[nodiscard]] bool isReady() const { return m_matcher != nullptr; }
    // What a search of all matches is about now. REQUIRES: isReady().
    [[nodiscard]] FindOrder order() const;
    // Looks in there only; it moves with edits.
    void setScope(const std::optional<ByteRange>& scope);
    [[nodiscard]] const std::optional<ByteRange>& scope() const { return m_scope; }
    // While it is on, matches are marked, and all of them are found in the background.
    void setShown(bool shown);
    [[nodiscard]] bool isShown() const { return m_isShown; }

    // Selects the next match from the selection on, or the one before it; found() or missed() tells.
    void find(Direction direction);
    // The first one that does not begin before a place: while somebody writes the pattern.
    void findFrom(ByteOffset place);
    [[nodiscard]] bool isSeeking() const { return m_seek != nullptr; }
    // Finds all of them now: those that are found already, or anew.
    std::shared_ptr<FoundMatches> findAll();
    // Stops what runs; false when nothing did.
    bool stop();

    // All matches of the pattern; null while nobody looks for them.
    [[nodiscard]] const std::shared_ptr<FoundMatches>& matches() const { return m_matches; }
    // Those to be marked in a part of the document, ascending. Asked for each frame.
    [[nodiscard]] std::vector<ByteRange> marks(const ByteRange& range) const;

signals:
    void patternChanged(); // or what is wrong with it, or the scope
    void
    matchesChanged(); // there are others, or more of them, or it is known how many; or how far the search is
    void marksChanged(); // marks() may answer something else, though the document is the same
    void seekStarted();
    void seekProgressed(qint64 bytesDone, qint64 bytesTotal);
    void found(megascope::DocumentFinder::Way way);
    // There is none; or why it is not known: see SearchEnd. `at` is TooComplex's.
    void missed(megascope::SearchEnd::Kind kind, megascope::ByteOffset at);

private:
    struct Marks {
        ByteRange range;
        std::vector<ByteRange> found;
    };

    void prepare();
    [[nodiscard]] ByteOffset textBegin() const;
    [[nodiscard]] ByteRange range() const;
    [[nodiscard]] bool areAllKnown() const;
    void lookForAll(FoundMatches::Room room);
    void takeSnapshot();
    void seek(Direction direction, ByteOffset from);
    [[nodiscard]] bool takeKnown(Direction direction, ByteOffset from);
    [[nodiscard]] bool takeNear(SeekOrder& order, std::size_t& part);
    void endSeek(const SeekOutcome& outcome);
    void stopSeek();
    void select(const ByteRange& match, bool around);
    [[nodiscard]] std::vector<ByteRange> knownMarks(const ByteRange& range) const;
    [[nodiscard]] std::vector<ByteRange> freshMarks(const ByteRange& range) const;

    DocumentSession& m_session;
    Pattern m_pattern;
    std::optional<PatternError> m_error;
    std::shared_ptr<const Matcher> m_matcher; // null: there is no pattern, or a wrong one
    std::unique_ptr<MatchFinder> m_near; // for what is searched at once
    mutable bool m_isSlow = false; // the pattern takes too long for that
    std::optional<ByteRange> m_scope;
    Revision m_scopeRevision;
    bool m_isShown = false;
    std::shared_ptr<FoundMatches> m_matches;
    QTimer m_delay; // until all are looked for
    SeekTask* m_seek = nullptr; // null while there is none
    Direction m_direction = Direction::Forward; // of the seek
    std::size_t m_firstPart = 0; // of the seek's order: parts before were looked at already
    mutable std::array<Marks, 2> m_marks; // of the last frames; a view each
    mutable Revision m_marksRevision;
};

} // namespace megascope
