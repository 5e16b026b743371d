// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FormatText.h"

namespace megascope {

std::string formatArguments(std::string_view text, const std::format_args& arguments)
{
    return std::vformat(text, arguments);
}

} // namespace megascope
