// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/Source.h"

#include "core/file/FormatText.h"

#include <utility>

namespace megascope {

std::optional<ByteRange> Source::holeAt(ByteOffset offset) const
{
    const Extent extent = extentAt(offset);
    return extent.kind == Extent::Kind::Hole ? std::optional(extent.range) : std::nullopt;
}

Error errorOf(const Gap& gap, std::string subject)
{
    const std::int64_t offset = gap.range.begin().value();
    if (gap.cause == Gap::Cause::PastEnd)
        return {.kind = ErrorKind::Changed,
            .subject = std::move(subject),
            .detail = formatText("the file is shorter than it was: nothing is left at offset {}", offset)};
    if (gap.cause == Gap::Cause::Pending)
        return {.kind = ErrorKind::Busy,
            .subject = std::move(subject),
            .detail = formatText("offset {} is not read yet: the storage is slow to answer", offset)};
    Error error = systemError(gap.systemCode, std::move(subject));
    error.detail = formatText("offset {} cannot be read: {}", offset, error.reason());
    return error;
}

} // namespace megascope
