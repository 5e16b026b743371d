// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/DescriptorStream.h"
#include "core/file/Units.h"
#include "core/unpack/Compression.h"

#include <memory>
#include <optional>

class KFilterBase;

namespace megascope {

// Unpacks a compressed stream, which may hold several parts one after the other, each compressed by itself.
// For one thread at a time.
class Unpacker {
public:
    // What is given to read() at once is no smaller: what a decoder holds back when its input has ended goes
    // in.
    static constexpr std::size_t smallestBuffer = 64 * 1024;

    // `subject` names the packed file in errors.
    Unpacker(Compression compression, StoppableStream packed, std::string subject);
    ~Unpacker();
    Unpacker(const Unpacker&) = delete;
    Unpacker& operator=(const Unpacker&) = delete;

    // The next bytes, as a StoppableStream gives them; what came of the packed bytes that are here is given
    // before more are waited for. Errors: those of `packed`; Damaged where nothing more can be unpacked,
    // which says where that is; Unsupported, OutOfMemory. REQUIRES: out.size() >= smallestBuffer.
    [[nodiscard]] Result<std::size_t> read(std::span<std::byte> out, const std::stop_token& stop);

private:
    class Input;

    [[nodiscard]] Result<void> open();
    void unpackSome(std::span<std::byte> out, const std::stop_token& stop);
    [[nodiscard]] Result<void> goOn(const std::stop_token& stop);
    [[nodiscard]] Result<void> enterNextPart(const std::stop_token& stop);
    [[nodiscard]] bool endsBefore(std::size_t count, const std::stop_token& stop);
    void finish(std::optional<Error> error = {});
    [[nodiscard]] Error broken(std::string_view how) const;
    [[nodiscard]] Error otherBytesAt(ByteCount offset) const;

    const Compression m_compression;
    const std::string m_subject;
    const std::unique_ptr<Input> m_input;
    std::unique_ptr<KFilterBase> m_filter; // null before the first read
    ByteCount m_unpacked; // as handed out
    std::size_t m_produced = 0; // for the read that is under way
    bool m_isAtEnd = false; // of a part
    bool m_isBetween = false; // there, and the next one is still to be found
    bool m_mayHold = false; // the decoder may have more without more input
    bool m_isOver = false;
    std::optional<Error> m_error; // to be told next
};

} // namespace megascope
