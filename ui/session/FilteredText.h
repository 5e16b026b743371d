// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/FilteredLines.h"

#include <QString>

namespace megascope {

// The bytes of rows one behind the other, as a document of its own. Costs a look at each row: for some.
[[nodiscard]] Snapshot linesTogether(const FilteredLines& lines, std::int64_t first, std::int64_t count);

// Writes the lines of all rows to a file, byte by byte as they are, behind the document's byte order mark.
// The file has its name when all is written. Starts when constructed.
class FilteredTextTask final : public ReportedTask {
    Q_OBJECT

public:
    // `markSize`: of the byte order mark.
    FilteredTextTask(FilteredLines::Rows rows, ByteCount markSize, QString path);

signals:
    void ended(const QString& error); // the last signal; empty: all is well, or it was cancelled
};

} // namespace megascope
