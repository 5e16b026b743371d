// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/support/MappingWriter.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace megascope::testing {
namespace {

constexpr const char* wish = "--write-through-a-mapping";

struct Order {
    std::int64_t offset = 0;
    std::int64_t value = 0; // negative: only read
};

} // namespace

MappingWriter::MappingWriter(const QString& path)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(wish), path});
    if (!m_process.waitForStarted())
        qFatal("the other process did not start");
}

MappingWriter::~MappingWriter()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished();
}

std::int64_t MappingWriter::ask(std::int64_t offset, int value)
{
    const Order order{.offset = offset, .value = value};
    m_process.write(reinterpret_cast<const char*>(&order), sizeof order);
    std::int64_t answer = 0;
    while (m_process.bytesAvailable() < qint64(sizeof answer)) {
        if (!m_process.waitForReadyRead())
            qFatal("the other process does not answer");
    }
    m_process.read(reinterpret_cast<char*>(&answer), sizeof answer);
    return answer;
}

std::int64_t MappingWriter::write(std::int64_t offset, std::uint8_t value)
{
    return ask(offset, value);
}

std::uint8_t MappingWriter::read(std::int64_t offset)
{
    return static_cast<std::uint8_t>(ask(offset, -1));
}

int serveAsWriter(int argc, char** argv)
{
    if (argc != 3 || std::strcmp(argv[1], wish) != 0)
        return -1;
    const int file = ::open(argv[2], O_RDWR | O_CLOEXEC);
    struct stat status = {};
    if (file < 0 || ::fstat(file, &status) != 0)
        return 1;
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const place = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (place == MAP_FAILED)
        return 1;
    auto* const bytes = static_cast<volatile std::uint8_t*>(place);
    for (Order order; ::read(STDIN_FILENO, &order, sizeof order) == ssize_t(sizeof order);) {
        std::int64_t answer = bytes[order.offset];
        if (order.value >= 0) {
            bytes[order.offset] = static_cast<std::uint8_t>(order.value);
            timespec now = {};
            clock_gettime(CLOCK_MONOTONIC, &now);
            answer = now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
        }
        if (::write(STDOUT_FILENO, &answer, sizeof answer) != ssize_t(sizeof answer))
            return 1;
    }
    return 0;
}

} // namespace megascope::testing
