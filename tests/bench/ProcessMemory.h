// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace megascope::bench {

// A number of this process in /proc/self/status, in KiB: "RssAnon", "RssFile", "VmHWM". 0 when it is not
// there.
inline std::int64_t statusField(std::string_view name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name) && line.substr(name.size()).starts_with(':'))
            return std::atoll(line.c_str() + name.size() + 1);
    }
    return 0;
}

} // namespace megascope::bench
