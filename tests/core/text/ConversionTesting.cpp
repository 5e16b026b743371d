// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "ConversionTesting.h"

#include "TextTesting.h"

#include <utility>

namespace megascope::texttesting {

Outcome converted(const ConversionOrder& order, std::stop_token stop)
{
    Progress progress;
    MemorySink sink(order.snapshot);
    Result<Converted> result = convert(order, sink, {std::move(stop), progress});
    return {std::move(result), std::move(sink.bytes), sink.keptBytes};
}

TextFormat formatOf(Encoding encoding, NewlineCode newline)
{
    TextFormat format;
    format.encoding = encoding;
    format.newline = newline;
    return format;
}

ConversionOrder orderOf(
    const std::vector<std::byte>& bytes, Encoding encoding, const Conversion& conversion, ByteCount window)
{
    return {.snapshot = snapshotOf(bytes),
        .format = formatOf(encoding, encoding.newline()),
        .conversion = conversion,
        .places = {},
        .window = window};
}

} // namespace megascope::texttesting
