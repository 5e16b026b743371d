// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentFollower.h"

#include "ui/session/DocumentSaver.h"
#include "ui/session/FileWatch.h"

#include <QTimer>

#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Who saves or rotates by taking the name away gives it back sooner than that.
constexpr auto longestAbsence = 500ms;

} // namespace

DocumentFollower::DocumentFollower(DocumentSession& session)
    : m_session(session)
{
}

DocumentFollower::~DocumentFollower() = default;

void DocumentFollower::start(const FileIdentity& identity)
{
    stop();
    m_seen = identity;
    m_told = NameChange::None;
    m_lastReport.clear();
    const std::shared_ptr<FileSource>& source = m_session.m_source;
    if (source->isSpooled())
        return;
    m_watch = new FileWatch(source, {.identity = identity, .mark = {}}, this);
    connect(m_watch, &FileWatch::seen, this, &DocumentFollower::take);
    if (m_isFollowing)
        markContent();
    askForNext();
    emit started();
}

// It may be the watch itself that led here.
void DocumentFollower::stop()
{
    m_absence.invalidate();
    if (!m_watch)
        return;
    m_watch->disconnect(this);
    std::exchange(m_watch, nullptr)->deleteLater();
}

void DocumentFollower::look()
{
    if (m_watch)
        m_watch->look();
}

void DocumentFollower::markContent()
{
    if (!m_watch || m_watch->known().mark.isTaken())
        return;
    KnownContent known = m_watch->known();
    known.mark.take(*m_session.m_source, known.identity.size);
    m_watch->setKnown(std::move(known));
}

void DocumentFollower::takeWritten(const FileIdentity& before, const FileIdentity& after)
{
    if (m_seen == before)
        m_seen = after;
    if (!m_watch || m_watch->known().identity != before)
        return;
    KnownContent known{after, {}};
    if (m_watch->known().mark.isTaken())
        known.mark.take(*m_session.m_source, after.size);
    m_watch->setKnown(std::move(known));
}

void DocumentFollower::setFollowing(bool following)
{
    if (following == m_isFollowing || (following && !canFollow()))
        return;
    m_isFollowing = following;
    if (following)
        markContent();
    askForNext();
    look();
    emit followingChanged();
}

bool DocumentFollower::isEdited() const
{
    return m_session.m_editor.isModified();
}

void DocumentFollower::askForNext()
{
    if (m_watch)
        m_watch->setNext(m_isFollowing && !isEdited()
                ? std::optional(FileSourceOptions{.backend = m_session.m_backend})
                : std::nullopt);
}

// What happened to the file while it was rewritten or saved by the session itself is looked at afterwards.
void DocumentFollower::take(const FileSight& sight)
{
    const DocumentSaver& saver = *m_session.m_saver;
    if (m_session.isRewriting() || saver.isSaving() || saver.isCutShort())
        return;
    if (sight.opened)
        takeContent(sight);
    else
        report(DocumentSession::Severity::Error, sight.opened.error());
    if (sight.opened && sight.named && sight.next)
        m_lastReport.clear();
    askForNext();
    takeName(sight);
}

void DocumentFollower::takeContent(const FileSight& sight)
{
    const FileIdentity& now = sight.opened->identity;
    const FileIdentity before = m_watch->known().identity;
    const bool isNews = std::exchange(m_seen, now) != now;
    const bool isAnew = beginsAnew(sight.content);
    if ((isAnew || sight.content == ContentChange::Modified) && isEdited()) {
        // Otherwise the edits would be put into other bytes.
        if (isNews)
            emit happened(isAnew && now.size < before.size ? Event::CutShort : Event::Changed);
        return;
    }
    const bool rotates = isAnew && m_isFollowing;
    if (rotates) {
        m_earlier = sight.copy;
        emit rotating();
    }
    m_watch->setKnown({now, sight.mark});
    switch (sight.content) {
    case ContentChange::None:
        return;
    case ContentChange::Attributes:
        m_session.takeAttributes(before, now);
        return;
    case ContentChange::Appended:
        m_session.takeContent(now, true);
        return;
    case ContentChange::Modified:
    case ContentChange::CutShort:
    case ContentChange::Rewritten:
        m_session.takeContent(now, false);
    }
    if (rotates)
        emit rotated();
    else
        emit happened(sight.content == ContentChange::CutShort ? Event::CutShort : Event::Changed);
}

void DocumentFollower::takeName(const FileSight& sight)
{
    const bool isReplaced = sight.name == NameChange::Replaced;
    if (isReplaced && m_isFollowing && !isEdited()) {
        if (sight.next && *sight.next && sight.opened)
            goOnWith(*sight.next);
        else if (!sight.next)
            report(DocumentSession::Severity::Warning, sight.next.error());
        return; // while it is empty, the old one may still be written to
    }
    if (isMissingForNow(sight.name))
        return;
    const NameChange before = std::exchange(m_told, sight.name);
    if (before == m_told)
        return;
    switch (m_told) {
    case NameChange::None:
        emit happened(Event::Restored);
        break;
    case NameChange::Removed:
        emit happened(Event::Removed);
        break;
    case NameChange::Replaced:
        emit happened(Event::Replaced);
        break;
    case NameChange::Failed:
        report(DocumentSession::Severity::Warning, sight.named.error());
    }
}

bool DocumentFollower::isMissingForNow(NameChange name)
{
    if (name != NameChange::Removed || m_told == NameChange::Removed) {
        m_absence.invalidate();
        return false;
    }
    if (!m_absence.isValid()) {
        m_absence.start();
        QTimer::singleShot(longestAbsence, this, &DocumentFollower::look);
    }
    return m_absence.durationElapsed() < longestAbsence;
}

void DocumentFollower::goOnWith(const std::shared_ptr<FileSource>& next)
{
    m_earlier = m_session.m_source;
    emit rotating();
    m_session.exchangeFile({.source = next}, DocumentSession::Edits::Lose);
    emit rotated();
}

void DocumentFollower::report(DocumentSession::Severity severity, const Error& error)
{
    const QString text = QString::fromStdString(error.message());
    if (text == m_lastReport)
        return;
    m_lastReport = text;
    emit m_session.problemFound(severity, text);
}

} // namespace megascope
