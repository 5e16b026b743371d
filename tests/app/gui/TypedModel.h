// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace megascope::testing {

// What somebody types into a document at one place, as a string, with every state that it goes through.
class TypedModel {
public:
    using Clock = std::chrono::steady_clock;
    struct State {
        QByteArray text;
        Clock::time_point typed; // when the key had been sent; Clock::time_point::max(): it is being sent
    };

    [[nodiscard]] const std::vector<State>& states() const { return m_states; }
    [[nodiscard]] const QByteArray& text() const { return m_states.back().text; }

    void type(char character);
    // The last `count` characters once more.
    void paste(qsizetype count);
    // What is typed next is a step of its own.
    void endRun() { m_typing = false; }
    // Whether it is certain what undo takes back: a step that goes on depends on how long the pauses were.
    [[nodiscard]] bool canUndo() const { return !m_steps.empty() && m_steps.back().keys == 1; }
    void undo();
    // All keys have been sent.
    void sent();

    // The last state with that text.
    [[nodiscard]] std::optional<std::size_t> find(const QByteArray& text) const;
    // The last state whose key had been sent before `time`.
    [[nodiscard]] std::size_t stateAt(Clock::time_point time) const;
    // For how long what is missing from a state had been typed at `time`: 0 when nothing is.
    [[nodiscard]] Clock::duration lossOf(std::size_t state, Clock::time_point time) const;

private:
    struct Step {
        QByteArray before;
        int keys = 1;
    };
    void put(const QByteArray& text);

    std::vector<State> m_states{{QByteArray(), Clock::time_point::min()}};
    std::vector<Step> m_steps;
    bool m_typing = false;
};

} // namespace megascope::testing
