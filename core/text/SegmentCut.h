// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"

namespace megascope {

// The first border between graphemes at or after `place`, at most the end of the snapshot. Depends on the
// bytes around `place` alone: on those before it that tell where characters and graphemes begin, most often a
// few, 16 KiB at most, and on 256 bytes after it. Where no grapheme ends within those, the first border
// between characters. REQUIRES: place <= snapshot.end(); the 16 KiB before `place`, as far as the snapshot
// has them, are of one line.
[[nodiscard]] ByteOffset graphemeBorder(const Snapshot& snapshot, Encoding encoding, ByteOffset place);

} // namespace megascope
