// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How a session reads its file: opening it, telling what its bytes spell, and what was not there in time.

#include "core/text/LineMap.h"
#include "ui/session/BoundedReads.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/FileOpening.h"

#include <utility>

namespace megascope {

Result<std::unique_ptr<DocumentSession>> DocumentSession::open(
    const std::filesystem::path& path, const OpenOptions& options)
{
    return openDocumentFile(path, options).transform([&](const OpenedFile& file) {
        return of(file, options);
    });
}

std::unique_ptr<DocumentSession> DocumentSession::of(const OpenedFile& file, const OpenOptions& options)
{
    return std::unique_ptr<DocumentSession>(new DocumentSession(file, options));
}

// What is not there in time tells nothing: until it has come, the text is taken for what it was taken for
// before.
TextFormat DocumentSession::detectFormat() const
{
    const MissedReads missed;
    TextFormat format
        = m_chosenEncoding ? detectTextFormat(snapshot(), *m_chosenEncoding) : detectTextFormat(snapshot());
    m_formatIsGuessed = missed.any();
    if (!m_formatIsGuessed)
        return format;
    format = m_format;
    if (m_chosenEncoding && *m_chosenEncoding != format.encoding) {
        format.encoding = *m_chosenEncoding;
        format.newline = format.encoding.newline();
        format.hasByteOrderMark = false;
    }
    return format;
}

void DocumentSession::detectAgain()
{
    if (const TextFormat format = detectFormat(); format != m_format)
        setFormat(format);
}

void DocumentSession::followReads()
{
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, [this] {
            if (m_formatIsGuessed)
                detectAgain();
            if (m_follower->isFollowing())
                m_follower->markContent(); // unless it is marked
        });
    if (m_formatIsGuessed) // has the rest read, and hears when it comes
        QTimer::singleShot(0, this, &DocumentSession::detectAgain);
}

void DocumentSession::retryReading()
{
    if (m_source)
        m_source->retryReads();
    if (m_linesAreLost) {
        haltIndexing();
        setIndex(m_format.newline);
        m_linesAreLost = false;
        resumeIndexing();
    }
    emit readAgain();
}

} // namespace megascope
