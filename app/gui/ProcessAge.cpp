// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/ProcessAge.h"

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace megascope {

namespace {

// Field 22 of /proc/self/stat: clock ticks from boot to the start of the process. Fields are counted behind
// the program's name, which stands in parentheses and may hold spaces; the field behind it is the third.
long long startTicks()
{
    std::ifstream file("/proc/self/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        fields >> skipped;
    long long ticks = 0;
    fields >> ticks;
    return ticks;
}

} // namespace

std::chrono::milliseconds processAge()
{
    timespec now = {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const auto sinceBoot = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    const auto started = std::chrono::milliseconds(startTicks() * 1000 / sysconf(_SC_CLK_TCK));
    return std::chrono::duration_cast<std::chrono::milliseconds>(sinceBoot - started);
}

} // namespace megascope
