// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a conversion, its undo and its redo do to a session.

#include "core/file/Vfs.h"
#include "core/save/StateFolder.h"
#include "core/text/LineScanner.h"
#include "ui/session/ConversionTask.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"

#include <utility>

namespace megascope {

namespace {

// A place that is known by proportion only becomes the begin of its line, unless that is farther away.
constexpr ByteCount lineReach = kibibytes(64);

} // namespace

Result<std::shared_ptr<EditStorage>> DocumentSession::lendStorage()
{
    if (m_logger)
        return m_logger->lendStorage();
    return EditStorage::createNameless(systemVfs(), spoolFolder());
}

void DocumentSession::takeConverted(const ConvertedDocument& document, const Conversion& conversion)
{
    const auto* const encoding = std::get_if<EncodingConversion>(&conversion);
    if (!document.converted.isChanged) {
        if (encoding)
            setEncoding(encoding->to); // the same bytes spell the same in both
        return;
    }
    m_editor.endGroup();
    ConversionHistory::Step step;
    step.before = m_document.historyState();
    step.places = document.converted.places;
    if (encoding)
        step.choices = {m_chosenEncoding, encoding->to};
    m_document.replace(snapshot().all(), document.pieces);
    m_editor.endGroup();
    step.after = m_document.historyState();
    m_historyState = step.before;
    m_conversions.add(std::move(step));
    std::erase_if(m_countedSources, [&](const CountedSource& counted) {
        return counted.source == document.stored && counted.lines->newline() == document.lines->newline();
    });
    m_countedSources.push_back({document.stored, document.lines});
    makeLineMap();
    takeEdit(m_selection);
    m_editor.tellState();
}

// The format is detected anew: other line ends may be typed now, and other bytes end lines.
void DocumentSession::takeCrossing(const ConversionHistory::Crossing& crossing)
{
    const ConvertedPlaces::Found anchor = crossing.moved(m_selection.anchor);
    const ConvertedPlaces::Found cursor = crossing.moved(m_selection.cursor);
    m_selection = clamped({anchor.place, cursor.place});
    if (const std::optional<ConversionHistory::Choice> choice = crossing.choice())
        m_chosenEncoding = *choice;
    emit snapshotChanged();
    setFormat(detectFormat());
    if (!anchor.isExact || !cursor.isExact) {
        const LineScanner scanner(snapshot(), m_format.encoding, m_format.newline);
        const ByteOffset place = m_selection.cursor;
        m_selection = Selection::at(scanner.lineBegin(place, lineReach).value_or(place));
    }
    emit selectionChanged(true);
}

} // namespace megascope
