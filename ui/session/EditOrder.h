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
    Continued, // belongs to the step before: the rest of an edit at several places
};

// An edit that a view, or a command, wants: the bytes of `range` give way to `content`.
struct EditOrder {
    ByteRange range; // inside of the document
    std::variant<std::vector<std::byte>, PieceTree> content;
    Selection selection; // afterwards, in offsets of afterwards
    EditKind kind = EditKind::Single;
};

} // namespace megascope
