// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/file/Window.h"
#include "core/file/WindowLedger.h"

namespace megascope {

// A mapped window that slides over a file. Belongs to one thread.
class ScanWindow {
public:
    // What is made present and handed out at once. Smaller pieces cost more calls, larger ones delay a stop.
    static constexpr ByteCount pieceSize = mebibytes(4);

    // The window takes `size` bytes, or less, when it is first used. What it brings into the system's cache
    // from `dropFrom` on is dropped when it slides on. File and ledger must outlive it.
    ScanWindow(const VfsFile& file, WindowLedger& ledger, ByteCount size, ByteOffset dropFrom);
    ~ScanWindow();
    ScanWindow(const ScanWindow&) = delete;
    ScanWindow& operator=(const ScanWindow&) = delete;

    // A piece of the file from `place` on, mapped and present, that ends at `end` or before; its bytes are
    // valid until the next call. Nothing when it has to be read in another way. REQUIRES: place < end <=
    // mapEnd.
    [[nodiscard]] std::optional<ScanChunk> pieceAt(ByteOffset place, ByteOffset end, ByteOffset mapEnd);

    enum class Verdict {
        Good, // the bytes of the last piece were the file's
        Torn, // the system could not give some of them
        Changed, // somebody has changed the file since the first piece
    };
    [[nodiscard]] Verdict judge() const;

    // Gives back the window; another is mapped when it is needed.
    void release();

private:
    [[nodiscard]] bool slideTo(ByteOffset place, ByteOffset mapEnd);
    [[nodiscard]] bool mapAt(ByteOffset place, ByteOffset mapEnd);
    void unmap();

    // Constant after construction.
    const VfsFile& m_file;
    WindowLedger& m_ledger;
    const ByteOffset m_dropFrom;

    ByteCount m_size; // of the next window; 0 when none can be had
    WindowLedger::Share m_share;
    std::unique_ptr<Window> m_window;
    bool m_dropsBehind = false; // the window's pages were not cached before
    std::optional<FileIdentity> m_identity; // before the first byte was looked at
};

} // namespace megascope
