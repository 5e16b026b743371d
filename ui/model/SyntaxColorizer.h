// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"
#include "ui/model/TextRows.h"
#include "ui/model/TextStyleSpan.h"

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/State>

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace megascope {

// Colours for the lines that are visible. What a line looks like depends on all lines before it; so the state
// of the highlighter is kept at the begins of lines it has passed, and it goes on from the nearest one. After
// a jump there is none near: then it begins `farReach` bytes before, as if a file began there, which is right
// for all but comments and strings that are longer. Until that is done the lines are coloured from
// `nearReach` bytes before them. All work goes in slices of the caller's length. Of a line longer than
// `longestLine` only the begin is coloured, and the lines behind are coloured as if it were not there. GUI
// thread only.
class SyntaxColorizer final : private KSyntaxHighlighting::AbstractHighlighter {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr ByteCount farReach = kibibytes(256);
    static constexpr ByteCount nearReach = kibibytes(4);
    // Lines that are to be passed before a wanted one, and cost no more than the wanted ones do.
    static constexpr ByteCount closeReach = kibibytes(16);
    static constexpr std::int64_t longestLine = 4096; // UTF-16 units

    SyntaxColorizer();
    ~SyntaxColorizer() override;

    // A definition that is not valid: no colours, and no work.
    void setDefinition(const KSyntaxHighlighting::Definition& definition) override;
    void setTheme(const KSyntaxHighlighting::Theme& theme) override;
    using AbstractHighlighter::definition;
    // The document is another one, or another state of it.
    void reset();
    // The document was edited. Colours stay where they are, and follow their lines, until there are better
    // ones: the lines from the change on are passed again, as far as where a line begins in the same state
    // as before.
    void edit(const Change& change);

    // How much is to be done for wanted lines at once: until they have the colours that they keep, or, as
    // they are soon out of sight, any.
    enum class Care { Final, Passing };
    // The lines of these rows are wanted now. Works until `deadline`; returns true when nothing is left to
    // do.
    bool want(const TextRows& rows, std::span<const TextRow> visible, Clock::time_point deadline,
        Care care = Care::Final);
    // Goes on with it; `rows` as before. Returns true when nothing is left to do.
    bool work(const TextRows& rows, Clock::time_point deadline);
    // Counts the times that colours of wanted lines came or changed.
    [[nodiscard]] std::uint64_t version() const { return m_version; }

    // Of a row's segment; empty when there are none (yet). Valid until the next call of a function that is
    // not const.
    [[nodiscard]] std::span<const TextStyleSpan> colorsOf(const TextRow& row) const;

private:
    using Spans = std::vector<TextStyleSpan>;
    struct Line {
        Spans spans;
        bool final
            = false; // from a state that was reached from farReach before it, or from the begin of the file
        bool wasFinal = false; // before the edit that m_stale waits for
    };
    // Where the highlighter is, on its way through lines.
    struct Front {
        ByteOffset line; // where one begins
        KSyntaxHighlighting::State state;
    };

    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override;
    [[nodiscard]] const TextStyleSpan& styleOf(const KSyntaxHighlighting::Format& format);

    // The first wanted line without colours, or without final ones.
    [[nodiscard]] std::optional<ByteOffset> firstLacking(bool final) const;
    void plan(const TextRows& rows);
    [[nodiscard]] Front farFront(const TextRows& rows, ByteOffset line) const;
    // Goes on from `front` until no wanted line lacks colours; false when time ran out before.
    bool run(Front& front, bool final, const TextRows& rows, Clock::time_point deadline);
    void passLine(Front& front, bool final, const TextRows& rows);
    void passLongLine(Front& front, const TextSegment& segment, const TextRows& rows);
    void keep(ByteOffset line, bool final);
    void makeStale(const Change& change, bool anew);
    // At a line's begin, in a state: all behind is as before when the state is.
    void settle(const Front& front);
    void forgetFarLines();

    std::map<ByteOffset, KSyntaxHighlighting::State> m_states; // at begins of lines; all of them final
    std::map<ByteOffset, KSyntaxHighlighting::State> m_stale; // behind an edit; right if the first one is
    std::map<ByteOffset, Line> m_lines; // by where they begin
    std::unordered_map<int, TextStyleSpan> m_styles; // by id of the format

    std::vector<ByteOffset> m_wanted; // begins of the visible lines, ascending
    std::optional<Front> m_near; // gives colours at once
    std::optional<Front> m_far; // gives final ones
    Spans m_spans; // of the line under way
    std::uint64_t m_version = 0;
};

} // namespace megascope
