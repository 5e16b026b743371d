// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"
#include "core/task/Progress.h"
#include "core/text/Encoding.h"
#include "core/unpack/UnpackedContent.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace megascope {

// How to open a document; all of it may be left out.
struct OpenOptions {
    Backend backend = Backend::Automatic;
    std::optional<Encoding> encoding = {}; // detected when absent
    bool isStandardInput = false; // in place of a path
    bool packed = false; // what is compressed is shown as it is
    std::optional<ByteCount> streamLimit = {}; // for what comes bit by bit; else as the disk has room
};

// The bytes of a document, and where they come from.
struct OpenedSource {
    enum class Origin {
        File,
        PackedFile, // compressed, and shown as it is
        UnpackedFile, // what is in it
        Stream, // standard input, a FIFO: nothing that could be opened again
    };

    std::shared_ptr<FileSource> source;
    Origin origin = Origin::File;
    std::shared_ptr<const Progress> progress = {}; // of UnpackedFile: packed bytes
    std::shared_ptr<const StreamFindings> findings = {}; // of Stream, unless it is shown as it is
    std::optional<Error> whyPacked = {}; // though it looks compressed, it could not be unpacked
};

// Opens a file, what is in a compressed file, or a FIFO; does not wait for the end of what comes bit by bit,
// nor for longer than a moment for its begin. Errors: those of FileSource::open, of openFifo and of unpack.
[[nodiscard]] Result<OpenedSource> openSource(const std::filesystem::path& path, const OpenOptions& options);

// What may come at most, before somebody is asked.
[[nodiscard]] ByteCount streamLimit(const OpenOptions& options);

} // namespace megascope
