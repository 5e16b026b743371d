// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/MatchReplacer.h"

#include "core/search/MatchSeek.h"
#include "ui/session/DocumentFinder.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSession.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace megascope {

MatchReplacer::MatchReplacer(DocumentSession& session, DocumentFinder& finder)
    : QObject(&finder)
    , m_session(session)
    , m_finder(finder)
{
    connect(&finder, &DocumentFinder::patternChanged, this, &MatchReplacer::prepare);
    prepare();
}

MatchReplacer::~MatchReplacer() = default;

void MatchReplacer::setReplacement(const std::string& text, bool keepsLength)
{
    m_text = text;
    m_keepsLength = keepsLength;
    prepare();
}

void MatchReplacer::prepare()
{
    m_error.reset();
    m_substitution = m_finder.isReady() ? makeOwn() : nullptr;
    emit changed();
}

std::unique_ptr<Substitution> MatchReplacer::makeOwn()
{
    auto made = makeSubstitution(m_finder.pattern(), m_session.textFormat(), m_text);
    if (!made) {
        m_error = made.error();
        return nullptr;
    }
    return m_keepsLength ? keepingLength(*std::move(made)) : *std::move(made);
}

bool MatchReplacer::isMatch(const ByteRange& range) const
{
    const FindOrder order = m_finder.order();
    const ByteRange& all = order.request.range;
    if (range.empty() || range.count() > Matcher::regexReach || !all.contains(range))
        return false;
    Progress unused;
    const SeekEnd end = seekForward(order.snapshot, *order.matcher,
        {.begins = {range.begin(), ByteCount(1)}, .limit = all.end(), .textBegin = order.request.textBegin},
        1, unused, {});
    return end.match == range;
}

Result<MatchReplacer::Bytes> MatchReplacer::replacementOf(const ByteRange& match) const
{
    const FindOrder order = m_finder.order();
    const Snapshot& snapshot = order.snapshot;
    const ByteCount before = std::min(
        ByteCount(std::int64_t(m_substitution->reachBehind())), match.begin() - order.request.textBegin);
    const ByteCount behind
        = std::min(ByteCount(std::int64_t(m_substitution->reachAhead())), snapshot.end() - match.end());
    const ByteRange around(match.begin() - before, match.end() + behind);
    Bytes bytes(std::size_t(around.count().value()));
    if (!snapshot.read(around.begin(), bytes).empty())
        return std::unexpected(systemError(EIO, {}));
    const SearchText text{
        .bytes = bytes, .offset = around.begin(), .endsText = around.end() == snapshot.end()};
    const MatchSpan span{std::uint32_t(before.value()), std::uint32_t(match.count().value())};
    Bytes made;
    if (const Result<void> appended = m_substitution->append(text, span, made); !appended)
        return std::unexpected(appended.error());
    return made;
}

std::optional<Result<MatchReplacer::Bytes>> MatchReplacer::replacement() const
{
    const ByteRange selected = m_session.selection().range();
    if (!isReady() || !isMatch(selected))
        return std::nullopt;
    return replacementOf(selected);
}

Result<void> MatchReplacer::replace()
{
    const ByteRange selected = m_session.selection().range();
    if (isMatch(selected)) {
        if (!m_session.editor().mayEdit())
            return {};
        const Result<Bytes> bytes = replacementOf(selected);
        if (!bytes)
            return std::unexpected(bytes.error());
        const ByteOffset end = selected.begin() + ByteCount(std::ssize(*bytes));
        m_session.editor().apply({.range = selected, .content = *bytes, .selection = Selection::at(end)});
    }
    m_finder.find(DocumentFinder::Direction::Forward);
    return {};
}

// Matches that lie close together are written along with what lies between them.
ByteCount MatchReplacer::bytesToWrite() const
{
    constexpr std::int64_t around = 512;
    const ByteCount all = m_finder.order().request.range.count();
    const std::shared_ptr<FoundMatches>& matches = m_finder.matches();
    if (!matches || !matches->isCurrent() || !matches->isComplete())
        return all;
    return std::min(all, ByteCount(around) * matches->count())
        + ByteCount(std::ssize(m_text)) * matches->count();
}

void MatchReplacer::replaceAll(std::vector<ByteOffset> leftOut)
{
    m_session.replacer().replaceAll(m_finder.order(), makeOwn(), std::move(leftOut));
}

} // namespace megascope
