// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <functional>
#include <memory>
#include <mutex>

class QObject;

namespace megascope {

// How threads tell something to an object of the GUI thread that may be gone by then: what they post is
// called there while the object and its postbox live, and is forgotten afterwards. A member of that object.
class Postbox {
public:
    // For the threads; copied to them, and good for any time.
    class Slot {
    public:
        // Any thread.
        void post(std::function<void()> call) const;

    private:
        friend class Postbox;
        struct State {
            std::mutex mutex;
            QObject* owner = nullptr; // protected by mutex; null when it is gone
        };
        std::shared_ptr<State> m_state = std::make_shared<State>();
    };

    explicit Postbox(QObject& owner);
    ~Postbox();
    Postbox(const Postbox&) = delete;
    Postbox& operator=(const Postbox&) = delete;

    [[nodiscard]] const Slot& slot() const { return m_slot; }

private:
    Slot m_slot;
};

} // namespace megascope
