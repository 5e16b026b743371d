// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/EncodingGuess.h"

#include "core/text/LegacyProber.h"
#include "core/text/Utf8Evidence.h"
#include "core/text/WideGuess.h"

#include <algorithm>

namespace megascope {

std::optional<Encoding> encodingOfByteOrderMark(std::span<const std::byte> front)
{
    // UTF-32LE before UTF-16LE, whose mark it begins with.
    for (const char* name : {"UTF-8", "UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"}) {
        const Encoding encoding = Encoding::byName(name).value();
        const std::span<const std::byte> mark = encoding.byteOrderMark();
        if (front.size() >= mark.size() && std::ranges::equal(front.first(mark.size()), mark))
            return encoding;
    }
    return std::nullopt;
}

Encoding guessEncoding(std::span<const TextSample> samples)
{
    const auto named = [](std::string_view name) { return Encoding::byName(name).value(); };
    const Utf8Evidence evidence = judgeUtf8(samples);
    if (evidence.brokenBytes > 0 && isLikelyEbcdic(samples))
        return named("IBM037");
    if (isLikelyWide(evidence.controls, evidence.bytes)) {
        if (const std::optional<Encoding> wide = guessWideEncoding(samples))
            return *wide;
    }
    if (evidence.brokenBytes == 0 || evidence.isNearlyUtf8())
        return Encoding();
    // With so many control characters it is no text, and a prober would take one encoding or another for it.
    const bool mayBeText = evidence.controls * 64 < evidence.bytes;
    return (mayBeText ? probeLegacyEncoding(samples) : std::nullopt).value_or(named("windows-1252"));
}

} // namespace megascope
