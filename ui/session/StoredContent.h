// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditStorage.h"
#include "core/text/LineMap.h"

#include <memory>
#include <stop_token>

namespace megascope {

// What a task made of a document: pieces of the snapshot, and of a file of copies.
struct StoredContent {
    PieceTree pieces;
    std::shared_ptr<const Source> stored; // the file of copies
    // Its lines, as the document has them afterwards; null when they were not counted.
    std::shared_ptr<const LineIndex> lines;
};

// Lines are counted in code units, which lie at multiples of their size in a source: call it before something
// is put there.
[[nodiscard]] Result<void> alignStorage(EditStorage& storage);

// Counts the lines of the storage. The error is that it was stopped.
[[nodiscard]] Result<StoredContent> countedContent(
    PieceTree pieces, const EditStorage& storage, NewlineCode newline, const std::stop_token& stop);

// Counts in the pieces, for the document's line map, so that the window need not. For a task whose content is
// complete: its bytes stay in the storage from then on. The error is that it was stopped.
[[nodiscard]] Result<void> prepareLines(
    const StoredContent& content, const LineMap& lines, const std::stop_token& stop);

} // namespace megascope
