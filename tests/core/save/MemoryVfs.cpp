// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/save/MemoryVfs.h"

#include "tests/core/save/MemoryNode.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace megascope::testing {
namespace {

using Names = std::map<std::filesystem::path, std::shared_ptr<MemoryNode>>;

// A name that is given to a file, or taken away (null).
struct NameChange {
    std::filesystem::path path;
    std::shared_ptr<MemoryNode> node;
    std::filesystem::path from = {}; // the name that it had, when it was renamed
};

void apply(Names& names, const NameChange& change)
{
    if (!change.from.empty())
        names.erase(change.from);
    if (change.node != nullptr)
        names[change.path] = change.node;
    else
        names.erase(change.path);
}

} // namespace

struct MemoryVfs::State {
    Names names;
    Names durableNames;
    std::vector<NameChange> pendingNames;
    std::function<void()> action;
    Fault fault;
    std::int64_t calls = 0;
    std::int64_t clock = 1;
    std::uint64_t nextInode = 100;
    ByteCount written;
    ByteCount free = mebibytes(1024);
    FileRights rights;

    enum class Way { Right, Half, Wrong };
    // Counts a call, and says how it goes.
    Way enter(bool canBeHalf = false)
    {
        const std::int64_t number = calls++;
        const bool isIt
            = fault.number >= 0 && (number == fault.number || (fault.forEver && number > fault.number));
        if (!isIt)
            return Way::Right;
        if (fault.code == 0)
            return canBeHalf ? Way::Half : Way::Right;
        return Way::Wrong;
    }
    bool fails() { return enter() == Way::Wrong; }
    [[nodiscard]] std::unexpected<Error> failure() const
    {
        return std::unexpected(writeError(fault.code, "injected"));
    }

    void happened()
    {
        if (action) {
            const std::function<void()> call = action;
            call();
        }
    }

    void touch(MemoryNode& node)
    {
        node.status.identity.size = ByteCount(node.content.size());
        node.status.allocated = ByteCount(node.content.allocated());
        node.status.identity.modified = node.status.identity.changed = FileTime{clock++};
    }

    std::shared_ptr<MemoryNode> newNode()
    {
        auto node = std::make_shared<MemoryNode>();
        node->status.identity.device = 7;
        node->status.identity.inode = nextInode++;
        node->status.born = FileTime{clock++};
        touch(*node);
        return node;
    }

    void changeName(const NameChange& change)
    {
        apply(names, change);
        pendingNames.push_back(change);
        happened();
    }
};

class MemoryFile final : public WritableFile {
public:
    MemoryFile(std::shared_ptr<MemoryVfs::State> vfs, std::shared_ptr<MemoryNode> node)
        : m_vfs(std::move(vfs))
        , m_node(std::move(node))
    {
    }
    ~MemoryFile() override
    {
        if (m_node->lockedBy == this)
            m_node->lockedBy = nullptr;
    }

    Result<FileStatus> status() const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return m_node->status;
    }
    Result<FileIdentity> identity() const override { return m_node->status.identity; }

    Result<std::size_t> readAt(ByteOffset offset, std::span<std::byte> out) const override
    {
        const auto way = m_vfs->enter(true);
        if (way == MemoryVfs::State::Way::Wrong)
            return m_vfs->failure();
        if (way == MemoryVfs::State::Way::Half && out.size() > 1)
            out = out.first(out.size() / 2);
        const std::int64_t rest = std::max<std::int64_t>(m_node->content.size() - offset.value(), 0);
        const auto count = static_cast<std::size_t>(std::min<std::int64_t>(rest, std::ssize(out)));
        if (count > 0)
            std::copy_n(m_node->content.bytes().begin() + offset.value(), count, out.begin());
        return count;
    }

    Result<ByteOffset> nextData(ByteOffset offset) const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return ByteOffset(m_node->content.next(offset.value(), true));
    }
    Result<ByteOffset> nextHole(ByteOffset offset) const override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return ByteOffset(m_node->content.next(offset.value(), false));
    }

    Result<std::span<const std::byte>> map(const ByteRange&) const override
    {
        return std::unexpected(systemError(ENODEV, "memory"));
    }
    void unmap(std::span<const std::byte>) const override { }
    Result<void> populate(std::span<const std::byte>) const override { return {}; }
    bool isCached(std::span<const std::byte>) const override { return true; }
    void dropBehind(const ByteRange&) const override { }

    Result<std::size_t> writeAt(ByteOffset offset, std::span<const std::byte> bytes) override
    {
        const auto way = m_vfs->enter(true);
        if (way == MemoryVfs::State::Way::Wrong)
            return m_vfs->failure();
        if (way == MemoryVfs::State::Way::Half && bytes.size() > 1)
            bytes = bytes.first(bytes.size() / 2);
        m_node->write(offset.value(), bytes);
        m_vfs->written += ByteCount(std::ssize(bytes));
        return changed(bytes.size());
    }
    Result<void> setSize(ByteCount size) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        m_node->setSize(size.value());
        return changed();
    }
    Result<void> allocate(const ByteRange&) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        return changed();
    }
    Result<void> punchHole(const ByteRange& range) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        m_node->zero(range.begin().value(), range.end().value());
        return changed();
    }
    Result<ByteCount> copyFrom(const VfsFile& source, const ByteRange& range, ByteOffset target) override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        const auto& bytes = dynamic_cast<const MemoryFile&>(source).m_node->content.bytes();
        const auto all = std::span(bytes).subspan(
            std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(range.begin().value())));
        const auto part
            = all.first(std::min<std::size_t>(all.size(), static_cast<std::size_t>(range.count().value())));
        m_node->write(target.value(), MemoryVfs::Bytes(part.begin(), part.end()));
        return changed(ByteCount(std::ssize(part)));
    }
    void startSync(const ByteRange&) override { }
    Result<void> sync() override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        m_node->sync();
        m_vfs->happened();
        return {};
    }
    Result<void> lock() override
    {
        if (m_vfs->fails())
            return m_vfs->failure();
        if (m_node->lockedBy != nullptr && m_node->lockedBy != this)
            return std::unexpected(writeError(EWOULDBLOCK, "memory"));
        m_node->lockedBy = this;
        return {};
    }

private:
    Result<void> changed()
    {
        m_vfs->touch(*m_node);
        m_vfs->happened();
        return {};
    }
    template <class T>
    Result<T> changed(T result)
    {
        (void)changed();
        return result;
    }

    const std::shared_ptr<MemoryVfs::State> m_vfs;
    const std::shared_ptr<MemoryNode> m_node;
};

MemoryVfs::MemoryVfs()
    : m_state(std::make_shared<State>())
{
}

MemoryVfs::~MemoryVfs() = default;
MemoryVfs::MemoryVfs(MemoryVfs&& other) noexcept = default;

void MemoryVfs::put(const std::filesystem::path& path, Bytes content)
{
    const std::shared_ptr<MemoryNode> node = m_state->newNode();
    node->write(0, content);
    for (std::int64_t at = 0; at < std::ssize(content); at += MemoryContent::block) {
        const std::int64_t end = std::min(at + MemoryContent::block, std::ssize(content));
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
    Names names = m_state->durableNames;
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
    std::erase_if(m_state->pendingNames, [&](const NameChange& change) {
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
