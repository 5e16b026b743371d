// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"

#include <cstddef>
#include <random>
#include <vector>

namespace megascope::testing {

// A document as a flat array of bytes, with undo by copies of it: what a Document is held against. Shares
// nothing with it.
class FlatDocument {
public:
    explicit FlatDocument(std::vector<std::byte> bytes)
        : m_bytes(std::move(bytes))
    {
    }

    void replace(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes);
    // The states that undo() and redo() go to are kept up to a depth; beyond it they are gone.
    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    void undo();
    void redo();
    [[nodiscard]] const std::vector<std::byte>& bytes() const { return m_bytes; }

private:
    struct Step {
        std::size_t at;
        std::vector<std::byte> before;
        std::vector<std::byte> after;
    };
    void splice(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes);

    std::vector<std::byte> m_bytes;
    std::vector<Step> m_undo;
    std::vector<Step> m_redo;
};

// Random edits, done to a document and to its flat twin: inserting, overwriting, deleting, copying, undo and
// redo, at places all over and next to the last one.
class RandomEdits {
public:
    RandomEdits(std::uint64_t seed, Document& document, FlatDocument& flat);
    // One edit. Sizes stay about `size`.
    void step(std::size_t size);
    // One edit that keeps the size, where those before have kept it.
    void stepOver();

private:
    [[nodiscard]] std::size_t below(std::size_t limit); // in [0, limit]
    [[nodiscard]] std::vector<std::byte> someBytes(std::size_t count);
    void replace(std::size_t at, std::size_t count, const std::vector<std::byte>& bytes);
    // Over `removed` bytes.
    void copy(std::size_t from, std::size_t count, std::size_t to, std::size_t removed);
    void undoSome();
    void redoSome();

    std::mt19937_64 m_engine;
    Document& m_document;
    FlatDocument& m_flat;
    std::size_t m_last = 0;
};

// The document's bytes, read as a whole; fails the test when some cannot be read.
[[nodiscard]] std::vector<std::byte> bytesOf(const Snapshot& snapshot);

} // namespace megascope::testing
