// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentConverter.h"

#include "core/save/StateFolder.h"
#include "ui/session/DocumentSession.h"

#include <QFile>

#include <cerrno>
#include <utility>

namespace megascope {

DocumentConverter::DocumentConverter(DocumentSession& session)
    : m_session(session)
{
}

DocumentConverter::~DocumentConverter() = default;

ConversionOrder DocumentConverter::order(const Conversion& conversion) const
{
    const Selection& selection = m_session.selection();
    return {.snapshot = m_session.snapshot(),
        .format = m_session.textFormat(),
        .conversion = conversion,
        .places = {selection.anchor, selection.cursor}};
}

ByteCount DocumentConverter::bytesToWrite(const Conversion& conversion) const
{
    return estimatedSize(order(conversion));
}

ByteCount DocumentConverter::fewestBytesToWrite(const Conversion& conversion) const
{
    return leastSize(order(conversion));
}

std::filesystem::path DocumentConverter::folder()
{
    const std::filesystem::path recovery = recoveryFolder();
    return recovery.empty() ? spoolFolder() : recovery;
}

void DocumentConverter::convert(const Conversion& conversion)
{
    if (!m_session.editor().mayEdit())
        return;
    const Result<std::shared_ptr<EditStorage>> storage = m_session.lendStorage();
    if (!storage) {
        emit ended({std::unexpected(storage.error())});
        return;
    }
    m_session.editor().endGroup();
    m_session.editor().setLock(DocumentEditor::Lock::Converting);
    m_conversion = conversion;
    m_task = std::make_unique<ConversionTask>(order(conversion), *storage);
    connect(m_task.get(), &ConversionTask::progressed, this, &DocumentConverter::progressed);
    connect(m_task.get(), &ConversionTask::ended, this, &DocumentConverter::finish);
    emit started();
}

void DocumentConverter::cancel()
{
    if (m_task)
        m_task->cancel();
}

void DocumentConverter::abandon()
{
    if (!m_task)
        return;
    m_task.reset();
    m_session.editor().setLock(DocumentEditor::Lock::None);
    emit ended({std::unexpected(systemError(ECANCELED, {}))});
}

void DocumentConverter::finish(const ConversionOutcome& outcome)
{
    m_task.release()->deleteLater();
    m_session.editor().setLock(DocumentEditor::Lock::None);
    ConversionOutcome told = outcome;
    if (!told.result && told.result.error().subject.empty())
        told.result.error().subject = QFile::encodeName(m_session.path()).toStdString();
    if (told.result && !told.result->converted.misfits)
        m_session.takeConverted(*told.result, m_conversion);
    emit ended(told);
}

} // namespace megascope
