// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/faults/FaultyMount.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace megascope::testing {
namespace {

void unmount(const std::string& folder)
{
    if (umount2(folder.c_str(), MNT_DETACH) == 0 || errno != EPERM)
        return;
    const std::string command = "fusermount3 -u -z '" + folder + "'";
    (void)!std::system(command.c_str());
}

} // namespace

FaultyMount::~FaultyMount()
{
    stop();
}

std::string FaultyMount::start()
{
    if (std::string_view(MEGASCOPE_FAULTY_FS).empty())
        return "libfuse3 was not there when this was built";
    if (access("/dev/fuse", R_OK | W_OK) != 0)
        return std::string("/dev/fuse: ") + std::strerror(errno);
    const char* const folder = std::getenv("TMPDIR");
    m_folder = std::string(folder != nullptr ? folder : "/tmp") + "/megascope-faulty-XXXXXX";
    if (mkdtemp(m_folder.data()) == nullptr)
        return m_folder + ": " + std::strerror(errno);
    std::signal(SIGPIPE, SIG_IGN);
    int commands[2];
    int answers[2];
    if (pipe2(commands, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0)
        return std::string("pipe: ") + std::strerror(errno);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, commands[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
    char program[] = MEGASCOPE_FAULTY_FS;
    char* arguments[] = {program, m_folder.data(), nullptr};
    const int failed = posix_spawn(&m_process, program, &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(commands[0]);
    close(answers[1]);
    m_commands = fdopen(commands[1], "w");
    m_answers = fdopen(answers[0], "r");
    if (failed != 0)
        return std::string(program) + ": " + std::strerror(failed);
    return answer() == "ok" ? std::string() : "this system does not let us mount a FUSE file system";
}

std::string FaultyMount::answer()
{
    char line[256] = {};
    if (std::fgets(line, sizeof line, m_answers) == nullptr)
        return {};
    line[std::strcspn(line, "\n")] = '\0';
    return line;
}

void FaultyMount::tell(const std::string& command)
{
    std::fprintf(m_commands, "%s\n", command.c_str());
    std::fflush(m_commands);
    if (const std::string said = answer(); said != "ok") {
        std::fprintf(stderr, "FaultyFs: %s\n", said.c_str());
        std::abort();
    }
}

void FaultyMount::stop()
{
    if (m_process > 0) {
        kill(m_process, SIGKILL);
        waitpid(m_process, nullptr, 0);
        m_process = -1;
    }
    for (std::FILE** pipe : {&m_commands, &m_answers}) {
        if (*pipe != nullptr)
            std::fclose(*pipe);
        *pipe = nullptr;
    }
    if (m_folder.empty())
        return;
    unmount(m_folder);
    rmdir(m_folder.c_str());
    m_folder.clear();
}

} // namespace megascope::testing
