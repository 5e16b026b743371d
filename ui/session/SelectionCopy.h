// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"
#include "ui/session/Selection.h"

#include <QMimeData>

#include <memory>
#include <stop_token>

namespace megascope {

enum class CopyFormat {
    Text, // as characters, in the document's encoding; the bytes themselves go along
    Hex, // as pairs of hexadecimal digits
    CArray, // as C source that holds them
    Base64,
};

// What a clipboard can bear. Every program that looks at the clipboard gets all of it through a pipe, at
// once.
inline constexpr ByteCount copyWithoutAsking = mebibytes(16);
inline constexpr ByteCount copyLimit = mebibytes(256);

// What so many bytes take on the clipboard, in characters, at most; as text they may take less. This, not the
// bytes, is what the limits are for.
[[nodiscard]] ByteCount copySize(ByteCount bytes, CopyFormat format);

// The bytes of `range` for the clipboard. Bytes that spell no character become U+FFFD in the text. Null when
// stopped. Error: ReadFailed when a byte of the range cannot be read. REQUIRES: copySize() of the range is at
// most copyLimit. Any thread.
[[nodiscard]] Result<std::unique_ptr<QMimeData>> copyForClipboard(const Snapshot& snapshot,
    const ByteRange& range, Encoding encoding, CopyFormat format, std::stop_token stop);

} // namespace megascope
