// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextStyleSpan.h"

#include <algorithm>

namespace megascope {

namespace {

void layOver(TextStyleSpan& span, const TextStyleSpan& upper)
{
    if (qAlpha(upper.text))
        span.text = upper.text;
    if (qAlpha(upper.background))
        span.background = upper.background;
    span.bold = span.bold || upper.bold;
    span.italic = span.italic || upper.italic;
    span.underline = span.underline || upper.underline;
    span.strikeOut = span.strikeOut || upper.strikeOut;
}

} // namespace

std::vector<TextStyleSpan> overlaid(
    std::span<const TextStyleSpan> lower, std::span<const TextStyleSpan> upper)
{
    if (upper.empty())
        return {lower.begin(), lower.end()};
    std::vector<TextStyleSpan> spans;
    spans.reserve(lower.size() + 2 * upper.size());
    auto a = lower.begin();
    auto b = upper.begin();
    std::uint32_t done = 0;
    while (a != lower.end() || b != upper.end()) {
        std::uint32_t end = UINT32_MAX;
        bool inside = false;
        TextStyleSpan span;
        const auto meet = [&](const TextStyleSpan& other) {
            if (other.unit > done) {
                end = std::min(end, other.unit);
                return;
            }
            inside = true;
            end = std::min(end, other.unitEnd());
            layOver(span, other);
        };
        if (a != lower.end())
            meet(*a);
        if (b != upper.end())
            meet(*b);
        span.unit = done;
        span.units = end - done;
        if (inside && span.units > 0)
            spans.push_back(span);
        done = end;
        while (a != lower.end() && a->unitEnd() <= done)
            ++a;
        while (b != upper.end() && b->unitEnd() <= done)
            ++b;
    }
    return spans;
}

} // namespace megascope
