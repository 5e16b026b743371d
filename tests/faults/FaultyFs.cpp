// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A file system in user space whose files fail, sleep or never answer, as its standard input says:
//
//     FaultyFs MOUNTPOINT
//
//     file NAME SIZE         a file whose bytes tell where they are; see PlacedBytes.h
//     read NAME FROM TO HOW  reading a byte of [FROM, TO) goes so: eio, hang, or a number of milliseconds
//     open NAME HOW          likewise opening it
//     stat NAME HOW          likewise asking for its status
//     clear                  all goes well again; what hangs goes on
//
// Each command is answered by a line, "ok" or what is wrong with it; the first "ok" comes when it is mounted.
// It ends with its standard input. What sleeps or hangs cannot be interrupted, as with a server that is away.

#define FUSE_USE_VERSION 312

#include "tests/faults/PlacedBytes.h"

#include <fuse.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

namespace {

using megascope::testing::placedByte;

struct Fault {
    enum class Kind { Fail, Hang, Sleep } kind = Kind::Fail;
    std::chrono::milliseconds time{0};
};

struct ReadRule {
    std::int64_t from = 0;
    std::int64_t to = 0;
    Fault fault;
};

struct File {
    std::int64_t size = 0;
    std::vector<ReadRule> reads;
    std::optional<Fault> open;
    std::optional<Fault> status;
};

struct FileSystem {
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::string, File> files; // by "/NAME"
    std::int64_t generation = 0; // of the rules
};

FileSystem& fileSystem()
{
    static FileSystem it;
    return it;
}

const File* find(const char* path)
{
    const auto found = fileSystem().files.find(path);
    return found == fileSystem().files.end() ? nullptr : &found->second;
}

// 0, or a negative errno. `lock` holds the mutex before and afterwards.
int suffer(const std::optional<Fault>& fault, std::unique_lock<std::mutex>& lock)
{
    if (!fault)
        return 0;
    if (fault->kind == Fault::Kind::Fail)
        return -EIO;
    FileSystem& all = fileSystem();
    const auto isOver = [&all, generation = all.generation] { return all.generation != generation; };
    if (fault->kind == Fault::Kind::Hang)
        all.changed.wait(lock, isOver);
    else
        all.changed.wait_for(lock, fault->time, isOver);
    return 0;
}

std::optional<Fault> faultOf(const File& file, std::int64_t from, std::int64_t to)
{
    std::optional<Fault> worst;
    for (const ReadRule& rule : file.reads) {
        if (rule.from < to && from < rule.to && (!worst || rule.fault.kind == Fault::Kind::Hang))
            worst = rule.fault;
    }
    return worst;
}

int getStatus(const char* path, struct stat* status, fuse_file_info*)
{
    std::unique_lock lock(fileSystem().mutex);
    std::memset(status, 0, sizeof *status);
    if (std::strcmp(path, "/") == 0) {
        status->st_mode = S_IFDIR | 0755;
        status->st_nlink = 2;
        return 0;
    }
    const File* file = find(path);
    if (file == nullptr)
        return -ENOENT;
    if (const int error = suffer(file->status, lock); error != 0)
        return error;
    file = find(path);
    status->st_mode = S_IFREG | 0644;
    status->st_nlink = 1;
    status->st_size = file->size;
    status->st_mtime = 1'700'000'000;
    status->st_ctime = 1'700'000'000;
    return 0;
}

int openFile(const char* path, fuse_file_info*)
{
    std::unique_lock lock(fileSystem().mutex);
    const File* const file = find(path);
    return file == nullptr ? -ENOENT : suffer(file->open, lock);
}

int readFile(const char* path, char* out, std::size_t size, off_t offset, fuse_file_info*)
{
    std::unique_lock lock(fileSystem().mutex);
    const File* file = find(path);
    if (file == nullptr)
        return -ENOENT;
    const std::int64_t end = std::min(offset + static_cast<std::int64_t>(size), file->size);
    if (const int error = suffer(faultOf(*file, offset, end), lock); error != 0)
        return error;
    for (std::int64_t at = offset; at < end; ++at)
        out[at - offset] = static_cast<char>(placedByte(at));
    return static_cast<int>(std::max<std::int64_t>(end - offset, 0));
}

int listFolder(const char* path, void* list, fuse_fill_dir_t add, off_t, fuse_file_info*, fuse_readdir_flags)
{
    if (std::strcmp(path, "/") != 0)
        return -ENOENT;
    const std::scoped_lock lock(fileSystem().mutex);
    for (const char* name : {".", ".."})
        add(list, name, nullptr, 0, fuse_fill_dir_flags{});
    for (const auto& [name, file] : fileSystem().files)
        add(list, name.c_str() + 1, nullptr, 0, fuse_fill_dir_flags{});
    return 0;
}

// What hangs is read ahead for the most part: much of it must not keep the rest from being asked for.
void* begin(fuse_conn_info* connection, fuse_config*)
{
    connection->max_background = 500;
    connection->congestion_threshold = 500;
    return nullptr;
}

std::optional<Fault> readFault(std::istream& words)
{
    std::string how;
    words >> how;
    if (how == "eio")
        return Fault{.kind = Fault::Kind::Fail};
    if (how == "hang")
        return Fault{.kind = Fault::Kind::Hang};
    if (how.empty() || how.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return Fault{.kind = Fault::Kind::Sleep, .time = std::chrono::milliseconds(std::stol(how))};
}

// Empty, or what is wrong.
std::string obey(const std::string& line)
{
    std::istringstream words(line);
    std::string command;
    std::string name;
    words >> command;
    FileSystem& all = fileSystem();
    const std::scoped_lock lock(all.mutex);
    if (command == "clear") {
        for (auto& [path, file] : all.files)
            file = {.size = file.size, .reads = {}, .open = {}, .status = {}};
        ++all.generation;
        all.changed.notify_all();
        return {};
    }
    words >> name;
    File& file = all.files["/" + name];
    if (command == "file" && words >> file.size)
        return {};
    ReadRule rule;
    if (command == "read" && words >> rule.from >> rule.to) {
        if (const std::optional<Fault> fault = readFault(words)) {
            rule.fault = *fault;
            file.reads.push_back(rule);
            return {};
        }
    }
    if (command == "open" && (file.open = readFault(words)))
        return {};
    if (command == "stat" && (file.status = readFault(words)))
        return {};
    return "cannot understand: " + line;
}

void serveCommands()
{
    std::string line;
    std::cout << "ok" << std::endl;
    while (std::getline(std::cin, line)) {
        const std::string wrong = obey(line);
        std::cout << (wrong.empty() ? "ok" : wrong) << std::endl;
    }
    // Whoever still waits for an answer gets an error when the connection goes with the process.
    _exit(0);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: FaultyFs MOUNTPOINT\n");
        return 2;
    }
    fuse_operations operations{};
    operations.getattr = getStatus;
    operations.open = openFile;
    operations.read = readFile;
    operations.readdir = listFolder;
    operations.init = begin;
    fuse_args arguments = FUSE_ARGS_INIT(0, nullptr);
    fuse_opt_add_arg(&arguments, argv[0]);
    fuse* const mounted = fuse_new(&arguments, &operations, sizeof operations, nullptr);
    if (mounted == nullptr || fuse_mount(mounted, argv[1]) != 0) {
        std::fprintf(stderr, "FaultyFs: cannot mount at %s\n", argv[1]);
        return 1;
    }
    std::thread(serveCommands).detach();
    fuse_loop_config* const config = fuse_loop_cfg_create();
    fuse_loop_cfg_set_max_threads(config, 100);
    fuse_loop_cfg_set_idle_threads(config, 100);
    return fuse_loop_mt(mounted, config);
}
