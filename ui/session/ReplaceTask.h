// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/ReplaceAll.h"
#include "ui/session/ReportedTask.h"
#include "ui/session/StoredContent.h"

namespace megascope {

// What replacing made of a document.
struct ReplacedDocument {
    Replaced replaced;
    StoredContent content; // of replaced.changed; nothing where replacing did not come to its end

    // All matches were replaced, and there was one at least.
    [[nodiscard]] bool isWhole() const { return content.lines != nullptr; }
};

// How it ended.
struct ReplaceOutcome {
    Result<ReplacedDocument> result;
};

// Replaces all matches in the background. What is put goes to the storage; it is as it was before where
// nothing comes of it. Starts when constructed.
class ReplaceTask final : public ReportedTask {
    Q_OBJECT

public:
    // `lines` is the document's.
    ReplaceTask(ReplaceOrder order, std::shared_ptr<Substitution> substitution,
        std::shared_ptr<const LineMap> lines, std::shared_ptr<EditStorage> storage);

signals:
    void ended(const megascope::ReplaceOutcome& outcome); // the last signal
};

} // namespace megascope
