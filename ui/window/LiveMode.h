// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>
#include <QTimer>

#include <array>
#include <expected>
#include <memory>

namespace megascope {

class DirectWriter;
class DocumentPane;

// Looks again and again at what a pane shows of its file, so that one sees what other programs do to it, also
// where the system does not tell of changes: in shared memory, through mappings. Reads no more than is in
// sight. Ends when another document comes. GUI thread only.
class LiveMode final : public QObject {
    Q_OBJECT

public:
    enum class State { Off, Running, Paused };
    // Looks a second that one can choose from; any from the first to the last will do.
    static constexpr std::array rates{1, 2, 5, 10, 20, 30};
    static constexpr int usualRate = 20; // what another process writes is seen within 100 ms

    // Borrowed.
    explicit LiveMode(DocumentPane& pane);
    ~LiveMode() override;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int rate() const { return m_rate; }
    void setRate(int looks);
    // Why not, in one line.
    using Outcome = std::expected<void, QString>;
    [[nodiscard]] Outcome start();
    // What has changed last stays marked meanwhile.
    [[nodiscard]] Outcome pause();
    // One look; pauses first.
    [[nodiscard]] Outcome step();
    void stop();

    // What is typed over bytes in the hex view goes into the file at once. REQUIRES: state() is not Off.
    [[nodiscard]] bool writesDirectly() const { return m_writer != nullptr; }
    [[nodiscard]] Outcome startWriting();
    void stopWriting();

signals:
    void changed(); // of what is told above

private:
    [[nodiscard]] Outcome mayLook() const;
    void enter(State state);
    void look();
    void takeViews();

    DocumentPane& m_pane;
    State m_state = State::Off;
    int m_rate = usualRate;
    QTimer m_tick;
    std::unique_ptr<DirectWriter> m_writer; // null while what is typed is an edit
};

} // namespace megascope
