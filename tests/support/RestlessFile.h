// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>

namespace megascope::testing {

// A file that somebody cuts, lengthens, replaces and removes all the time. Its content tells of each byte
// where it stands, and no byte is zero: whatever is shown, found or saved and was never the file's is
// noticed.
//
// Each 8 bytes are a line: six letters that are its number, a capital for the generation of the file, LF.
// One thread at a time; only system calls.
class RestlessFile {
public:
    static constexpr std::int64_t fullSize = (1 << 20) + 333; // bytes; no file is longer
    static constexpr std::int64_t lineSize = 8;
    static constexpr std::int64_t letters = 6; // of a line's number

    // Of a letter of a number, the letter; else 0.
    [[nodiscard]] static char letterAt(std::int64_t offset);
    [[nodiscard]] static bool couldStandAt(std::byte byte, std::int64_t offset);

    // Makes the file, whole.
    RestlessFile(std::filesystem::path path, std::uint64_t seed);

    // Does one of those things to it.
    void change();
    // Puts another one in its place, whole.
    void recreate();

private:
    void shorten();
    void lengthen();
    void append(const std::filesystem::path& path, std::int64_t begin, int flags) const;

    const std::filesystem::path m_path;
    std::mt19937_64 m_random;
    int m_generation = 0;
};

} // namespace megascope::testing
