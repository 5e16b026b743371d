// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a conversion or a bulk replacement, its undo and its redo do to a session.

#include "core/file/Vfs.h"
#include "core/save/StateFolder.h"
#include "core/text/LineScanner.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"

#include <utility>

namespace megascope {

namespace {

// A place that is known by proportion only becomes the begin of its line, unless that is farther away.
constexpr ByteCount lineReach = kibibytes(64);

} // namespace

bool DocumentSession::isRewriting() const
{
    return m_converter->isConverting() || m_replacer->isReplacing();
}

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
    ConversionHistory::Step step;
    step.places = document.converted.places;
    if (encoding)
        step.choices = {m_chosenEncoding, encoding->to};
    takeRewritten(snapshot().all(), document.content, std::move(step));
}

void DocumentSession::takeReplaced(const ReplacedDocument& document)
{
    ConversionHistory::Step step;
    step.places = document.replaced.places;
    step.keepsEncoding = true;
    takeRewritten(document.replaced.changed, document.content, std::move(step));
}

void DocumentSession::takeRewritten(
    const ByteRange& range, const StoredContent& content, ConversionHistory::Step step)
{
    m_editor.endGroup();
    step.before = m_document.historyState();
    m_document.replace(range, content.pieces);
    m_editor.endGroup();
    step.after = m_document.historyState();
    m_historyState = step.before;
    m_conversions.add(std::move(step));
    std::erase_if(m_countedSources, [&](const CountedSource& counted) {
        return counted.source == content.stored && counted.lines->newline() == content.lines->newline();
    });
    m_countedSources.push_back({content.stored, content.lines});
    m_lines->add(content.stored, content.lines);
    takeEdit(m_selection);
    m_editor.tellState();
}

// Others may be typed now.
void DocumentSession::takeLineEnding()
{
    TextFormat format = m_format;
    format.lineEnding = detectTextFormat(snapshot(), m_format.encoding).lineEnding;
    if (format != m_format)
        setFormat(format);
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
    if (crossing.keepsEncoding())
        takeLineEnding();
    else
        setFormat(detectFormat());
    if (!anchor.isExact || !cursor.isExact) {
        const LineScanner scanner(snapshot(), m_format.encoding, m_format.newline);
        const ByteOffset place = m_selection.cursor;
        m_selection = Selection::at(scanner.lineBegin(place, lineReach).value_or(place));
    }
    emit selectionChanged(true);
}

} // namespace megascope
