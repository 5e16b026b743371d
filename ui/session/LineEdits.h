// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/EditOrder.h"

#include <QString>

#include <expected>

namespace megascope {

class DocumentSession;

// What can be done to the lines of the selection, or to that of the cursor. A selection that ends where a
// line begins does not reach into it.
enum class LineEdit {
    Delete,
    Duplicate, // the selection, where there is one; the copy is selected then
    MoveUp, // over the line before
    MoveDown,
    Indent, // by a tab, or by blanks where such a line begins with a blank already
    Unindent,
    UpperCase, // of the selection; letters whose other case the encoding lacks stay
    LowerCase,
};

// One step of undo. Lines that move, and copies, are pieces, whatever their size. The error is one line.
// Costs what reading the lines costs; what would cost much is refused.
[[nodiscard]] std::expected<std::vector<EditOrder>, QString> lineEdit(
    LineEdit edit, const DocumentSession& session);

} // namespace megascope
