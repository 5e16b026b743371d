// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <string_view>

namespace megascope::testing {

// What writes numbered lines to a log and rotates it, as logrotate and the program that it is about do. Keeps
// all that it wrote. Only system calls; one thread.
class RotatedLog {
public:
    enum class Kind { Rename, Remove, Copy };
    // Waits until the reader has reported all that was written so far.
    using Await = std::function<void()>;

    RotatedLog(std::filesystem::path path, std::uint64_t seed);
    ~RotatedLog();
    RotatedLog(const RotatedLog&) = delete;
    RotatedLog& operator=(const RotatedLog&) = delete;

    // Some lines, in writes that do not keep to lines, then a rotation, and some more lines. `reader` is
    // awaited where nobody could see all otherwise: before the file is rotated again, and, when
    // `awaitsCopies`, before a file that was copied is emptied.
    void rotate(Kind kind, bool awaitsCopies, const Await& reader);
    void rotate(bool awaitsCopies, const Await& reader);

    [[nodiscard]] const std::string& written() const { return m_written; }

private:
    void writeLines();
    void put(std::string_view bytes);
    void open();

    const std::filesystem::path m_path;
    std::mt19937_64 m_random;
    int m_file = -1;
    int m_line = 0;
    std::string m_written;
};

} // namespace megascope::testing
