// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Conversion.h"
#include "ui/session/ReportedTask.h"
#include "ui/session/StoredContent.h"

#include <memory>

namespace megascope {

// What a conversion made of a document.
struct ConvertedDocument {
    Converted converted;
    StoredContent content; // of all of it; without lines when nothing is changed
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
