// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DataFinder.h"

#include "core/document/DataRuns.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/ReportedTask.h"

#include <KLocalizedString>

namespace megascope {

class DataTask final : public ReportedTask {
public:
    using Found = std::function<void(std::optional<ByteOffset>)>;

    DataTask(const Snapshot& snapshot, ByteOffset from, bool forward, Found found)
        : ReportedTask(ByteCount(0))
    {
        start([=, found = std::move(found)](const std::stop_token& stop, Progress&) -> End {
            const auto place
                = forward ? nextDataBegin(snapshot, from, stop) : previousDataBegin(snapshot, from, stop);
            return [found, place] { found(place); };
        });
    }
};

DataFinder::DataFinder(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
}

DataFinder::~DataFinder() = default;

void DataFinder::find(bool forward)
{
    if (m_task)
        m_task.release()->abandon(&m_session);
    const Selection start = m_session.selection();
    const auto take = [this, start, forward](std::optional<ByteOffset> place) {
        m_task.release()->deleteLater();
        if (!place) {
            emit failed(forward ? i18n("No data begins behind the cursor.")
                                : i18n("No data begins before the cursor."));
        } else if (m_session.selection() == start) {
            m_session.setSelection(Selection::at(*place));
            emit found();
        }
    };
    m_task = std::make_unique<DataTask>(m_session.snapshot(), start.cursor, forward, take);
}

} // namespace megascope
