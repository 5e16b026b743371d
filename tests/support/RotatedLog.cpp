// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/support/RotatedLog.h"

#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace megascope::testing {

RotatedLog::RotatedLog(std::filesystem::path path, std::uint64_t seed)
    : m_path(std::move(path))
    , m_random(seed)
{
    open();
    writeLines();
}

RotatedLog::~RotatedLog()
{
    ::close(m_file);
}

// In the place of the one before, which is closed.
void RotatedLog::open()
{
    if (m_file >= 0)
        ::close(m_file);
    m_file = ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (m_file < 0) {
        std::perror(m_path.c_str());
        std::abort();
    }
}

void RotatedLog::put(std::string_view bytes)
{
    if (::write(m_file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
        std::perror(m_path.c_str());
        std::abort();
    }
    m_written += bytes;
}

void RotatedLog::writeLines()
{
    std::string bytes;
    for (auto count = m_random() % 5 + 1; count > 0; --count)
        bytes += "line " + std::to_string(m_line++) + std::string(m_random() % 8 == 0 ? 9000 : 0, '.') + '\n';
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const std::size_t count = m_random() % 3 == 0 ? rest.size() : m_random() % rest.size() + 1;
        put(rest.substr(0, count));
        rest.remove_prefix(count);
    }
}

void RotatedLog::rotate(Kind kind, bool awaitsCopies, const Await& reader)
{
    const std::filesystem::path old = m_path.native() + ".1";
    writeLines();
    switch (kind) {
    case Kind::Rename:
        std::filesystem::rename(m_path, old);
        writeLines(); // the program does not know of it yet
        break;
    case Kind::Remove:
        std::filesystem::remove(m_path);
        writeLines();
        break;
    case Kind::Copy:
        std::filesystem::copy_file(m_path, old, std::filesystem::copy_options::overwrite_existing);
        if (awaitsCopies)
            reader();
        if (::ftruncate(m_file, 0) != 0)
            std::abort();
        break;
    }
    if (kind != Kind::Copy)
        open();
    writeLines();
    reader();
}

void RotatedLog::rotate(bool awaitsCopies, const Await& reader)
{
    rotate(static_cast<Kind>(m_random() % 3), awaitsCopies, reader);
}

} // namespace megascope::testing
