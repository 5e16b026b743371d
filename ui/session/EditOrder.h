// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/PieceTree.h"
#include "ui/session/Selection.h"

#include <variant>
#include <vector>

namespace megascope {

// What kind of edit it is, as far as undo takes a run of one kind for one step.
enum class EditKind {
    Typing,
    DeletingBackward,
    DeletingForward,
    Single, // a step of its own
    Continued, // belongs to the step before, whatever that was: the rest of it
};

// What comes: new bytes, or pieces of what is there already.
using EditContent = std::variant<std::vector<std::byte>, PieceTree>;

[[nodiscard]] ByteCount sizeOf(const EditContent& content);

// An edit that a view, or a command, wants: the bytes of `range` give way to `content`.
struct EditOrder {
    ByteRange range; // inside of the document
    EditContent content;
    Selection selection; // afterwards, in offsets of afterwards
    EditKind kind = EditKind::Single;

    // Changes no byte.
    [[nodiscard]] bool isEmpty() const { return range.empty() && sizeOf(content) == ByteCount(0); }
};

} // namespace megascope
