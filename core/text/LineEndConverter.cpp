// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/NewlineSearch.h"
#include "core/text/TextConverter.h"

#include <algorithm>

namespace megascope {
namespace {

using Bytes = std::vector<std::byte>;

NewlineCode withValue(NewlineCode code, std::uint8_t value)
{
    code.value = value;
    return code;
}

void appendUnit(const NewlineCode& code, Bytes& out)
{
    const std::size_t low = code.bigEndian ? code.unitSize - 1U : 0;
    for (std::size_t i = 0; i < code.unitSize; ++i)
        out.push_back(std::byte{i == low ? code.value : std::uint8_t{0}});
}

Bytes spelled(const NewlineCode& newline, LineEnding ending)
{
    Bytes bytes;
    if (ending != LineEnding::Lf)
        appendUnit(withValue(newline, carriageReturn), bytes);
    if (ending != LineEnding::Cr)
        appendUnit(newline, bytes);
    return bytes;
}

class LineEndConverter final : public TextConverter {
public:
    LineEndConverter(const TextFormat& format, LineEnding to)
        : m_newline(newlineBesideCarriageReturn(format))
        , m_return(withValue(m_newline, carriageReturn))
        , m_convertsReturns(format.newline.value == carriageReturn)
        , m_lineEnd(spelled(m_newline, to))
    {
    }

    std::size_t convert(const Part& part, Bytes& out) override
    {
        const std::span<const std::byte> bytes = part.bytes;
        const std::size_t unit = m_newline.unitSize;
        const std::size_t end = endOf(part);
        std::size_t at = 0;
        while (const auto found = firstNewline(bytes.subspan(at, end - at), m_newline)) {
            const std::size_t newline = at + *found;
            const bool hasReturn = newline >= at + unit && isReturn(bytes.subspan(newline - unit));
            appendText(bytes.subspan(at, newline - at - (hasReturn ? unit : 0)), out);
            append(m_lineEnd, out);
            at = newline + unit;
        }
        appendText(bytes.subspan(at, end - at), out);
        return end;
    }

    bool keepsZeros() const override { return true; }

private:
    // Not between a CR and a newline. What follows a CR at the end of the part is not known yet, and neither
    // is the rest of a code unit.
    [[nodiscard]] std::size_t endOf(const Part& part) const
    {
        const std::size_t unit = m_newline.unitSize;
        const std::size_t whole = part.bytes.size() / unit * unit;
        const std::size_t end = (part.limit + unit - 1) / unit * unit;
        if (end < whole || (part.isLast && end < part.bytes.size())) {
            const bool isBetween = isReturn(part.bytes.subspan(end - unit))
                && beginsWithNewline(part.bytes.subspan(end), m_newline);
            return end + (isBetween ? unit : 0);
        }
        if (part.isLast)
            return part.bytes.size();
        return whole - (whole > 0 && isReturn(part.bytes.subspan(whole - unit)) ? unit : 0);
    }

    [[nodiscard]] bool isReturn(std::span<const std::byte> bytes) const
    {
        return beginsWithCarriageReturn(bytes, m_newline);
    }

    static void append(std::span<const std::byte> bytes, Bytes& out)
    {
        out.insert(out.end(), bytes.begin(), bytes.end());
    }

    // Without newlines, and without the CR that belongs to one.
    void appendText(std::span<const std::byte> text, Bytes& out) const
    {
        if (m_convertsReturns) {
            while (const auto found = firstNewline(text, m_return)) {
                append(text.first(*found), out);
                append(m_lineEnd, out);
                text = text.subspan(*found + m_return.unitSize);
            }
        }
        append(text, out);
    }

    const NewlineCode m_newline;
    const NewlineCode m_return;
    const bool m_convertsReturns;
    const Bytes m_lineEnd;
};

} // namespace

NewlineCode newlineBesideCarriageReturn(const TextFormat& format)
{
    return format.newline.value == carriageReturn ? format.encoding.newline() : format.newline;
}

std::unique_ptr<TextConverter> makeLineEndConverter(
    const TextFormat& format, const LineEndConversion& conversion)
{
    return std::make_unique<LineEndConverter>(format, conversion.to);
}

} // namespace megascope
