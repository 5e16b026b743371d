// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentFinder.h"

#include "core/file/ReadPatience.h"
#include "core/search/MatchChanges.h"
#include "ui/session/DocumentSession.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// After the last key or edit. What is near is found at once.
constexpr auto patternDelay = 150ms;
constexpr auto editDelay = 500ms;
// Larger documents are not searched again after each edit.
constexpr ByteCount searchedAgain = mebibytes(256);

// What may be searched while somebody waits, and how long it may take to be tried again.
constexpr ByteCount searchedAtOnce = mebibytes(1);
constexpr ByteCount searchedFirst = kibibytes(64);
constexpr auto bearable = 12ms;

// More of them are not told apart on a screen.
constexpr std::size_t mostMarks = 65536;
// Before what is visible, for matches that reach into it.
constexpr ByteCount seenBefore = kibibytes(64);

} // namespace

DocumentFinder::DocumentFinder(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
    m_delay.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, [this] { lookForAll(FoundMatches::Room::Memory); });
    connect(&session, &DocumentSession::snapshotChanged, this, &DocumentFinder::takeSnapshot);
    connect(&session, &DocumentSession::textFormatChanged, this, &DocumentFinder::prepare);
}

DocumentFinder::~DocumentFinder()
{
    delete m_seek;
}

std::shared_ptr<FoundMatches> DocumentFinder::allIn(
    DocumentSession& session, const Pattern& pattern, const std::optional<ByteRange>& scope)
{
    DocumentFinder finder(session);
    finder.setScope(scope);
    finder.setPattern(pattern);
    return finder.findAll();
}

void DocumentFinder::setPattern(const Pattern& pattern)
{
    if (pattern == m_pattern)
        return;
    m_pattern = pattern;
    prepare();
}

void DocumentFinder::setScope(const std::optional<ByteRange>& scope)
{
    if (scope == m_scope)
        return;
    m_scope = scope;
    m_scopeRevision = m_session.snapshot().revision();
    prepare();
}

void DocumentFinder::setShown(bool shown)
{
    if (std::exchange(m_isShown, shown) == shown)
        return;
    if (!shown)
        stop();
    else if (isReady() && !areAllKnown())
        m_delay.start(patternDelay);
    emit matchesChanged();
    emit marksChanged();
}

// Begins anew: with another pattern, scope or encoding.
void DocumentFinder::prepare()
{
    stopSeek();
    m_delay.stop();
    m_matches.reset();
    m_near.reset();
    m_matcher.reset();
    m_error.reset();
    m_marks = {};
    m_isSlow = false;
    if (!m_pattern.text.empty()) {
        if (auto matcher = compilePattern(m_pattern, m_session.textFormat()))
            m_matcher = *std::move(matcher);
        else
            m_error = matcher.error();
    }
    if (m_matcher)
        m_near = m_matcher->makeFinder();
    if (m_matcher && m_isShown)
        m_delay.start(patternDelay);
    emit patternChanged();
    emit matchesChanged();
    emit marksChanged();
}

ByteOffset DocumentFinder::textBegin() const
{
    return searchedFrom(m_pattern, m_session.textFormat(), m_session.snapshot().size());
}

// Where matches lie.
ByteRange DocumentFinder::range() const
{
    const ByteRange text(textBegin(), m_session.snapshot().end());
    return m_scope ? m_scope->intersected(text) : text;
}

FindOrder DocumentFinder::order() const
{
    return {.snapshot = m_session.snapshot(),
        .matcher = m_matcher,
        .request = {.range = range(), .textBegin = textBegin()},
        .scope = m_scope};
}

// Or will be in a moment.
bool DocumentFinder::areAllKnown() const
{
    return m_matches && m_matches->isKept() && (m_matches->isComplete() || m_matches->isFollowing());
}

void DocumentFinder::lookForAll(FoundMatches::Room room)
{
    m_delay.stop();
    if (!isReady())
        return;
    m_matches = std::make_shared<FoundMatches>(m_session, m_pattern, order(), room);
    for (const auto signal : {&FoundMatches::grown, &FoundMatches::progressed, &FoundMatches::ended})
        connect(m_matches.get(), signal, this, [this, sender = m_matches.get()] {
            if (m_matches.get() != sender)
                return;
            emit matchesChanged();
            if (m_isSlow || !sender->isRunning())
                emit marksChanged();
        });
    emit matchesChanged();
}

std::shared_ptr<FoundMatches> DocumentFinder::findAll()
{
    if (isReady() && !areAllKnown())
        lookForAll(FoundMatches::Room::File);
    return m_matches;
}

bool DocumentFinder::stop()
{
    const bool isSearching = m_delay.isActive() || (m_matches && m_matches->isSearching());
    const bool ran = isSeeking() || isSearching;
    m_delay.stop();
    stopSeek();
    if (m_matches)
        m_matches->stop();
    if (ran)
        emit matchesChanged();
    return ran;
}

void DocumentFinder::takeSnapshot()
{
    if (m_scope) {
        const auto changes = m_session.editor().document().changesSince(m_scopeRevision);
        m_scope = movedScope(*m_scope, changes.value_or(std::vector<Change>()), m_session.snapshot().end());
        m_scopeRevision = m_session.snapshot().revision();
    }
    const bool isKnown = m_matches && m_matches->isKept();
    const bool isLost = m_matches && m_matches->isLost();
    if (m_isShown && isReady() && !isKnown && (isLost || m_session.size() <= searchedAgain))
        m_delay.start(editDelay);
    emit matchesChanged();
}

void DocumentFinder::find(Direction direction)
{
    const ByteRange selected = m_session.selection().range();
    seek(direction, direction == Direction::Forward ? selected.end() : selected.begin());
}

void DocumentFinder::findFrom(ByteOffset place)
{
    seek(Direction::Forward, place);
}

void DocumentFinder::seek(Direction direction, ByteOffset from)
{
    stopSeek();
    if (!isReady())
        return;
    m_direction = direction;
    const ByteRange all = range();
    from = std::clamp(from, all.begin(), all.end());
    if (takeKnown(direction, from))
        return;
    SeekOrder order{.snapshot = m_session.snapshot(),
        .matcher = m_matcher,
        .parts = {},
        .forward = direction == Direction::Forward};
    const ByteOffset text = textBegin();
    if (order.forward)
        order.parts = {{.begins = {from, all.end()}, .limit = all.end(), .textBegin = text},
            {.begins = {all.begin(), from}, .limit = all.end(), .textBegin = text}};
    else // also a match that the cursor stands in
        order.parts = {{.begins = {all.begin(), from}, .limit = from, .textBegin = text},
            {.begins = {backBy(from, Matcher::regexReach, all.begin()), all.end()},
                .limit = all.end(),
                .textBegin = text}};
    m_firstPart = 0;
    if (takeNear(order, m_firstPart))
        return;
    order.parts.erase(order.parts.begin(), order.parts.begin() + static_cast<std::ptrdiff_t>(m_firstPart));
    m_seek = new SeekTask(std::move(order));
    connect(m_seek, &SeekTask::progressed, this, &DocumentFinder::seekProgressed);
    connect(m_seek, &SeekTask::ended, this, &DocumentFinder::endSeek);
    emit seekStarted();
}

// Whether the answer was known.
bool DocumentFinder::takeKnown(Direction direction, ByteOffset from)
{
    if (!m_matches || !m_matches->isCurrent())
        return false;
    const bool forward = direction == Direction::Forward;
    const auto take = [&](std::int64_t index, bool around) {
        const std::optional<ByteRange> match = m_matches->at(index);
        if (match)
            select(*match, around);
        return match.has_value();
    };
    if (!forward && !m_matches->covers(from))
        return false;
    std::int64_t index = m_matches->firstFrom(from);
    if (!forward) {
        const std::optional<ByteRange> before = m_matches->at(--index);
        if (before && before->end() > from)
            --index;
    }
    if (index >= 0 && index < m_matches->stored())
        return take(index, false);
    if (!m_matches->isComplete())
        return false;
    if (m_matches->count() > 0)
        return take(forward ? 0 : m_matches->count() - 1, true);
    emit missed(SearchEnd::Kind::Done, {});
    return true;
}

// Searches what is near at once. Whether that was enough; else the order holds what is left, from `part` on.
bool DocumentFinder::takeNear(SeekOrder& order, std::size_t& part)
{
    const auto begin = std::chrono::steady_clock::now();
    ByteCount budget = searchedAtOnce;
    for (part = 0; part < order.parts.size(); ++part) {
        ByteRange& left = order.parts[part].begins;
        while (!left.empty()) {
            if (m_isSlow || budget == ByteCount(0))
                return false;
            const ByteCount size
                = std::min({budget, budget == searchedAtOnce ? searchedFirst : budget, left.count()});
            SeekRequest step = order.parts[part];
            step.begins = order.forward ? ByteRange(left.begin(), size) : ByteRange(left.end() - size, size);
            Progress unused;
            const auto seek = order.forward ? seekForward : seekBackward;
            const MissedReads missedReads;
            const SeekEnd end = seek(order.snapshot, *order.matcher, step, 1, unused, {});
            if (missedReads.any())
                return false; // a task waits for it
            m_isSlow = std::chrono::steady_clock::now() - begin > bearable;
            if (end.match) {
                select(*end.match, part > 0);
                return true;
            }
            if (end.kind != SearchEnd::Kind::Done) {
                emit missed(end.kind, end.at);
                return true;
            }
            budget -= size;
            left = order.forward ? ByteRange(left.begin() + size, left.end())
                                 : ByteRange(left.begin(), left.end() - size);
        }
    }
    emit missed(SearchEnd::Kind::Done, {});
    return true;
}

void DocumentFinder::endSeek(const SeekOutcome& outcome)
{
    std::exchange(m_seek, nullptr)->deleteLater();
    if (!outcome.end.match) {
        emit missed(outcome.end.kind, outcome.end.at);
        return;
    }
    const auto changes = m_session.editor().document().changesSince(outcome.revision);
    const std::optional<ByteRange> match = changes ? movedMatch(*outcome.end.match, *changes) : std::nullopt;
    if (match)
        select(*match, outcome.part + m_firstPart > 0);
    else
        find(m_direction); // it was edited away meanwhile
}

void DocumentFinder::stopSeek()
{
    if (m_seek)
        std::exchange(m_seek, nullptr)->abandon(this);
}

void DocumentFinder::select(const ByteRange& match, bool around)
{
    m_session.setSelection({match.begin(), match.end()});
    const Way other = m_direction == Direction::Forward ? Way::AroundEnd : Way::AroundBegin;
    emit found(around ? other : Way::Straight);
}

std::vector<ByteRange> DocumentFinder::marks(const ByteRange& range) const
{
    if (!m_isShown || !isReady() || range.empty())
        return {};
    if (m_matches && m_matches->isCurrent() && m_matches->covers(range.end()))
        return knownMarks(range);
    if (m_isSlow)
        return m_matches ? knownMarks(range) : std::vector<ByteRange>();
    if (m_marksRevision != m_session.snapshot().revision())
        m_marks = {};
    m_marksRevision = m_session.snapshot().revision();
    for (const Marks& marks : m_marks) {
        if (marks.range == range)
            return marks.found;
    }
    const MissedReads missedReads;
    std::vector<ByteRange> found = freshMarks(range);
    if (missedReads.any()) {
        m_isSlow = false; // it was the storage
        return found;
    }
    m_marks[1] = std::exchange(m_marks[0], {.range = range, .found = std::move(found)});
    return m_marks[0].found;
}

std::vector<ByteRange> DocumentFinder::knownMarks(const ByteRange& range) const
{
    std::vector<ByteRange> marks;
    std::int64_t index = m_matches->firstFrom(range.begin());
    const std::optional<ByteRange> before = m_matches->at(index - 1);
    if (before && before->end() > range.begin())
        --index;
    for (; index < m_matches->stored() && marks.size() < mostMarks; ++index) {
        const std::optional<ByteRange> match = m_matches->at(index);
        if (match && match->begin() >= range.end())
            break;
        if (match)
            marks.push_back(*match);
    }
    return marks;
}

std::vector<ByteRange> DocumentFinder::freshMarks(const ByteRange& range) const
{
    const ByteRange all = this->range();
    const ByteCount reach = std::min(countOf(m_matcher->reachAhead()), seenBefore);
    const ByteRange searched = ByteRange(
        backBy(range.begin(), reach, ByteOffset(0)), std::min(range.end(), range.begin() + searchedAtOnce))
                                   .intersected(all);
    if (!m_near || searched.empty())
        return {};
    const auto begin = std::chrono::steady_clock::now();
    std::vector<ByteRange> found;
    Progress unused;
    const std::stop_token never;
    (void)MatchWalk(m_session.snapshot(), *m_matcher, *m_near, {})
        .run({.text = {textBegin(), m_session.snapshot().end()}, .range = searched, .holes = true}, found,
            unused, never);
    m_isSlow = std::chrono::steady_clock::now() - begin > bearable;
    std::erase_if(found,
        [&](const ByteRange& match) { return match.end() <= range.begin() || match.end() > all.end(); });
    if (found.size() > mostMarks)
        found.resize(mostMarks);
    return found;
}

} // namespace megascope
