// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineEnding.h"

namespace megascope {

const char* lineEndingName(LineEnding ending)
{
    switch (ending) {
    case LineEnding::None:
        return "none";
    case LineEnding::Lf:
        return "LF";
    case LineEnding::CrLf:
        return "CRLF";
    case LineEnding::Cr:
        return "CR";
    case LineEnding::Mixed:
        return "mixed";
    }
    return "";
}

} // namespace megascope
