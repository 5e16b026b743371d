// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/support/RestlessFile.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace megascope::testing {

namespace {

constexpr int generations = 4;
constexpr char firstGeneration = 'A';

// The file as it is when nobody has cut it.
const std::string& contentOf(int generation)
{
    static const std::vector<std::string> all = [] {
        std::vector<std::string> made(generations, std::string(RestlessFile::fullSize, '\n'));
        for (std::int64_t offset = 0; offset < RestlessFile::fullSize; ++offset) {
            const char letter = RestlessFile::letterAt(offset);
            for (int i = 0; i < generations && offset % RestlessFile::lineSize != RestlessFile::lineSize - 1;
                ++i)
                made[static_cast<std::size_t>(i)][static_cast<std::size_t>(offset)]
                    = letter != 0 ? letter : static_cast<char>(firstGeneration + i);
        }
        return made;
    }();
    return all[static_cast<std::size_t>(generation)];
}

} // namespace

char RestlessFile::letterAt(std::int64_t offset)
{
    const std::int64_t place = offset % lineSize;
    std::int64_t number = offset / lineSize;
    for (std::int64_t i = place + 1; i < letters; ++i)
        number /= 26;
    return place < letters ? static_cast<char>('a' + number % 26) : '\0';
}

bool RestlessFile::couldStandAt(std::byte byte, std::int64_t offset)
{
    const auto character = static_cast<char>(byte);
    if (offset % lineSize == letters)
        return character >= firstGeneration && character < firstGeneration + generations;
    return offset < fullSize && character == contentOf(0)[static_cast<std::size_t>(offset)];
}

RestlessFile::RestlessFile(std::filesystem::path path, std::uint64_t seed)
    : m_path(std::move(path))
    , m_random(seed)
{
    recreate();
}

void RestlessFile::change()
{
    switch (m_random() % 6) {
    case 0:
        shorten();
        break;
    case 1:
        std::filesystem::remove(m_path);
        break;
    case 2:
        recreate();
        break;
    default:
        lengthen();
    }
}

void RestlessFile::recreate()
{
    m_generation = (m_generation + 1) % generations;
    const std::filesystem::path other = m_path.native() + ".new";
    append(other, 0, O_TRUNC);
    std::filesystem::rename(other, m_path);
}

// Never makes it longer, which would fill it with zeros.
void RestlessFile::shorten()
{
    std::error_code missing;
    const auto size = std::filesystem::file_size(m_path, missing);
    if (!missing && size > 0)
        std::filesystem::resize_file(m_path, m_random() % size);
}

void RestlessFile::lengthen()
{
    std::error_code missing;
    const auto size = std::filesystem::file_size(m_path, missing);
    if (!missing)
        append(m_path, static_cast<std::int64_t>(size), O_APPEND);
}

void RestlessFile::append(const std::filesystem::path& path, std::int64_t begin, int flags) const
{
    const std::string bytes = contentOf(m_generation).substr(static_cast<std::size_t>(begin));
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | flags | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, bytes.data(), bytes.size()) != std::ssize(bytes)) {
        std::perror(path.c_str());
        std::abort();
    }
    ::close(file);
}

} // namespace megascope::testing
