// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace megascope::testing {

namespace {

constexpr int minute = 60'000; // milliseconds

} // namespace

RunResult run(const QString& program, const QStringList& arguments, const QByteArray& input,
    const std::function<void()>& inChild)
{
    QProcess process;
    if (inChild)
        process.setChildProcessModifier(inChild);
    process.start(program, arguments);
    if (!process.waitForStarted())
        return {};
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(minute) || process.exitStatus() != QProcess::NormalExit)
        return {.out = process.readAllStandardOutput(), .err = process.readAllStandardError()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

bool waitForReading(const QProcess& process)
{
    const QString threads = QStringLiteral("/proc/%1/task").arg(process.processId());
    const QByteArray polling = "7 "; // poll(…) on this kind of machine
    const auto reads = [&] {
        const QStringList numbers = QDir(threads).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return std::ranges::any_of(numbers, [&](const QString& number) {
            QFile file(threads + QLatin1Char('/') + number + QStringLiteral("/syscall"));
            return file.open(QIODevice::ReadOnly) && file.readAll().startsWith(polling);
        });
    };
    return QTest::qWaitFor(reads, 5000);
}

QString cliProgram()
{
    return QStringLiteral(MEGASCOPE_CLI);
}

RunResult cli(const QStringList& arguments, const QByteArray& input, const std::function<void()>& inChild)
{
    return run(cliProgram(), arguments, input, inChild);
}

void checkFailure(const RunResult& result, int exit, const QByteArray& words)
{
    QCOMPARE(result.exit, exit);
    QCOMPARE(result.out, QByteArray());
    QVERIFY2(result.err.contains(words), result.err);
    QVERIFY2(result.err.startsWith("megascope-cli: "), result.err);
    QVERIFY2(result.err.count('\n') == 1 && result.err.endsWith('\n'), result.err);
}

QString Folder::write(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.fileName();
}

QString Folder::makeSparse(const QString& name, qint64 size) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("%s cannot be written", qPrintable(file.fileName()));
    return file.resize(size) ? file.fileName() : QString();
}

void Folder::writeAt(const QString& path, qint64 offset, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(offset) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace megascope::testing
