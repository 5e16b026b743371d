// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How a pane reads its file anew, which its storage may take long for.

#include "ui/panel/MessageBar.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/StorageQuestion.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

namespace megascope {

using Severity = DocumentSession::Severity;

void DocumentPane::reloadWith(DocumentSession::Edits edits)
{
    if (!m_session->fileSource())
        return;
    askStorage(
        *m_session, m_session->opening(),
        [this, edits](const Result<OpenedSource>& opened) { takeReloaded(opened, edits); },
        [this] {
            showMessage(Severity::Information,
                i18n("The storage of the file is slow to answer. The file is loaded when it does."));
        });
}

void DocumentPane::takeReloaded(const Result<OpenedSource>& opened, DocumentSession::Edits edits)
{
    if (m_session->saver().isSaving() || m_session->saver().isCutShort())
        return; // begun meanwhile
    if (const Result<void> done = m_session->reload(opened, edits); !done) {
        showMessage(Severity::Error, QString::fromStdString(done.error().message()));
        return;
    }
    m_messages->clear();
    if (edits == DocumentSession::Edits::Keep)
        showMessage(Severity::Information,
            i18n("Your edits were made again in the file as it is now, at the same offsets. Look at them "
                 "before you save."));
}

} // namespace megascope
