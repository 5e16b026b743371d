// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditReplay.h"

#include "core/document/PatternSource.h"
#include "core/file/FileSource.h"

#include <utility>

namespace megascope {

using editlog::LoggedPiece;
using editlog::Put;

EditReplay::EditReplay(const Vfs& vfs, Document& document, const std::shared_ptr<const Source>& file,
    const std::shared_ptr<const Source>& copies)
    : m_vfs(vfs)
    , m_document(document)
{
    m_sources[editlog::fileNumber] = file;
    m_sources[editlog::addedNumber] = document.addBuffer();
    m_sources[editlog::copiesNumber] = copies;
}

bool EditReplay::operator()(const editlog::Record& record)
{
    if (const auto* const source = std::get_if<editlog::OtherSource>(&record))
        return open(*source);
    if (const auto* const pattern = std::get_if<editlog::Pattern>(&record))
        return make(*pattern);
    if (const auto* const put = std::get_if<Put>(&record))
        return carryOut(*put);
    if (const auto* const step = std::get_if<editlog::Step>(&record))
        return carryOut(*step);
    return true;
}

void EditReplay::passOver(const editlog::Record& record)
{
    if (const auto* const source = std::get_if<editlog::OtherSource>(&record))
        (void)open(*source);
}

bool EditReplay::open(const editlog::OtherSource& record)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(m_vfs, record.place.path);
    if (!source || (*source)->status().identity != record.place.identity)
        return false;
    others.emplace(*source, record.number);
    m_sources[record.number] = *std::move(source);
    return true;
}

bool EditReplay::make(const editlog::Pattern& record)
{
    const auto source = record.pattern.empty() ? PatternSource::random(record.seed, record.size)
                                               : PatternSource::repeating(record.pattern, record.size);
    others.emplace(source, record.number);
    m_sources[record.number] = source;
    return true;
}

std::optional<PieceTree> EditReplay::contentOf(const Put& put) const
{
    std::vector<Piece> pieces;
    ByteCount size;
    for (const LoggedPiece& each : put.pieces) {
        const auto source = m_sources.find(each.source);
        const bool isThere = source != m_sources.end() && source->second && !each.range.empty()
            && each.range.end().value() <= source->second->size().value();
        if (!isThere || !ByteOffset(size.value()).checkedAdd(each.range.count()))
            return std::nullopt;
        size += each.range.count();
        pieces.push_back({source->second, each.range.begin(), each.range.count()});
    }
    return PieceTree(pieces);
}

bool EditReplay::carryOut(const Put& put)
{
    const std::optional<PieceTree> content = contentOf(put);
    if (!content || put.range.end() > m_document.snapshot().end()
        || !m_document.snapshot().end().checkedAdd(content->size()))
        return false;
    if (put.kind == Put::Kind::Extend) {
        m_document.extend(*content);
        return true;
    }
    const bool joins = put.kind == Put::Kind::ReplaceInGroup;
    if (!joins)
        m_document.closeGroup();
    m_document.replace(put.range, *content, joins ? Document::Grouping::Join : Document::Grouping::New);
    undoable += joins ? 0 : 1;
    redoable = 0;
    return true;
}

bool EditReplay::carryOut(const editlog::Step& step)
{
    const bool isThere = step.isUndo ? m_document.canUndo() : m_document.canRedo();
    if (isThere) {
        (void)(step.isUndo ? m_document.undo() : m_document.redo());
        undoable += step.isUndo ? -1 : 1;
        redoable += step.isUndo ? 1 : -1;
    }
    return isThere;
}

} // namespace megascope
