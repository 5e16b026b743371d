// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QProcess>

#include <cstdint>

namespace megascope::testing {

// A process of its own that has a file mapped, and writes into the mapping when it is told: no call of the
// system tells anybody of that. A program that uses it calls serveAsWriter() first in main().
class MappingWriter {
public:
    // Starts this very program once more. The file has to be there.
    explicit MappingWriter(const QString& path);
    ~MappingWriter();

    // Returns when that was, in nanoseconds of the monotonic clock, once the byte stands there.
    std::int64_t write(std::int64_t offset, std::uint8_t value);
    // What the mapping holds.
    std::uint8_t read(std::int64_t offset);

private:
    std::int64_t ask(std::int64_t offset, int value);

    QProcess m_process;
};

// Does what a MappingWriter of another process says, where the arguments say that this is wanted; the exit
// code then, else -1.
[[nodiscard]] int serveAsWriter(int argc, char** argv);

} // namespace megascope::testing
