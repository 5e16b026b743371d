// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"
#include "core/save/Recovery.h"
#include "core/save/Save.h"
#include "tests/core/save/MemoryVfs.h"

#include <random>

namespace megascope::testing {

using Bytes = std::vector<std::byte>;

// A document as it is easiest to be right: a list of pieces that is cut and joined, and the bytes beside it.
class NaiveDocument {
public:
    NaiveDocument(std::shared_ptr<const Source> file, Bytes content);

    // In the place of `removed` bytes at `offset`. All lie inside.
    void insertBytes(std::int64_t offset, std::int64_t removed, const Bytes& bytes);
    // What stands there is used again, as pieces.
    void copyRange(std::int64_t from, std::int64_t count, std::int64_t to);

    [[nodiscard]] Snapshot snapshot() const;
    [[nodiscard]] const Bytes& bytes() const { return m_bytes; }
    [[nodiscard]] std::int64_t size() const { return std::ssize(m_bytes); }

private:
    void put(std::int64_t offset, std::int64_t removed, const std::vector<Piece>& pieces, const Bytes& bytes);
    [[nodiscard]] std::size_t cutAt(std::int64_t offset);

    std::vector<Piece> m_pieces;
    Bytes m_bytes;
};

[[nodiscard]] Bytes randomBytes(std::mt19937_64& random, std::int64_t count);
// `zeroBlocks`: also with runs of zeros, so long that they are holes that are kept.
[[nodiscard]] Bytes randomContent(std::mt19937_64& random, std::int64_t count, bool zeroBlocks);

enum class Edits { SameSize, Any };
// Up to `most` random edits, small and large.
void editAtRandom(NaiveDocument& document, std::mt19937_64& random, int most, Edits edits);

// A file in a file system, and what it is to become.
struct SaveCase {
    std::filesystem::path path;
    Bytes oldBytes;
    std::shared_ptr<FileSource> source;
    NaiveDocument document;

    [[nodiscard]] SaveTarget target() const;
};
[[nodiscard]] SaveCase openCase(const Vfs& vfs, const std::filesystem::path& path, const Bytes& content);

// Plans and saves, in steps of `stepBytes`.
[[nodiscard]] Result<SaveResult> saveCase(
    const Vfs& vfs, const SaveCase& save, std::optional<SaveStrategy> strategy, ByteCount stepBytes);

// What a program does with a file when it starts: finishes what was begun, removes the rest. The first error
// ends it.
[[nodiscard]] Result<void> recover(const Vfs& vfs, const std::filesystem::path& path);

constexpr SaveStrategy allStrategies[] = {SaveStrategy::Patch, SaveStrategy::Shift, SaveStrategy::Replace};

} // namespace megascope::testing
