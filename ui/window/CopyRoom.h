// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Error.h"
#include "core/file/Units.h"

#include <KGuiItem>

class QWidget;

namespace megascope {

// The room in the folder of copies, where bulk edits put their bytes until the document is saved.
[[nodiscard]] Result<ByteCount> roomForCopies();
[[nodiscard]] QString folderOfCopies();

// Whether so many bytes, at most, may go there. Asks when they are many, or may not fit; `promise` is about
// stopping, and `go` the button.
[[nodiscard]] bool mayWriteCopies(
    QWidget* window, ByteCount size, const QString& promise, const KGuiItem& go);

} // namespace megascope
