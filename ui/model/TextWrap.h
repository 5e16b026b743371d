// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRowBuilder.h"

namespace megascope {

// Places the runs of a segment in cells and cuts them into rows. Where a row is full, the cut goes behind a
// blank or between a sign and a word in the second half of the row, else where the row ends; one blank may
// stand behind the end. `segment` has its range, text and runs; it gets its rows.
void wrapSegment(TextSegment& segment, const TextRowOptions& options);

} // namespace megascope
