// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/SavePlan.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace megascope::testing {

// A session of a file in a folder of its own, edited and saved as a window does it. Files are looked at with
// Qt's own means. A base of tests.
class EditedSession : public QObject {
protected:
    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<DocumentSession> m_session;

    static std::string native(const QString& path) { return QFile::encodeName(path).toStdString(); }

    static void write(const QString& path, const QByteArray& content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    static QByteArray read(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void open(const QByteArray& content)
    {
        write(m_path, content);
        m_session = DocumentSession::open(native(m_path)).value();
    }

    [[nodiscard]] QByteArray content() const
    {
        QByteArray bytes(m_session->size().value(), '\0');
        const Gaps gaps = m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        return gaps.empty() ? bytes : QByteArray("unreadable");
    }

    bool put(qint64 begin, qint64 count, const QByteArray& text, EditKind kind = EditKind::Single)
    {
        const auto bytes = std::as_bytes(std::span(text));
        const ByteRange range{ByteOffset(begin), ByteCount(count)};
        return m_session->editor().apply({.range = range,
            .content = std::vector<std::byte>(bytes.begin(), bytes.end()),
            .selection = Selection::at(ByteOffset(begin + text.size())),
            .kind = kind});
    }

    // To the file, until the session has taken it in. REQUIRES: startIndexing() was called: what was appended
    // is told from another content from then on.
    void append(const QByteArray& text)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::Append));
        QCOMPARE(file.write(text), text.size());
        file.close();
        const ByteCount before = m_session->size();
        m_session->checkFile();
        QTRY_COMPARE(m_session->size(), before + ByteCount(text.size()));
    }

    // Returns how it ended.
    Result<SaveResult> save(std::optional<SaveStrategy> strategy = {}, bool overwrite = false)
    {
        const Result<SavePlan> plan = m_session->saver().plan(strategy, overwrite);
        if (!plan)
            return std::unexpected(plan.error());
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().save(*plan);
        if (ended.isEmpty() && !ended.wait(30000))
            return std::unexpected(Error{.detail = "the save did not end"});
        return ended.first().first().value<SaveOutcome>().result;
    }

    void nextFile()
    {
        static int number = 0;
        m_path = m_folder.filePath(QStringLiteral("file%1.txt").arg(++number));
    }
};

} // namespace megascope::testing
