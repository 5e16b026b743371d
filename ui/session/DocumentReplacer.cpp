// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentReplacer.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/FindTask.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace megascope {

DocumentReplacer::DocumentReplacer(DocumentSession& session)
    : m_session(session)
{
}

DocumentReplacer::~DocumentReplacer() = default;

void DocumentReplacer::replaceAll(
    const FindOrder& order, std::shared_ptr<Substitution> substitution, std::vector<ByteOffset> leftOut)
{
    if (!m_session.editor().mayEdit())
        return;
    const Result<std::shared_ptr<EditStorage>> storage = m_session.lendStorage();
    if (!storage) {
        emit ended({std::unexpected(storage.error())});
        return;
    }
    m_session.editor().endGroup();
    m_session.editor().setLock(DocumentEditor::Lock::Replacing);
    const ByteRange selected = m_session.selection().range();
    m_task = std::make_unique<ReplaceTask>(ReplaceOrder{.snapshot = order.snapshot,
                                               .matcher = order.matcher,
                                               .request = order.request,
                                               .places = {selected.begin(), selected.end()},
                                               .leftOut = std::move(leftOut)},
        std::move(substitution), m_session.sharedLineMap(), *storage);
    connect(m_task.get(), &ReplaceTask::progressed, this, &DocumentReplacer::progressed);
    connect(m_task.get(), &ReplaceTask::ended, this, &DocumentReplacer::finish);
    emit started();
}

void DocumentReplacer::cancel()
{
    if (m_task)
        m_task->cancel();
}

void DocumentReplacer::abandon()
{
    if (!m_task)
        return;
    m_task.reset();
    m_session.editor().setLock(DocumentEditor::Lock::None);
    emit ended({std::unexpected(systemError(ECANCELED, {}))});
}

void DocumentReplacer::finish(const ReplaceOutcome& outcome)
{
    m_task.release()->deleteLater();
    m_session.editor().setLock(DocumentEditor::Lock::None);
    ReplaceOutcome told = outcome;
    if (!told.result && told.result.error().subject.empty())
        told.result.error().subject = QFile::encodeName(m_session.path()).toStdString();
    if (told.result && told.result->isWhole())
        m_session.takeReplaced(*told.result);
    emit ended(told);
}

} // namespace megascope
