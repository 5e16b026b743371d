// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <stop_token>

namespace megascope::cli {

// What the program owes to whoever started it; the functions are called once, before anything is opened.

// Standard descriptors that were closed get something that can be neither read nor written, so that no file
// that is opened later takes their number, and output ends up in it.
void fillStandardDescriptors();

// SIGINT and SIGTERM end the program with Exit::Interrupted, unless they are ignored already, as nohup and
// shells leave them. A closed pipe and the limit of a file's size are for whoever writes to notice.
void installSignalHandlers();

// The library that unpacks tells on standard error what we tell ourselves.
void silenceDecoders();

// While there is one, SIGINT and SIGTERM request a stop instead: for work that is brought to an end, or taken
// back, before the program may end. One at a time; a stop that was requested stays so.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    // REQUIRES: no callback is registered with it.
    [[nodiscard]] static std::stop_token token();
};

} // namespace megascope::cli
