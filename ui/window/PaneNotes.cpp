// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneNotes.h"

#include "core/document/ChangedRanges.h"
#include "ui/session/Bookmarks.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/WorkTask.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/PaneFinder.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

constexpr auto saveDelay = 1s;

bool hasNotes(const DocumentSession& session)
{
    return session.fileSource() && !session.fileSource()->isSpooled();
}

// Where a place of the document is in the file as it was saved last; nothing for one that is not in it.
std::optional<ByteOffset> placeInFile(ByteOffset place, const std::vector<Difference>& differences)
{
    const auto next = std::ranges::upper_bound(
        differences, place, {}, [](const Difference& one) { return one.now.begin(); });
    if (next == differences.begin())
        return place;
    const Difference& before = *std::prev(next);
    if (place < before.now.end())
        return std::nullopt;
    return before.saved.end() + (place - before.now.end());
}

} // namespace

PaneNotes::PaneNotes(DocumentPane& pane, QObject* parent)
    : QObject(parent)
    , m_pane(pane)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(saveDelay);
    connect(&m_delay, &QTimer::timeout, this, &PaneNotes::save);
    connect(&pane, &DocumentPane::firstContentPainted, this, &PaneNotes::load, Qt::QueuedConnection);
    connect(&pane, &DocumentPane::pathChanged, this, &PaneNotes::noteChange);
    connect(&pane.finder(), &PaneFinder::left, this, &PaneNotes::leave);
}

PaneNotes::~PaneNotes() = default;

void PaneNotes::follow(Bookmarks& bookmarks)
{
    m_bookmarks = &bookmarks;
    m_filter = {};
    m_isLoaded = false;
    connect(&bookmarks, &Bookmarks::changed, this, &PaneNotes::noteChange);
    connect(&m_pane.session().saver(), &DocumentSaver::ended, this, [this] {
        if (m_bookmarks && !m_bookmarks->all().empty())
            noteChange(); // what was not in the file may be now
    });
}

void PaneNotes::setFilter(const FilterSpec& filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    noteChange();
}

void PaneNotes::noteChange()
{
    if (!m_task)
        m_delay.start();
}

void PaneNotes::leave()
{
    m_task.reset();
    if (m_delay.isActive())
        save();
}

void PaneNotes::load()
{
    const DocumentSession& session = m_pane.session();
    if (!hasNotes(session) || std::exchange(m_isLoaded, true))
        return;
    const std::optional<FileNotes> notes = FileNotesStore::load(session.path());
    if (!notes)
        return;
    if (!notes->filter.conditions.empty()) {
        m_filter = notes->filter;
        emit filterLoaded();
    }
    if (notes->bookmarks.empty())
        return;
    m_task = std::make_unique<WorkTask>(
        [this, notes = *notes, snapshot = session.snapshot(), newline = session.textFormat().newline](
            const std::stop_token& stop, Progress&) -> std::function<void()> {
            return [this, revision = snapshot.revision(),
                       places = foundAgain(notes.bookmarks, notes.size, snapshot, newline, stop)] {
                m_task.release()->deleteLater();
                takeFound(places, revision);
            };
        });
}

void PaneNotes::takeFound(const std::vector<ByteOffset>& places, Revision revision)
{
    const auto changes = m_pane.session().editor().document().changesSince(revision);
    if (!changes || !m_bookmarks)
        return;
    std::vector<ByteOffset> moved = places;
    for (ByteOffset& place : moved) {
        for (const Change& change : *changes)
            place = change.moved(place);
    }
    m_bookmarks->add(moved);
    noteChange(); // they may be elsewhere now, or fewer
}

std::vector<MarkedLine> PaneNotes::markedLines() const
{
    const DocumentSession& session = m_pane.session();
    const Snapshot saved = session.fileSnapshot();
    std::vector<MarkedLine> lines;
    if (!m_bookmarks || m_bookmarks->all().empty())
        return lines;
    const std::vector<Difference> differences = session.editor().isModified()
        ? megascope::differences(session.snapshot().pieces(), saved.pieces())
        : std::vector<Difference>();
    for (const ByteOffset bookmark : m_bookmarks->all()) {
        const std::optional<ByteOffset> place = placeInFile(bookmark, differences);
        if (place && lines.size() < FileNotesStore::mostBookmarks)
            lines.push_back(markedLine(saved, session.textFormat().newline, *place));
    }
    return lines;
}

void PaneNotes::save()
{
    m_delay.stop();
    const DocumentSession& session = m_pane.session();
    if (hasNotes(session))
        FileNotesStore::save(session.path(),
            {.bookmarks = markedLines(), .size = session.fileSnapshot().size(), .filter = m_filter});
}

} // namespace megascope
