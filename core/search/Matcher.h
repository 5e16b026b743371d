// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace megascope {

// A stretch of a document in memory, and which of its matches are asked for.
struct SearchText {
    std::span<const std::byte> bytes; // less than 2 GiB
    ByteOffset offset; // of the first one in the document
    std::size_t from = 0; // matches begin at this index or behind it …
    std::size_t until
        = 0; // … and before this one. What lies around is context. from <= until <= bytes.size()
    bool endsText = false; // nothing follows in the document, or what does cannot be read
};

// A match, by indices of a SearchText's bytes. Never empty.
struct MatchSpan {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;

    [[nodiscard]] std::uint32_t end() const { return begin + size; }
    friend bool operator==(const MatchSpan&, const MatchSpan&) = default;
};

// Why a search came to an end before its time.
struct SearchTrouble {
    enum class Kind {
        Stopped, // somebody asked for it
        TooComplex, // a regular expression took more steps at one place than it may
        OutOfMemory,
    };
    Kind kind = Kind::Stopped;
    std::size_t at = 0; // TooComplex: the index of that place, or a little before
};

// Finds what a Matcher is for. Belongs to one thread; made once for each, because it owns memory to work in.
class MatchFinder {
public:
    virtual ~MatchFinder() = default;

    // Appends the matches of `text` to `found`, in ascending order: the leftmost one that begins at `from` or
    // behind it, then the leftmost one that begins at its end or behind it … All that were found before a
    // trouble are in `found`. The bytes may change while they are looked at: then what is found means
    // nothing, but nothing else is harmed. Asks `stop` at least every some milliseconds.
    [[nodiscard]] virtual std::expected<void, SearchTrouble> find(
        const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found)
        = 0;
};

// A pattern that is ready for work. Immutable, thread-safe.
class Matcher {
public:
    // How far a match of a regular expression is followed, from its begin. A longer one may be found short,
    // or not at all.
    static constexpr ByteCount regexReach = kibibytes(256);

    virtual ~Matcher() = default;

    // Context that is to stand before `from`, where the document has it, in bytes.
    [[nodiscard]] virtual std::size_t reachBehind() const = 0;
    // Context that is to stand behind `until`, in bytes.
    [[nodiscard]] virtual std::size_t reachAhead() const = 0;
    // No match contains this byte, or depends on what lies beyond it: behind one, no more context is needed.
    [[nodiscard]] virtual std::optional<std::byte> border() const { return std::nullopt; }
    // No match contains a line end, or depends on what lies beyond one, as the pattern's text knows lines.
    [[nodiscard]] virtual bool staysInLine() const { return false; }
    // nullptr when there is no memory.
    [[nodiscard]] virtual std::unique_ptr<MatchFinder> makeFinder() const = 0;
};

} // namespace megascope
