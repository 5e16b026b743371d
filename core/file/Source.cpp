// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/Source.h"

#include "core/file/FormatText.h"

#include <utility>

namespace megascope {

Error errorOf(const Gap& gap, std::string subject)
{
    const std::int64_t offset = gap.range.begin().value();
    if (gap.cause == Gap::Cause::PastEnd)
        return {.kind = ErrorKind::Changed,
            .subject = std::move(subject),
            .detail = formatText("the file is shorter than it was: nothing is left at offset {}", offset)};
    Error error = systemError(gap.systemCode, std::move(subject));
    error.detail = formatText("offset {} cannot be read: {}", offset, error.reason());
    return error;
}

} // namespace megascope
