// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"

#include <QFile>

#include <csignal>
#include <cstdlib>

#include <sys/resource.h>

using namespace megascope::testing;

// What is copied before it can be looked at: standard input, and files of the kernel.
class CliSpoolTest : public QObject {
    Q_OBJECT

private slots:
    void noFolder();
    void fullFolder();

private:
    Folder m_folder;
};

namespace {

// A command with a file that has to be copied, each in a way of its own.
const QStringList ofStandardInput{QStringLiteral("info"), QStringLiteral("-")};
const QStringList ofKernel{QStringLiteral("info"), QStringLiteral("/proc/version")};

void copyTo(const QByteArray& folder)
{
    ::setenv("TMPDIR", folder.constData(), 1);
}

} // namespace

void CliSpoolTest::noFolder()
{
    const QByteArray folder = QFile::encodeName(m_folder.path(QStringLiteral("missing")));
    for (const QStringList& arguments : {ofStandardInput, ofKernel})
        checkFailure(cli(arguments, "1\n2\n", [&] { copyTo(folder); }), 3,
            "megascope-cli: " + folder + ": no such file or directory\n");
}

void CliSpoolTest::fullFolder()
{
    const QByteArray folder = QFile::encodeName(m_folder.path({}));
    const auto fill = [&] {
        copyTo(folder);
        const rlimit few{3, 3}; // bytes
        ::setrlimit(RLIMIT_FSIZE, &few);
        std::signal(SIGXFSZ, SIG_DFL);
    };
    for (const QStringList& arguments : {ofStandardInput, ofKernel})
        checkFailure(cli(arguments, "1\n2\n", fill), 3, "megascope-cli: " + folder + ": file too large\n");
}

QTEST_GUILESS_MAIN(CliSpoolTest)
#include "CliSpoolTest.moc"
