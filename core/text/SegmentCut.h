// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"

namespace megascope {

// The first border between graphemes at or after `place`, in a text without newlines in the 2 KiB before.
// Depends on the bytes around `place` alone: on some 1,5 KiB before it, which tell where characters and
// graphemes begin, and on 256 bytes after it. Where no grapheme ends within those, the first border between
// characters. At most the end of the snapshot. REQUIRES: place <= snapshot.end().
[[nodiscard]] ByteOffset graphemeBorder(const Snapshot& snapshot, Encoding encoding, ByteOffset place);

} // namespace megascope
