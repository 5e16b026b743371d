// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/DescriptorStream.h"
#include "core/file/Vfs.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace megascope {

// A stream that is copied, in a thread of its own, to a file without a name; what came can be read while more
// comes. Takes the memory of one buffer. Thread-safe. When destroyed, it stops and is waited for.
class GrowingSpool {
public:
    enum class Phase {
        Coming,
        Paused, // at the limit, and there is more
        Ended, // all of it is there
        Stopped, // by stop()
        Failed, // what came before is there
    };
    struct State {
        Phase phase = Phase::Coming;
        ByteCount size;
        std::optional<Error> error
            = {}; // of Failed: the stream's, or that of writing, which names the folder

        [[nodiscard]] bool isOver() const { return phase != Phase::Coming && phase != Phase::Paused; }
    };

    // Begins to copy. At `limit` it pauses. Errors: those of Vfs::createNameless; OutOfMemory.
    [[nodiscard]] static Result<std::shared_ptr<GrowingSpool>> start(
        const Vfs& vfs, StoppableStream content, ByteCount limit);
    ~GrowingSpool();

    [[nodiscard]] State state() const;
    // What came, and no more than state() tells. Its identity stays the same but for the size, which only
    // grows.
    [[nodiscard]] const std::shared_ptr<VfsFile>& file() const { return m_file; }
    // Waits until so much is there, or no more comes, for as long as `patience`, or for ever.
    State waitFor(ByteCount size, std::optional<std::chrono::milliseconds> patience = {}) const;

    // Goes on behind a pause, up to the new limit.
    void goOn(ByteCount limit);
    // What comes later is not taken; the state is Stopped soon, unless it is over already.
    void stop();
    // Called in the spool's thread whenever the state has changed; null: no longer, also not by a call that
    // is under way. Must not call the spool.
    void setListener(std::function<void()> listener);

private:
    class File;
    struct Published;

    GrowingSpool(std::shared_ptr<WritableFile> file, std::shared_ptr<Published> published, ByteCount limit);
    void copy(const StoppableStream& content, std::span<std::byte> buffer, const std::stop_token& stop);
    [[nodiscard]] bool keep(std::span<const std::byte> bytes, const std::stop_token& stop);
    [[nodiscard]] ByteCount waitForRoom(const std::stop_token& stop);
    void change(const std::function<void(State&)>& change);
    void finish(Phase phase, std::optional<Error> error = {});

    const std::shared_ptr<WritableFile> m_written;
    const std::shared_ptr<Published> m_published;
    const std::shared_ptr<VfsFile> m_file;

    mutable std::mutex m_mutex; // protects the next three
    State m_state;
    ByteCount m_limit;
    std::function<void()> m_listener;
    mutable std::condition_variable_any m_changed;

    std::jthread m_thread; // last: joined before what it uses is gone
};

// Where streams are copied to: $TMPDIR, else $XDG_CACHE_HOME/megascope or ~/.cache/megascope, which is made,
// or else /var/tmp.
[[nodiscard]] std::filesystem::path streamFolder(const Vfs& vfs);

// How much of a stream is copied unless somebody says otherwise: half of what its disk has room for, at most
// 64 GiB.
[[nodiscard]] ByteCount streamRoom(const Vfs& vfs);

} // namespace megascope
