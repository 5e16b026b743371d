// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"

#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

// A byte, and what stands for it in the column of characters.
struct HexCell {
    enum class State : std::uint8_t {
        Present,
        Failed, // the system could not read it
        PastEnd, // the file became shorter than its snapshot
        Pending, // it is not read yet
    };
    enum class Kind : std::uint8_t {
        Visible, // a character with a shape begins here
        Continued, // part of the character that began before
        Control, // a character without a shape of its own: controls, format characters, what Unicode does not
                 // assign
        Invalid, // spells nothing in this encoding
        Missing, // there is no byte
        Hole, // a zero for which the file takes no space
    };

    std::uint8_t byte = 0; // 0 where there is none
    State state = State::Present;
    Kind kind = Kind::Missing;
    std::uint8_t span = 1; // bytes of the character that begins here
    char32_t codePoint = 0; // of the character that begins here

    friend bool operator==(const HexCell&, const HexCell&) = default;
};

// The bytes of a piece of a document, ready to be painted. A value; belongs to one thread.
class HexPage {
public:
    HexPage() = default;
    // One read: the bytes of `range`, cut to the snapshot, and a few around them that tell where characters
    // begin.
    [[nodiscard]] static HexPage read(const Snapshot& snapshot, const ByteRange& range, Encoding encoding);

    [[nodiscard]] ByteRange range() const
    {
        return {m_begin, ByteCount(static_cast<std::int64_t>(m_cells.size()))};
    }
    [[nodiscard]] std::span<const HexCell> cells() const { return m_cells; }
    // Those of `range` that the page holds.
    [[nodiscard]] std::span<const HexCell> cells(const ByteRange& range) const;
    // Not all was there in time: reading it again gives more.
    [[nodiscard]] bool isLacking() const { return m_isLacking; }
    // The cell of one byte, or null.
    [[nodiscard]] const HexCell* cellAt(ByteOffset offset) const;

private:
    void takeBytes(std::span<const std::byte> bytes);
    void takeCharacters(std::span<const std::byte> bytes, ByteOffset bytesBegin, Encoding encoding);
    void takeGaps(const Gaps& gaps);
    void takeHoles(const Snapshot& snapshot);
    void takeHolesOf(const Snapshot& snapshot, std::ptrdiff_t begin, std::ptrdiff_t end);

    ByteOffset m_begin;
    std::vector<HexCell> m_cells;
    bool m_isLacking = false;
};

} // namespace megascope
