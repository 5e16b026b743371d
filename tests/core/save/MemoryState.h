// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/core/save/MemoryNode.h"

namespace megascope::testing {

using MemoryNames = std::map<std::filesystem::path, std::shared_ptr<MemoryNode>>;

// A name that is given to a file, or taken away (null).
struct MemoryNameChange {
    std::filesystem::path path;
    std::shared_ptr<MemoryNode> node;
    std::filesystem::path from = {}; // the name that it had, when it was renamed
};

inline void apply(MemoryNames& names, const MemoryNameChange& change)
{
    if (!change.from.empty())
        names.erase(change.from);
    if (change.node != nullptr)
        names[change.path] = change.node;
    else
        names.erase(change.path);
}

struct MemoryVfs::State {
    MemoryNames names;
    MemoryNames durableNames;
    std::vector<MemoryNameChange> pendingNames;
    std::function<void()> action;
    Fault fault;
    std::int64_t calls = 0;
    std::int64_t clock = 1;
    std::uint64_t nextInode = 100;
    ByteCount written;
    ByteCount free = mebibytes(1024);
    FileRights rights;
    std::mt19937_64 random; // what a failed sync leaves

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

    void changeName(const MemoryNameChange& change)
    {
        apply(names, change);
        pendingNames.push_back(change);
        happened();
    }
};

} // namespace megascope::testing
