// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LineFilter.h"
#include "ui/session/MarkedLine.h"

#include <QString>

#include <optional>

namespace megascope {

// What somebody has noted about a file, kept from start to start.
struct FileNotes {
    std::vector<MarkedLine> bookmarks; // ascending, in the file as it was then
    ByteCount size; // of that
    FilterSpec filter;

    [[nodiscard]] bool isEmpty() const;

    friend bool operator==(const FileNotes&, const FileNotes&) = default;
};

// Notes in the user's state folder, a small file for each file; of the last hundred.
class FileNotesStore {
public:
    static constexpr qsizetype mostFiles = 100;
    static constexpr std::size_t mostBookmarks = 1000; // of a file
    static constexpr std::size_t mostConditions = 8;
    static constexpr int mostContext = 99;

    // Nothing where there are none, or they cannot be read.
    [[nodiscard]] static std::optional<FileNotes> load(const QString& path);
    // Empty ones are removed. What cannot be written is not kept: it is not worth a message.
    static void save(const QString& path, const FileNotes& notes);
};

} // namespace megascope
