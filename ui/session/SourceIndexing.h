// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/IndexTask.h"

namespace megascope {

class LineMap;

// Counts, in the background, the lines of what came into a document from elsewhere and is too long to be
// counted at once: gigabytes of another file. One source after the other. GUI thread only.
class SourceIndexing final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // Begins with what `lines` wants, if it does and nothing is being counted. It must live until stop().
    void look(const LineMap& lines);
    void stop() { m_task.reset(); }

signals:
    void counted(); // more lines are known now

private:
    std::unique_ptr<IndexTask> m_task; // not null while counting
};

} // namespace megascope
