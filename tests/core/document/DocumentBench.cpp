// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What an edit, a page and a piece cost in a sparse file of 64 GiB with 100,000 pieces.

#include "core/document/Document.h"
#include "core/file/FileSource.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace megascope;
using Clock = std::chrono::steady_clock;

constexpr ByteCount fileSize = mebibytes(64 * 1024);
constexpr int wantedPieces = 100'000;
constexpr int measured = 20'000;
constexpr std::size_t pageBytes = 4096;

template <class Action>
std::vector<double> microsecondsOf(int times, const Action& action)
{
    std::vector<double> result;
    for (int i = 0; i < times; ++i) {
        const Clock::time_point begin = Clock::now();
        action();
        result.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    std::ranges::sort(result);
    return result;
}

void print(const char* what, const std::vector<double>& sorted)
{
    const auto at
        = [&](double part) { return sorted[static_cast<std::size_t>(part * double(sorted.size() - 1))]; };
    std::printf("%-28s median %7.2f us   p99 %7.2f us   max %8.2f us\n", what, at(0.5), at(0.99), at(1));
}

// Removed at the end.
struct SparseFile {
    SparseFile()
        : path(std::filesystem::temp_directory_path()
              / ("megascope-bench-" + std::to_string(std::random_device()())))
    {
        std::fclose(std::fopen(path.c_str(), "w"));
        std::filesystem::resize_file(path, static_cast<std::uintmax_t>(fileSize.value()));
    }
    ~SparseFile() { std::filesystem::remove(path); }
    SparseFile(const SparseFile&) = delete;
    SparseFile& operator=(const SparseFile&) = delete;

    std::filesystem::path path;
};

} // namespace

int main()
{
    const SparseFile file;
    const auto source = FileSource::open(systemVfs(), file.path).value();
    Document document(source, source->size());
    std::mt19937_64 random(1);
    const auto place = [&] {
        return ByteOffset(
            std::uniform_int_distribution<std::int64_t>(0, document.size().value() - 1)(random));
    };
    const std::byte byte{'x'};
    while (document.snapshot().pieces().pieceCount() < wantedPieces)
        for (int i = 0; i < 1000; ++i)
            document.replace({place(), ByteCount(0)}, std::span(&byte, 1));

    const PieceTree& pieces = document.snapshot().pieces();
    std::printf("%lld pieces, %.1f bytes of memory for each\n", static_cast<long long>(pieces.pieceCount()),
        double(pieces.memory().value()) / double(pieces.pieceCount()));
    std::vector<std::byte> page(pageBytes);
    print("read a page of 4 KiB",
        microsecondsOf(measured, [&] { (void)document.snapshot().read(place(), page); }));
    Snapshot taken;
    print("take a snapshot", microsecondsOf(measured, [&] { taken = document.snapshot(); }));
    print("insert a byte",
        microsecondsOf(measured, [&] { document.replace({place(), ByteCount(0)}, std::span(&byte, 1)); }));
    print("overwrite a byte",
        microsecondsOf(measured, [&] { document.replace({place(), ByteCount(1)}, std::span(&byte, 1)); }));
    print("delete a byte",
        microsecondsOf(measured, [&] { document.replace({place(), ByteCount(1)}, PieceTree()); }));
    print("undo", microsecondsOf(measured, [&] { document.undo(); }));
    print("copy 10 GiB", microsecondsOf(100, [&] {
        document.replace({place(), ByteCount(0)},
            document.snapshot().pieces().slice({ByteOffset(0), mebibytes(10 * 1024)}));
    }));
}
