// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ReadPatience.h"
#include "core/file/Source.h"

namespace megascope {

class VfsFile;

// Reads a file for a thread that has a ReadPatience. What the system has in memory comes at once. The rest is
// read by threads in the background, page by page, the page that was asked for last first; what is there in
// time is handed out, what comes later is kept for the next time. A page counts as long as the file's
// identity is what it was. A storage that hangs holds threads of this reader and nobody else's: the reader
// does not wait for them when it goes. Thread-safe.
class BoundedReader {
public:
    struct Options {
        ByteCount kept; // of pages, at most
        ByteCount ahead; // read behind a page that was asked for, when nothing else is to be read
    };
    BoundedReader(std::shared_ptr<const VfsFile> file, const Options& options);
    ~BoundedReader();
    BoundedReader(const BoundedReader&) = delete;
    BoundedReader& operator=(const BoundedReader&) = delete;

    // As Source::read, with gaps of the cause Pending.
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out, ReadPatience& patience) const;
    // What could not be read is asked for again, and so is what is being waited for.
    void retry();
    // The last place that could not be read, until retry().
    [[nodiscard]] std::optional<Gap> failure() const;

private:
    struct Content;
    struct Page;
    struct Pages;

    [[nodiscard]] std::size_t readCached(ByteOffset offset, std::span<std::byte> out) const;
    bool readPages(ByteOffset offset, std::span<std::byte> out, ReadPatience& patience, Gaps& gaps) const;

    const std::shared_ptr<Pages> m_pages;
};

} // namespace megascope
