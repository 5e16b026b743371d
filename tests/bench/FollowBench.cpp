// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What it costs to follow a log: 1 GiB is appended to a file of 8 GiB while a window shows its end, and that
// is held against opening a file of 1 GiB. Bytes are those that the process has asked the system for, which
// tells all of them where files are read with pread; of mapped files the processor time does.
//
//     FollowBench [FOLDER]

#include "tests/bench/LogText.h"
#include "tests/bench/Offscreen.h"
#include "ui/session/DocumentFollower.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace megascope;

constexpr std::int64_t gibibyte = std::int64_t{1} << 30;
constexpr std::int64_t baseSize = 8 * gibibyte;
constexpr std::size_t textSize = 16 * 1024 * 1024; // is repeated

[[noreturn]] void fail(const char* what)
{
    std::perror(what);
    std::exit(1);
}

const std::string& text()
{
    static const std::string made = [] {
        bench::LogText log(1);
        std::string lines;
        while (lines.size() < textSize - bench::LogText::longestLine * 2)
            log.appendLine(lines);
        while (lines.size() < textSize) {
            const std::size_t rest = textSize - lines.size();
            log.appendLine(lines, rest <= bench::LogText::longestLine ? rest : bench::LogText::shortestLine);
        }
        return lines;
    }();
    return made;
}

// 1 GiB at the end, in writes of that size, with a pause behind each.
void append(const std::string& path, std::size_t size, std::chrono::microseconds pause)
{
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    for (std::int64_t done = 0; done < gibibyte; done += std::int64_t(size)) {
        const std::size_t at = std::size_t(done) % textSize;
        if (::write(file, text().data() + at, size) != ssize_t(size))
            fail(path.c_str());
        if (pause.count() > 0)
            std::this_thread::sleep_for(pause);
    }
    ::close(file);
}

struct Cost {
    double cpu = 0; // seconds
    double read = 0; // MiB

    static Cost now()
    {
        Cost cost;
        rusage usage = {};
        ::getrusage(RUSAGE_SELF, &usage);
        const auto seconds
            = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
        cost.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
        std::ifstream io("/proc/self/io");
        std::string name;
        double value = 0;
        while (io >> name >> value) {
            if (name == "rchar:")
                cost.read = value / 1024 / 1024;
        }
        return cost;
    }
    Cost operator-(const Cost& before) const { return {cpu - before.cpu, read - before.read}; }
};

void waitFor(const auto& condition)
{
    while (!condition())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

std::unique_ptr<MainWindow> makeWindow()
{
    std::unique_ptr<MainWindow> window(new MainWindow);
    window->setAttribute(Qt::WA_DeleteOnClose, false);
    window->resize(1100, 760);
    window->show();
    return window;
}

bool isCounted(MainWindow& window, std::int64_t size)
{
    const DocumentSession& session = window.pane().session();
    return session.size().value() == size && !session.isIndexing() && session.lineIndex().isComplete()
        && session.lineIndex().size() == session.size();
}

void openWindow(MainWindow& window, const std::string& path, Backend backend)
{
    if (!window.openFile(path, {.backend = backend, .encoding = {}}))
        fail(path.c_str());
    const auto size = std::int64_t(std::filesystem::file_size(path));
    waitFor([&] { return isCounted(window, size); });
}

// The system gives up pages that nobody has looked at for a while.
void warm(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::vector<char> bytes(1 << 20);
    while (file.read(bytes.data(), std::ssize(bytes))) { }
}

Cost costOfOpening(const std::string& path, Backend backend)
{
    warm(path);
    const auto window = makeWindow();
    QCoreApplication::processEvents();
    const Cost before = Cost::now();
    openWindow(*window, path, backend);
    return Cost::now() - before;
}

struct Growth {
    const char* what;
    std::chrono::microseconds pause; // behind each MiB
    bool isWatched; // else all is there when the window looks for the first time
};

// The writer is a process of its own, so that what it takes does not count; but it and the window share the
// memory's speed.
Cost costOfFollowing(const std::string& path, Backend backend, const Growth& growth)
{
    std::filesystem::resize_file(path, baseSize);
    const auto window = makeWindow();
    openWindow(*window, path, backend);
    window->pane().session().follower().setFollowing(true);
    QElapsedTimer opened;
    opened.start();
    waitFor([&] { return opened.hasExpired(1000); }); // until the system tells of changes
    const Cost before = Cost::now();
    const pid_t writer = ::fork();
    if (writer == 0) {
        append(path, std::size_t(1) << 20, growth.pause);
        ::_exit(0);
    }
    if (!growth.isWatched)
        ::waitpid(writer, nullptr, 0);
    waitFor([&] { return isCounted(*window, baseSize + gibibyte); });
    const Cost cost = Cost::now() - before;
    if (growth.isWatched)
        ::waitpid(writer, nullptr, 0);
    return cost;
}

} // namespace

int main(int argc, char** argv)
{
    bench::drawOffscreen();
    const QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    const QTemporaryDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) + QStringLiteral("/follow-XXXXXX")
                                        : QDir::tempPath() + QStringLiteral("/follow-XXXXXX"));
    if (!folder.isValid())
        fail("the folder");
    const std::string fresh = folder.filePath(QStringLiteral("fresh.log")).toStdString();
    const std::string log = folder.filePath(QStringLiteral("grown.log")).toStdString();
    append(fresh, textSize, {});
    append(log, textSize, {});

    for (const auto& [backend, name] :
        {std::pair(Backend::Automatic, "auto"), std::pair(Backend::Read, "pread")}) {
        const Cost opened = costOfOpening(fresh, backend);
        std::printf("%s\n  open 1 GiB                          %6.2f s of processor time, %6.0f MiB read\n",
            name, opened.cpu, opened.read);
        using namespace std::chrono_literals;
        for (const Growth& growth :
            {Growth{"1 GiB more at the first look", 0us, false}, Growth{"1024 writes of 1 MiB", 0us, true},
                Growth{"1024 writes of 1 MiB, 20 ms apart", 20'000us, true}}) {
            const Cost followed = costOfFollowing(log, backend, growth);
            std::printf("  %-35s %6.2f s (%.2f)             %6.0f MiB read (%.2f)\n", growth.what,
                followed.cpu, followed.cpu / opened.cpu, followed.read, followed.read / opened.read);
            std::fflush(stdout);
        }
    }
    return 0;
}
