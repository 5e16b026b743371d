// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FoundMatches.h"
#include "ui/session/MatchLine.h"

#include <set>

namespace megascope {

class MatchReplacer;

// What replacing all matches would do: what each becomes, and which ones are left out. GUI thread only; lives
// as long as the replacer.
class Replacements final : public QObject {
    Q_OBJECT

public:
    Replacements(std::shared_ptr<FoundMatches> matches, const MatchReplacer& replacer, bool isOfBytes);

    [[nodiscard]] const std::shared_ptr<FoundMatches>& matches() const { return m_matches; }
    // A match in its line, cut so that it is near the begin; and the same line afterwards, or why not.
    struct Sides {
        MatchLine before;
        MatchLine after;
    };
    [[nodiscard]] Sides sides(
        const Snapshot& snapshot, const TextFormat& format, const ByteRange& match) const;

    // By their numbers.
    [[nodiscard]] bool isLeftOut(std::int64_t index) const { return m_leftOut.contains(index); }
    void leaveOut(std::int64_t first, std::int64_t count, bool leaveOut);
    [[nodiscard]] std::int64_t leftOutCount() const { return std::ssize(m_leftOut); }
    // Where those begin now, ascending.
    [[nodiscard]] std::vector<ByteOffset> leftOutPlaces() const;
    // So many may be left out; more are better kept out by the pattern.
    static constexpr std::int64_t mostLeftOut = 100'000;

signals:
    void changed();

private:
    const std::shared_ptr<FoundMatches> m_matches;
    const MatchReplacer& m_replacer;
    const bool m_isOfBytes;
    std::set<std::int64_t> m_leftOut;
};

} // namespace megascope
