// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSight.h"
#include "ui/session/DocumentSession.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

namespace megascope {

class FileWatch;

// The part of a session that looks what others do to its file, and has the document follow: what is appended
// is taken in, and what changed too as long as there are no unsaved edits. Where the file is followed as a
// log, the document goes on with the file that takes its name. GUI thread only.
class DocumentFollower final : public QObject {
    Q_OBJECT

public:
    // What others did to the file, beside appending to it.
    enum class Event {
        Changed, // wrote to it in place
        CutShort,
        Replaced, // gave its name to another file; the old one stays shown
        Removed, // took its name away; it stays shown
        Restored, // the name is this file's again
    };
    Q_ENUM(Event)

    explicit DocumentFollower(DocumentSession& session);
    ~DocumentFollower() override;

    // The session has another file than before, or the same anew, as it was when it had `identity`.
    void start(const FileIdentity& identity);
    // Nothing is looked at until start().
    void stop();
    // Looks now instead of at the next tick.
    void look();
    // From now on a file that was appended to is told from one that was written anew.
    void markContent();
    // The session itself has written to the file, which had the identity `before`.
    void takeWritten(const FileIdentity& before, const FileIdentity& after);

    // The file can be followed: it is not one that was copied to be shown.
    [[nodiscard]] bool canFollow() const { return m_watch != nullptr; }
    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    // Whether the document goes on with what takes the file's name, or is written over it from the begin. Not
    // with unsaved edits: then others are told as if it was not followed.
    void setFollowing(bool following);
    // Null before the first rotation, and when there is nothing of what was shown.
    [[nodiscard]] const std::shared_ptr<FileSource>& earlier() const { return m_earlier; }

signals:
    void started(); // the file is as the document has it
    void happened(megascope::DocumentFollower::Event event);
    void followingChanged();
    // The document is about to begin anew with the next file of the log. What it holds now is all of the last
    // one that there is to be shown.
    void rotating();
    void rotated();

private:
    void take(const FileSight& sight);
    void takeContent(const FileSight& sight);
    void takeName(const FileSight& sight);
    void goOnWith(const std::shared_ptr<FileSource>& next);
    [[nodiscard]] bool isEdited() const;
    void askForNext();
    [[nodiscard]] bool isMissingForNow(NameChange name);
    void report(DocumentSession::Severity severity, const Error& error);

    DocumentSession& m_session;
    FileWatch* m_watch = nullptr;
    FileIdentity m_seen; // of the open file, at the last look
    NameChange m_told = NameChange::None;
    QElapsedTimer m_absence; // since the name was missing for the first time; invalid while it is there
    bool m_isFollowing = false;
    std::shared_ptr<FileSource> m_earlier;
    QString m_lastReport; // the same trouble is told once, not every second
};

} // namespace megascope
