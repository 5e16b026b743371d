// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

namespace megascope::testing {

struct RunResult {
    int exit = -1; // -1 when the program crashed or did not end
    QByteArray out;
    QByteArray err;
};

// Runs a program to its end, which must come within a minute.
RunResult run(const QString& program, const QStringList& arguments, const QByteArray& input = {},
    const std::function<void()>& inChild = {});
RunResult cli(
    const QStringList& arguments, const QByteArray& input = {}, const std::function<void()>& inChild = {});
// Waits until the program waits for something to read; false when the system does not tell.
bool waitForReading(const QProcess& process);
// The path of the program itself.
QString cliProgram();

// Fails unless the run ended with `exit`, said nothing on standard output, and one line on standard error
// that holds `words`.
void checkFailure(const RunResult& result, int exit, const QByteArray& words);

// A folder with files of a test.
class Folder {
public:
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    // Writes a file and returns its path.
    QString write(const QString& name, const QByteArray& content) const;
    // Makes a file that is one hole, and returns its path; empty when the file system has no files of this
    // size.
    QString makeSparse(const QString& name, qint64 size) const;
    static void writeAt(const QString& path, qint64 offset, const QByteArray& bytes);

private:
    QTemporaryDir m_folder;
};

} // namespace megascope::testing
