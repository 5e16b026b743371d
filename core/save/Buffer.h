// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/file/Error.h"

#include <cerrno>
#include <memory>
#include <new>
#include <span>

namespace megascope {

// Memory for bytes that are on their way, which a machine may not have.
class Buffer {
public:
    // Errors: OutOfMemory, about `subject`. REQUIRES: size fits a size_t.
    [[nodiscard]] static Result<Buffer> make(ByteCount size, const std::string& subject)
    {
        const auto count = static_cast<std::size_t>(size.value());
        std::unique_ptr<std::byte[]> memory(new (std::nothrow) std::byte[count]);
        if (!memory)
            return std::unexpected(systemError(ENOMEM, subject));
        return Buffer(std::move(memory), count);
    }

    [[nodiscard]] std::span<std::byte> bytes() { return {m_memory.get(), m_size}; }
    [[nodiscard]] std::span<std::byte> first(ByteCount count)
    {
        return bytes().first(static_cast<std::size_t>(count.value()));
    }
    [[nodiscard]] ByteCount size() const { return ByteCount(static_cast<std::int64_t>(m_size)); }

private:
    Buffer(std::unique_ptr<std::byte[]> memory, std::size_t size)
        : m_memory(std::move(memory))
        , m_size(size)
    {
    }

    std::unique_ptr<std::byte[]> m_memory;
    std::size_t m_size;
};

[[nodiscard]] inline ByteCount countOf(std::span<const std::byte> bytes)
{
    return ByteCount(std::ssize(bytes));
}

} // namespace megascope
