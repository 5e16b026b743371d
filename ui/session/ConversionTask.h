// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditStorage.h"
#include "core/text/Conversion.h"
#include "core/text/LineIndex.h"
#include "ui/session/ReportedTask.h"

#include <memory>

namespace megascope {

// What a conversion made of a document.
struct ConvertedDocument {
    Converted converted;
    PieceTree pieces; // of the snapshot, and of the storage
    // The lines of the storage, as the document has them afterwards; null when nothing was stored.
    std::shared_ptr<const LineIndex> lines;
    std::shared_ptr<const Source> stored; // the storage's source
};

// How a conversion ended.
struct ConversionOutcome {
    Result<ConvertedDocument> result;
};

// Converts a document in the background. What is made goes to the storage; it is as it was before where
// nothing comes of it. Starts when constructed.
class ConversionTask final : public ReportedTask {
    Q_OBJECT

public:
    ConversionTask(ConversionOrder order, std::shared_ptr<EditStorage> storage);

signals:
    void ended(const megascope::ConversionOutcome& outcome); // the last signal
};

} // namespace megascope
