// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/RowHighlighter.h"

#include "core/search/RegexMatcher.h"
#include "ui/model/ColorContrast.h"

#include <QByteArray>

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

namespace megascope {

namespace {

// Segments of several screens.
constexpr std::size_t mostKnown = 1024;

// Begins of matches that are tried between two looks at the clock: of a slow expression a few, of others more
// and more.
constexpr std::size_t firstStep = 32;
constexpr RowHighlighter::Clock::duration shortStep = std::chrono::milliseconds(1);

RowHighlighter::Clock::duration timeOfThread()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// How long a rule has computed: it is not slow because the machine does something else. To ask what the
// thread has computed takes as long as most rules take for a line, so that is asked only of those that are
// not done after a millisecond.
class RuleTime {
public:
    using Clock = RowHighlighter::Clock;

    // `now` is the time of now.
    [[nodiscard]] bool isOver(Clock::time_point now)
    {
        if (now - m_begin < shortStep)
            return false;
        if (!m_computed)
            m_computed = timeOfThread();
        return timeOfThread() - *m_computed + shortStep > RowHighlighter::ruleTime;
    }

private:
    Clock::time_point m_begin = Clock::now();
    std::optional<Clock::duration> m_computed; // by the thread, when the first millisecond was over
};

// What is looked through is short: there it takes longer to ask a filter first.
std::shared_ptr<const Matcher> matcherOf(const Pattern& pattern)
{
    const TextFormat format;
    const auto usual = compilePattern(pattern, format);
    if (!usual || pattern.kind != Pattern::Kind::Regex)
        return usual.value_or(nullptr);
    RegexMatcher::Options options = RegexMatcher::optionsFor(pattern, format);
    options.useFilter = false;
    const auto plain = RegexMatcher::compile(pattern.text, options);
    return plain ? *plain : *usual;
}

qsizetype unitsOf(QByteArrayView utf8)
{
    qsizetype units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80)
            units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
}

} // namespace

// What rules look at: a segment as UTF-8, with what stands around it in a long line.
struct RowHighlighter::Text {
    QByteArray utf8;
    std::size_t from = 0; // what begins before may be cut off
    qsizetype unitBefore = 0; // of the segment, in all of it
    qsizetype units = 0; // of the segment
    bool isAscii = false;
    bool endsLine = true;

    // In all of it, of a byte.
    [[nodiscard]] qsizetype unitAt(std::size_t byte, std::size_t knownByte, qsizetype knownUnit) const
    {
        if (isAscii)
            return static_cast<qsizetype>(byte);
        return knownUnit
            + unitsOf(QByteArrayView(utf8).sliced(
                static_cast<qsizetype>(knownByte), static_cast<qsizetype>(byte - knownByte)));
    }
};

void RowHighlighter::setSets(std::span<const std::shared_ptr<const HighlighterSet>> sets)
{
    m_known.clear();
    m_rules.clear();
    m_dropped.clear();
    for (const std::shared_ptr<const HighlighterSet>& set : sets) {
        if (!set)
            continue;
        for (const HighlightRule& rule : set->rules) {
            const std::shared_ptr<const Matcher> matcher = matcherOf(rule.pattern);
            if (!rule.isEnabled || !matcher)
                continue;
            if (std::unique_ptr<MatchFinder> finder = matcher->makeFinder())
                m_rules.push_back({rule, matcher, std::move(finder)});
        }
    }
}

void RowHighlighter::setPalette(const HighlightPalette& palette)
{
    if (palette == m_palette)
        return;
    m_palette = palette;
    m_known.clear();
}

const RowHighlights* RowHighlighter::known(const TextRow& row) const
{
    const auto entry = m_known.find(&row.segment());
    const bool isIt = entry != m_known.end() && entry->second.segment.lock() == row.sharedSegment();
    return isIt ? &entry->second.highlights : nullptr;
}

const RowHighlights& RowHighlighter::highlightsOf(const TextRow& row, const TextRows& rows)
{
    if (const RowHighlights* found = known(row))
        return *found;
    forgetGone();
    Known made{.segment = row.sharedSegment(), .highlights = evaluate(textOf(row, rows))};
    return m_known.insert_or_assign(&row.segment(), std::move(made)).first->second.highlights;
}

bool RowHighlighter::want(const TextRows& rows, std::span<const TextRow> visible, Clock::time_point deadline)
{
    if (isEmpty())
        return true;
    for (const TextRow& row : visible) {
        if (known(row))
            continue;
        if (Clock::now() >= deadline)
            return false;
        (void)highlightsOf(row, rows);
    }
    return true;
}

std::vector<std::string> RowHighlighter::takeDropped()
{
    return std::exchange(m_dropped, {});
}

void RowHighlighter::forgetGone()
{
    if (m_known.size() < mostKnown)
        return;
    std::erase_if(m_known, [](const auto& entry) { return entry.second.segment.expired(); });
    if (m_known.size() >= mostKnown)
        m_known.clear();
}

RowHighlighter::Text RowHighlighter::textOf(const TextRow& row, const TextRows& rows)
{
    const TextSegment& segment = row.segment();
    QString before;
    QString behind;
    if (!segment.segment.beginsLine) {
        if (const auto other = rows.previous(TextRow(row.sharedSegment(), 0)))
            before = other->segment().text.right(contextUnits);
    }
    if (!segment.segment.endsLine) {
        if (const auto other = rows.next(TextRow(row.sharedSegment(), segment.rows.size() - 1)))
            behind = other->segment().text.left(contextUnits);
    }
    const QByteArray front = before.toUtf8();
    Text text{.utf8 = front + segment.text.toUtf8() + behind.toUtf8()};
    text.unitBefore = before.size();
    text.units = segment.text.size();
    text.isAscii = text.utf8.size() == before.size() + segment.text.size() + behind.size();
    text.endsLine = segment.segment.endsLine;
    // Behind the first character: there "^" does not match.
    if (!front.isEmpty())
        text.from = static_cast<std::size_t>(std::max<qsizetype>(1, before.left(1).toUtf8().size()));
    return text;
}

TextStyleSpan RowHighlighter::styleOf(const HighlightRule& rule) const
{
    TextStyleSpan style{.text = m_palette.textOf(rule.text),
        .background = m_palette.groundOf(rule.ground),
        .bold = rule.bold,
        .italic = rule.italic};
    // What somebody chose stays as it is.
    if (rule.text.kind == HighlightColor::Kind::Role && qAlpha(style.background))
        style.text = readableOn(style.text, style.background);
    return style;
}

// From the last rule to the first: each is laid over those that give way to it.
RowHighlights RowHighlighter::evaluate(const Text& text)
{
    RowHighlights result;
    std::vector<TextStyleSpan> found;
    for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule) {
        if (rule->isDropped)
            continue;
        found.clear();
        if (!find(*rule, text, found)) {
            rule->isDropped = true;
            m_dropped.push_back(rule->rule.pattern.text);
            continue;
        }
        if (found.empty())
            continue;
        if (rule->rule.scope == HighlightRule::Scope::Line) {
            TextStyleSpan whole = styleOf(rule->rule);
            whole.units = static_cast<std::uint32_t>(text.units);
            found = {whole};
            if (qAlpha(whole.background))
                result.ground = whole.background;
        }
        result.spans = overlaid(result.spans, found);
    }
    return result;
}

bool RowHighlighter::find(Rule& rule, const Text& text, std::vector<TextStyleSpan>& spans)
{
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(text.utf8.constData()),
        static_cast<std::size_t>(text.utf8.size()));
    RuleTime time;
    const TextStyleSpan style = styleOf(rule.rule);
    std::size_t knownByte = 0;
    qsizetype knownUnit = 0;
    const auto unitAt = [&](std::size_t byte) {
        knownUnit = text.unitAt(byte, knownByte, knownUnit);
        knownByte = byte;
        return std::clamp<qsizetype>(knownUnit - text.unitBefore, 0, text.units);
    };
    std::size_t step = firstStep;
    for (std::size_t at = text.from; at < bytes.size();) {
        const Clock::time_point stepStart = Clock::now();
        const std::size_t until = std::min(at + step, bytes.size());
        m_matches.clear();
        const SearchText part{
            .bytes = bytes, .offset = ByteOffset(0), .from = at, .until = until, .endsText = text.endsLine};
        if (!rule.finder->find(part, {}, m_matches))
            return false;
        for (const MatchSpan& match : m_matches) {
            TextStyleSpan span = style;
            span.unit = static_cast<std::uint32_t>(unitAt(match.begin));
            span.units = static_cast<std::uint32_t>(unitAt(match.end())) - span.unit;
            if (span.units > 0)
                spans.push_back(span);
        }
        if (rule.rule.scope == HighlightRule::Scope::Line && !spans.empty())
            return true;
        at = m_matches.empty() ? until : std::max<std::size_t>(until, m_matches.back().end());
        const Clock::time_point now = Clock::now();
        if (time.isOver(now) && at < bytes.size())
            return false;
        step = now - stepStart < shortStep ? step * 2 : firstStep;
    }
    return true;
}

} // namespace megascope
