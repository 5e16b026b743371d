// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/LineEdits.h"

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"
#include "core/text/TextEncoder.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentText.h"

#include <KLocalizedString>

namespace megascope {

namespace {

using Bytes = std::vector<std::byte>;
using Orders = std::vector<EditOrder>;
using Outcome = std::expected<Orders, QString>;

// The ends of a line are looked for so far: some milliseconds.
constexpr ByteCount editReach = mebibytes(64);
// What is read and written anew as a whole.
constexpr ByteCount mostBytes = mebibytes(64);
constexpr std::size_t mostLines = 200'000;
constexpr int indentBlanks = 4;

// Whole lines, with their line ends; and where the last one's begins.
struct Lines {
    ByteRange range;
    ByteOffset contentEnd;
};

class LineEditor {
public:
    explicit LineEditor(const DocumentSession& session)
        : m_session(session)
        , m_snapshot(session.snapshot())
        , m_format(session.textFormat())
        , m_scanner(m_snapshot, m_format.encoding, m_format.newline)
        , m_textBegin(textBegin(m_snapshot, m_format.encoding))
        , m_selection(session.selection().from(m_textBegin))
    {
    }

    Outcome edit(LineEdit edit);

private:
    [[nodiscard]] std::optional<Lines> linesOf(const ByteRange& range) const;
    [[nodiscard]] PieceTree pieces(ByteOffset begin, ByteOffset end) const
    {
        return m_snapshot.pieces().slice({begin, end});
    }
    [[nodiscard]] Selection shifted(std::int64_t by) const
    {
        return {ByteOffset(m_selection.anchor.value() + by), ByteOffset(m_selection.cursor.value() + by)};
    }
    // So that the cursor stays at the end where it is.
    [[nodiscard]] Selection selecting(const ByteRange& range) const
    {
        const bool backward = m_selection.cursor < m_selection.anchor;
        return backward ? Selection{range.end(), range.begin()} : Selection{range.begin(), range.end()};
    }
    Orders duplicate(const Lines& lines) const;
    Orders duplicateSelection() const;
    // The second of two neighbours comes to stand before the first.
    EditOrder exchanged(const Lines& first, const Lines& second, std::int64_t shift) const;
    Orders moveUp(const Lines& lines) const;
    Orders moveDown(const Lines& lines) const;
    Outcome indent(const Lines& lines) const;
    Outcome unindent(const Lines& lines) const;
    Outcome changeCase(bool upper) const;
    [[nodiscard]] Bytes encoded(const QString& text) const;
    [[nodiscard]] bool hasAt(ByteOffset offset, const Bytes& bytes) const;
    [[nodiscard]] std::optional<std::vector<ByteOffset>> lineBegins(const Lines& lines) const;
    [[nodiscard]] Selection following(const Orders& orders, const Lines& lines) const;

    const DocumentSession& m_session;
    const Snapshot& m_snapshot;
    const TextFormat& m_format;
    LineScanner m_scanner;
    ByteOffset m_textBegin; // a byte order mark before it is no part of a line
    Selection m_selection;
};

Outcome tooLong()
{
    return std::unexpected(i18n("That is too long for this. Nothing was changed."));
}

std::optional<Lines> LineEditor::linesOf(const ByteRange& range) const
{
    const std::optional<ByteOffset> begin = m_scanner.lineBegin(range.begin(), editReach);
    if (!begin)
        return std::nullopt;
    ByteOffset last = range.end();
    if (!range.empty() && m_scanner.lineBegin(last, ByteCount(0)) == last)
        last -= ByteCount(m_format.newline.unitSize);
    const std::optional<ByteOffset> end = m_scanner.lineEnd(std::max(last, range.begin()), editReach);
    if (!end)
        return std::nullopt;
    return Lines{
        {std::max(*begin, m_textBegin), std::max(*end, m_scanner.segmentAt(*end).range.end())}, *end};
}

Bytes LineEditor::encoded(const QString& text) const
{
    return bytesOfText(text, m_format.encoding).value_or(Bytes());
}

bool LineEditor::hasAt(ByteOffset offset, const Bytes& bytes) const
{
    Bytes there(bytes.size());
    return !bytes.empty() && m_snapshot.read(offset, there).empty() && there == bytes;
}

Outcome LineEditor::edit(LineEdit edit)
{
    if (edit == LineEdit::UpperCase || edit == LineEdit::LowerCase)
        return changeCase(edit == LineEdit::UpperCase);
    if (edit == LineEdit::Duplicate && !m_selection.isEmpty())
        return duplicateSelection();
    const std::optional<Lines> lines = linesOf(m_selection.range());
    if (!lines)
        return tooLong();
    switch (edit) {
    case LineEdit::Duplicate:
        return duplicate(*lines);
    case LineEdit::MoveUp:
        return moveUp(*lines);
    case LineEdit::MoveDown:
        return moveDown(*lines);
    case LineEdit::Indent:
        return indent(*lines);
    case LineEdit::Unindent:
        return unindent(*lines);
    default:
        return Orders{
            {.range = lines->range, .content = Bytes(), .selection = Selection::at(lines->range.begin())}};
    }
}

Orders LineEditor::duplicateSelection() const
{
    const ByteRange range = m_selection.range();
    return {{.range = {range.end(), ByteCount(0)},
        .content = pieces(range.begin(), range.end()),
        .selection = shifted(range.count().value())}};
}

Orders LineEditor::duplicate(const Lines& lines) const
{
    PieceTree copy = pieces(lines.range.begin(), lines.range.end());
    Orders orders;
    ByteCount shift = lines.range.count();
    if (lines.contentEnd == lines.range.end()) {
        const Bytes lineEnd = lineEndAt(m_snapshot, m_format, lines.range.begin());
        shift += ByteCount(std::ssize(lineEnd));
        orders.push_back({.range = {lines.range.end(), ByteCount(0)}, .content = lineEnd, .selection = {}});
    }
    orders.push_back({.range = {lines.range.begin() + shift, ByteCount(0)},
        .content = std::move(copy),
        .selection = shifted(shift.value())});
    return orders;
}

// The line end stays between them, where the second, the last of all, has none.
EditOrder LineEditor::exchanged(const Lines& first, const Lines& second, std::int64_t shift) const
{
    PieceTree both = pieces(second.range.begin(), second.contentEnd);
    if (second.contentEnd == second.range.end()) {
        both = both.followedBy(pieces(first.contentEnd, first.range.end()))
                   .followedBy(pieces(first.range.begin(), first.contentEnd));
    } else {
        both = pieces(second.range.begin(), second.range.end())
                   .followedBy(pieces(first.range.begin(), first.range.end()));
    }
    return {.range = {first.range.begin(), second.range.end()},
        .content = std::move(both),
        .selection = shifted(shift)};
}

Orders LineEditor::moveUp(const Lines& lines) const
{
    if (lines.range.begin() <= m_textBegin)
        return {};
    const std::optional<Lines> before
        = linesOf({lines.range.begin() - ByteCount(m_format.newline.unitSize), ByteCount(0)});
    if (!before)
        return {};
    return {exchanged(*before, lines, -before->range.count().value())};
}

Orders LineEditor::moveDown(const Lines& lines) const
{
    if (lines.contentEnd == lines.range.end())
        return {};
    const std::optional<Lines> behind = linesOf({lines.range.end(), ByteCount(0)});
    if (!behind || behind->range.empty())
        return {};
    const ByteCount lineEnd
        = behind->contentEnd == behind->range.end() ? lines.range.end() - lines.contentEnd : ByteCount(0);
    return {exchanged(lines, *behind, (behind->range.count() + lineEnd).value())};
}

std::optional<std::vector<ByteOffset>> LineEditor::lineBegins(const Lines& lines) const
{
    std::vector<ByteOffset> begins;
    for (ByteOffset at = lines.range.begin(); at < lines.range.end();) {
        if (begins.size() == mostLines)
            return std::nullopt;
        begins.push_back(at);
        const std::optional<ByteOffset> end = m_scanner.lineEnd(at, editReach);
        if (!end)
            return std::nullopt;
        at = std::max(m_scanner.segmentAt(*end).range.end(), at + ByteCount(1));
    }
    return begins;
}

// Where the selection is after orders that stand from the back to the front.
Selection LineEditor::following(const Orders& orders, const Lines& lines) const
{
    const auto moved = [&](ByteOffset place) {
        for (const EditOrder& order : orders) {
            const Change change{order.range.begin(), order.range.count(), sizeOf(order.content)};
            place = place == order.range.begin() && m_selection.isEmpty() ? place + change.inserted
                                                                          : change.moved(place);
        }
        return place;
    };
    if (m_selection.isEmpty())
        return Selection::at(moved(m_selection.cursor));
    return selecting({lines.range.begin(), moved(lines.range.end())});
}

Outcome LineEditor::indent(const Lines& lines) const
{
    const std::optional<std::vector<ByteOffset>> begins = lineBegins(lines);
    if (!begins)
        return tooLong();
    const Bytes blank = encoded(QStringLiteral(" "));
    const bool byBlanks = std::ranges::any_of(*begins, [&](ByteOffset begin) { return hasAt(begin, blank); });
    const Bytes indent = encoded(byBlanks ? QString(indentBlanks, u' ') : QStringLiteral("\t"));
    Orders orders;
    for (auto begin = begins->rbegin(); begin != begins->rend(); ++begin) {
        if (m_scanner.lineEnd(*begin, ByteCount(m_format.newline.unitSize)) != *begin)
            orders.push_back({.range = {*begin, ByteCount(0)}, .content = indent, .selection = {}});
    }
    if (!orders.empty())
        orders.back().selection = following(orders, lines);
    return orders;
}

Outcome LineEditor::unindent(const Lines& lines) const
{
    const std::optional<std::vector<ByteOffset>> begins = lineBegins(lines);
    if (!begins)
        return tooLong();
    const Bytes tab = encoded(QStringLiteral("\t"));
    const Bytes blank = encoded(QStringLiteral(" "));
    const ByteCount blankSize(std::ssize(blank));
    Orders orders;
    for (auto begin = begins->rbegin(); begin != begins->rend(); ++begin) {
        ByteCount count(0);
        if (hasAt(*begin, tab))
            count = ByteCount(std::ssize(tab));
        for (int i = 0; i < indentBlanks && count == blankSize * i && hasAt(*begin + count, blank); ++i)
            count += blankSize;
        if (count > ByteCount(0))
            orders.push_back({.range = {*begin, count}, .content = Bytes(), .selection = {}});
    }
    if (!orders.empty())
        orders.back().selection = following(orders, lines);
    return orders;
}

Outcome LineEditor::changeCase(bool upper) const
{
    const ByteRange range = m_selection.range();
    if (range.count() > mostBytes)
        return tooLong();
    Bytes bytes(static_cast<std::size_t>(range.count().value()));
    if (!m_snapshot.read(range.begin(), bytes).empty())
        return std::unexpected(i18n("A part of the selection cannot be read. Nothing was changed."));
    std::vector<Character> characters;
    TextDecoder(m_format.encoding).decode(bytes, characters);
    const TextEncoder encoder(m_format.encoding);
    Bytes changed;
    changed.reserve(bytes.size());
    for (const Character& character : characters) {
        const auto own = std::span(bytes).subspan(character.begin, character.size);
        const QString before = QString::fromUcs4(&character.codePoint, character.valid ? 1 : 0);
        const QString after = upper ? before.toUpper() : before.toLower();
        const auto other = encoder.encode(QStringView(after));
        if (after == before || !other)
            changed.insert(changed.end(), own.begin(), own.end());
        else
            changed.insert(changed.end(), other->begin(), other->end());
    }
    if (changed == bytes)
        return Orders();
    const ByteCount size(std::ssize(changed));
    return Orders{
        {.range = range, .content = std::move(changed), .selection = selecting({range.begin(), size})}};
}

} // namespace

Outcome lineEdit(LineEdit edit, const DocumentSession& session)
{
    return LineEditor(session).edit(edit);
}

} // namespace megascope
