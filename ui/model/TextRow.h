// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineScanner.h"
#include "ui/model/AnsiReader.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace megascope {

// How a piece of a row is shown.
enum class TextLook : std::uint8_t {
    Plain, // on the grid of cells
    Shaped, // its glyphs depend on their neighbours
    Tab,
    Control, // a control character made visible: a picture of one cell, or a label
    Mark, // a label for an invisible character that does no harm where it is
    Warning, // a label for an invisible character
    Invalid, // a label for bytes that spell nothing
    Unreadable, // a label for bytes that could not be read
    Pending, // a label for bytes that are not read yet
};

// Graphemes (or labels that stand for one character) that follow each other and have the same make. Text of
// one script is one run, whatever its length, so that a row needs little memory and its geometry is
// arithmetic.
struct TextRun {
    std::uint32_t byte = 0; // where the first one begins, from the begin of the segment
    std::uint32_t unit = 0; // the same in the segment's text, in UTF-16 units
    std::uint32_t cell = 0; // the same on the screen, from the begin of the row
    std::uint32_t count = 0;
    std::uint32_t bytesEach = 0;
    std::uint16_t unitsEach = 0;
    std::uint16_t cellsEach = 0;
    TextLook look = TextLook::Plain;

    [[nodiscard]] std::uint32_t bytes() const { return count * bytesEach; }
    [[nodiscard]] std::uint32_t units() const { return count * unitsEach; }
    [[nodiscard]] std::uint32_t cells() const { return count * cellsEach; }
    [[nodiscard]] std::uint32_t unitEnd() const { return unit + units(); }
    [[nodiscard]] std::uint32_t cellEnd() const { return cell + cells(); }
};

// An escape sequence that is not shown. Its bytes belong to the character behind it; where there is none, to
// the end of the row.
struct HiddenPart {
    std::uint32_t byte = 0; // from the begin of the segment
    std::uint32_t bytes = 0;
    std::uint32_t unit = 0; // of what follows, in the segment's text
    std::uint32_t firstParameter = 0; // of TextSegment::parameters
    std::uint32_t parameters = 0;
    bool setsStyle = false;
};

// One step of the cursor: a grapheme, a label, or the end of a row.
struct TextStop {
    ByteRange bytes; // at the end of a row: what is hidden there and the line end, or nothing
    std::int64_t cell = 0; // from the begin of the row
    int cells = 0;
    std::int64_t unit = 0; // in the segment's text
    int units = 0; // 0 at the end of a row
    TextLook look = TextLook::Plain;

    [[nodiscard]] bool isRowEnd() const { return units == 0; }
};

// A segment made ready to be shown: its text, and where the rows begin. Immutable.
struct TextSegment {
    struct Row {
        std::uint32_t firstRun = 0;
        std::uint32_t runs = 0;
        std::uint32_t byte = 0; // from the begin of the segment
        std::uint32_t unit = 0;
        std::uint32_t bytes = 0; // without what is hidden behind the last character, and the line end
        std::uint32_t units = 0;
        std::uint32_t cells = 0;
        bool shaped = false;
    };

    Segment segment;
    QString text; // what is shown: characters and labels; a tab is one unit
    std::vector<TextRun> runs; // a row's runs follow each other; no run belongs to two rows
    std::vector<Row> rows; // at least one
    std::vector<HiddenPart> hidden; // in order
    std::vector<AnsiParameter> parameters; // of those that set a style
    int newlineSize = 1; // bytes of a newline; a line end with more has a carriage return
    bool isLacking = false; // not all bytes were there in time that tell where it begins and what it holds
    bool rightToLeft = false; // the first character that is not blank belongs to a script that runs so

    // Roughly, in bytes.
    [[nodiscard]] std::size_t memory() const;
};

// A row of the screen: a line of the file, or a part of one. A cheap value; never null.
class TextRow {
public:
    TextRow(std::shared_ptr<const TextSegment> segment, std::size_t index);

    [[nodiscard]] const TextSegment& segment() const { return *m_segment; }
    [[nodiscard]] const std::shared_ptr<const TextSegment>& sharedSegment() const { return m_segment; }
    [[nodiscard]] bool isLacking() const { return m_segment->isLacking; }
    // Of segment().rows.
    [[nodiscard]] std::size_t index() const { return m_index; }
    [[nodiscard]] bool isLastOfSegment() const { return m_index + 1 == m_segment->rows.size(); }

    // All bytes of the row, with the line end; rows that follow each other share a border.
    [[nodiscard]] ByteRange range() const { return {begin(), end()}; }
    [[nodiscard]] ByteOffset begin() const { return offsetOf(row().byte); }
    [[nodiscard]] ByteOffset contentEnd() const { return offsetOf(row().byte + row().bytes); }
    [[nodiscard]] ByteOffset end() const;
    [[nodiscard]] bool beginsLine() const { return m_index == 0 && m_segment->segment.beginsLine; }
    [[nodiscard]] bool endsLine() const { return isLastOfSegment() && m_segment->segment.endsLine; }
    // Bytes of the line end, 0 when the row has none.
    [[nodiscard]] ByteCount lineEnd() const
    {
        return isLastOfSegment() ? m_segment->segment.lineEnd : ByteCount(0);
    }

    [[nodiscard]] std::int64_t cells() const { return row().cells; }
    [[nodiscard]] bool isShaped() const { return row().shaped; }
    [[nodiscard]] std::span<const TextRun> runs() const;
    // In the segment's text.
    [[nodiscard]] std::int64_t unit() const { return row().unit; }
    [[nodiscard]] std::int64_t unitEnd() const { return row().unit + row().units; }
    [[nodiscard]] QStringView text() const { return QStringView(m_segment->text).mid(unit(), row().units); }

    // The stop that holds `offset`, which is clamped to the row.
    [[nodiscard]] TextStop stopAt(ByteOffset offset) const;
    // The stop that covers a cell; behind the last one, the end of the row.
    [[nodiscard]] TextStop stopAtCell(std::int64_t cell) const;
    // The stop that covers a unit of the segment's text; behind the last one, the end of the row.
    [[nodiscard]] TextStop stopAtUnit(std::int64_t unit) const;
    [[nodiscard]] TextStop endStop() const;

    // Without what is hidden at its begin and its end.
    [[nodiscard]] ByteRange shownBytes(const ByteRange& range) const;
    // The same, or the begin of what is hidden there when it is inside of that.
    [[nodiscard]] ByteOffset outsideHidden(ByteOffset offset) const;
    // What is hidden of a range, in order.
    [[nodiscard]] std::vector<ByteRange> hiddenIn(const ByteRange& range) const;

    // Both name the same place of the same bytes.
    friend bool operator==(const TextRow& a, const TextRow& b)
    {
        return a.m_segment == b.m_segment && a.m_index == b.m_index;
    }

private:
    [[nodiscard]] const TextSegment::Row& row() const { return m_segment->rows[m_index]; }
    [[nodiscard]] ByteOffset offsetOf(std::uint32_t byte) const
    {
        return m_segment->segment.range.begin() + ByteCount(byte);
    }
    [[nodiscard]] TextStop stopOf(const TextRun& run, std::uint32_t index) const;

    std::shared_ptr<const TextSegment> m_segment;
    std::size_t m_index;
};

} // namespace megascope
