// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/SourceIndexing.h"

#include "core/text/LineMap.h"

#include <optional>

namespace megascope {

void SourceIndexing::look(const LineMap& lines)
{
    if (m_task)
        return;
    const std::optional<LineMap::Wanted> wanted = lines.takeWanted();
    if (!wanted)
        return;
    m_task = std::make_unique<IndexTask>(wanted->index, wanted->snapshot);
    connect(m_task.get(), &IndexTask::ended, this, [this, &lines] {
        m_task.release()->deleteLater();
        look(lines);
        emit counted();
    });
}

} // namespace megascope
