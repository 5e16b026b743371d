// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// scan-islands [--backend=automatic|mapped|read] FILE
//
// Reads all of a sparse file through windows of a small budget (8 MiB in all) and prints its islands, one a
// line: where it begins, its length, and how many of its bytes are not zero. Without Qt, so that it runs as a
// 32-bit program.
#include "core/file/FileSource.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string_view>

namespace megascope {
namespace {

constexpr WindowBudget smallBudget = {.browsingWindow = kibibytes(256),
    .scanningWindow = mebibytes(4),
    .readBuffer = kibibytes(256),
    .total = mebibytes(8)};

struct Island {
    ByteRange range;
    std::int64_t notZero = 0; // bytes
};

class Printer {
public:
    void add(const Island& part)
    {
        if (m_island.range.end() == part.range.begin() && !m_island.range.empty()) {
            m_island.range = {m_island.range.begin(), part.range.end()};
            m_island.notZero += part.notZero;
        } else {
            print();
            m_island = part;
        }
    }

    void print() const
    {
        if (!m_island.range.empty())
            std::printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", m_island.range.begin().value(),
                m_island.range.count().value(), m_island.notZero);
    }

private:
    Island m_island; // the last one, which may go on
};

// False when a part of the file could not be read.
bool printIslands(const FileSource& source)
{
    Printer printer;
    bool isWhole = true;
    const std::unique_ptr<Scan> scan = source.scan({ByteOffset(0), source.size()});
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        if (chunk->kind != ScanChunk::Kind::Data) {
            isWhole = isWhole && chunk->kind == ScanChunk::Kind::Hole;
            continue;
        }
        const std::int64_t zeros = std::ranges::count(chunk->bytes, std::byte{0});
        if (scan->confirm())
            printer.add({.range = chunk->range, .notZero = chunk->range.count().value() - zeros});
    }
    printer.print();
    return isWhole;
}

int run(std::string_view path, Backend backend)
{
    const Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), path, {.backend = backend, .budget = smallBudget});
    if (!source) {
        std::fprintf(stderr, "%s\n", source.error().message().c_str());
        return 3;
    }
    return printIslands(**source) ? 0 : 3;
}

} // namespace
} // namespace megascope

int main(int argc, char** argv)
{
    using megascope::Backend;
    Backend backend = Backend::Automatic;
    const std::string_view option = argc == 3 ? argv[1] : "--backend=automatic";
    if (option == "--backend=mapped")
        backend = Backend::Mapped;
    else if (option == "--backend=read")
        backend = Backend::Read;
    else if (option != "--backend=automatic")
        argc = 0;
    if (argc != 2 && argc != 3) {
        std::fprintf(stderr, "usage: scan-islands [--backend=automatic|mapped|read] FILE\n");
        return 2;
    }
    return megascope::run(argv[argc - 1], backend);
}
