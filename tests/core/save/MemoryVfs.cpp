// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/save/MemoryVfs.h"

#include "tests/core/save/MemoryFile.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace megascope::testing {

MemoryVfs::MemoryVfs()
    : m_state(std::make_shared<State>())
{
    static std::mt19937_64 seeds(plaintest::seed());
    m_state->random.seed(seeds());
}

MemoryVfs::~MemoryVfs() = default;
MemoryVfs::MemoryVfs(MemoryVfs&& other) noexcept = default;

void MemoryVfs::put(const std::filesystem::path& path, Bytes content)
{
    const std::shared_ptr<MemoryNode> node = m_state->newNode();
    node->write(0, content);
    for (std::int64_t at = 0; at < std::ssize(content); at += MemoryContent::block) {
        const auto end = std::min<std::int64_t>(at + MemoryContent::block, std::ssize(content));
        if (std::all_of(
                content.begin() + at, content.begin() + end, [](std::byte b) { return b == std::byte{0}; }))
            node->zero(at, end);
    }
    node->sync();
    m_state->touch(*node);
    m_state->names[path] = m_state->durableNames[path] = node;
}

MemoryVfs::Bytes MemoryVfs::content(const std::filesystem::path& path) const
{
    const auto found = m_state->names.find(path);
    CHECK(found != m_state->names.end());
    return found->second->content.bytes();
}

std::vector<std::string> MemoryVfs::names() const
{
    std::vector<std::string> names;
    for (const auto& [path, node] : m_state->names)
        names.push_back(path.native());
    return names;
}

ByteCount MemoryVfs::allocated(const std::filesystem::path& path) const
{
    return ByteCount(m_state->names.at(path)->content.allocated());
}

MemoryVfs MemoryVfs::crashed(std::mt19937_64& random) const
{
    MemoryVfs after;
    State& state = *after.m_state;
    MemoryNames names = m_state->durableNames;
    const std::size_t reached = random() % (m_state->pendingNames.size() + 1);
    for (std::size_t i = 0; i < reached; ++i)
        apply(names, m_state->pendingNames[i]);
    for (const auto& [path, node] : names) {
        auto left = std::make_shared<MemoryNode>();
        left->content = left->durable = node->afterCrash(random);
        left->status = node->status;
        state.touch(*left);
        state.names[path] = state.durableNames[path] = left;
    }
    state.clock = m_state->clock + 1;
    state.nextInode = m_state->nextInode;
    state.rights = m_state->rights;
    return after;
}

void MemoryVfs::afterEach(std::function<void()> action)
{
    m_state->action = std::move(action);
}

void MemoryVfs::arm(const Fault& fault)
{
    m_state->fault = fault;
    m_state->calls = 0;
}

std::int64_t MemoryVfs::calls() const
{
    return m_state->calls;
}

ByteCount MemoryVfs::written() const
{
    return m_state->written;
}

void MemoryVfs::setFreeSpace(ByteCount free)
{
    m_state->free = free;
}

void MemoryVfs::setRights(const FileRights& rights)
{
    m_state->rights = rights;
}

Result<std::shared_ptr<WritableFile>> MemoryVfs::opened(const std::filesystem::path& path) const
{
    if (m_state->fails())
        return m_state->failure();
    const auto found = m_state->names.find(path);
    if (found == m_state->names.end())
        return std::unexpected(systemError(ENOENT, path.native()));
    return std::make_shared<MemoryFile>(m_state, found->second);
}

Result<std::shared_ptr<VfsFile>> MemoryVfs::open(const std::filesystem::path& path) const
{
    return opened(path);
}

Result<std::shared_ptr<WritableFile>> MemoryVfs::openForWriting(const std::filesystem::path& path) const
{
    return opened(path);
}

Result<FileStatus> MemoryVfs::status(const std::filesystem::path& path) const
{
    if (m_state->fails())
        return m_state->failure();
    const auto found = m_state->names.find(path);
    if (found == m_state->names.end())
        return std::unexpected(systemError(ENOENT, path.native()));
    return found->second->status;
}

Result<Spool> MemoryVfs::spool(const ByteStream&, const std::filesystem::path& subject, ByteCount) const
{
    return std::unexpected(systemError(ENOSYS, subject.native()));
}

Result<std::shared_ptr<WritableFile>> MemoryVfs::create(const std::filesystem::path& path, unsigned) const
{
    if (m_state->fails())
        return m_state->failure();
    if (m_state->names.contains(path))
        return std::unexpected(writeError(EEXIST, path.native()));
    const std::shared_ptr<MemoryNode> node = m_state->newNode();
    m_state->changeName({.path = path, .node = node});
    return std::make_shared<MemoryFile>(m_state, node);
}

Result<std::shared_ptr<WritableFile>> MemoryVfs::createNameless(const std::filesystem::path& folder) const
{
    return std::unexpected(systemError(ENOSYS, folder.native()));
}

Result<void> MemoryVfs::rename(
    const std::filesystem::path& from, const std::filesystem::path& to, Existing existing) const
{
    if (m_state->fails())
        return m_state->failure();
    if (!m_state->names.contains(from))
        return std::unexpected(writeError(ENOENT, from.native()));
    if (existing == Existing::Keep && m_state->names.contains(to))
        return std::unexpected(writeError(EEXIST, to.native()));
    m_state->changeName({.path = to, .node = m_state->names.at(from), .from = from});
    return {};
}

Result<void> MemoryVfs::remove(const std::filesystem::path& path) const
{
    if (m_state->fails())
        return m_state->failure();
    if (!m_state->names.contains(path))
        return std::unexpected(writeError(ENOENT, path.native()));
    m_state->changeName({.path = path, .node = nullptr});
    return {};
}

Result<void> MemoryVfs::syncFolder(const std::filesystem::path& folder) const
{
    if (m_state->fails())
        return m_state->failure();
    std::erase_if(m_state->pendingNames, [&](const MemoryNameChange& change) {
        if (change.path.parent_path() != folder)
            return false;
        apply(m_state->durableNames, change);
        return true;
    });
    m_state->happened();
    return {};
}

Result<void> MemoryVfs::makeFolder(const std::filesystem::path&) const
{
    return m_state->fails() ? m_state->failure() : Result<void>();
}

Result<std::vector<std::string>> MemoryVfs::list(const std::filesystem::path& folder) const
{
    if (m_state->fails())
        return m_state->failure();
    std::vector<std::string> names;
    for (const auto& [path, node] : m_state->names) {
        if (path.parent_path() == folder)
            names.push_back(path.filename().native());
    }
    return names;
}

Result<ByteCount> MemoryVfs::freeSpace(const std::filesystem::path&) const
{
    if (m_state->fails())
        return m_state->failure();
    return m_state->free;
}

Result<std::filesystem::path> MemoryVfs::realPath(const std::filesystem::path& path) const
{
    return status(path).transform([&](const FileStatus&) { return path; });
}

Result<FileRights> MemoryVfs::rights(const std::filesystem::path&) const
{
    if (m_state->fails())
        return m_state->failure();
    return m_state->rights;
}

Result<std::vector<std::string>> MemoryVfs::copyAttributes(const VfsFile&, WritableFile&) const
{
    if (m_state->fails())
        return m_state->failure();
    return std::vector<std::string>();
}

} // namespace megascope::testing
