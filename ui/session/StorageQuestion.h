// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/LooseThread.h"
#include "ui/session/Postbox.h"

#include <QObject>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>

namespace megascope {

// A question to a storage, asked in a thread of its own, so that the GUI thread need not wait for an answer
// that may never come. Starts when constructed. What `ask` uses is its own.
class StorageQuestion final : public QObject {
    Q_OBJECT

public:
    explicit StorageQuestion(std::function<void()> ask, QObject* parent = nullptr);
    ~StorageQuestion() override { m_thread.end(std::chrono::milliseconds(0)); }

    // Waits a moment; for as long as it takes where reads wait, see BoundedReads.
    [[nodiscard]] bool isAnswered() const;

signals:
    void answered(); // from the event loop

private:
    struct State {
        std::mutex mutex;
        std::condition_variable came;
        bool isAnswered = false; // protected by mutex
    };
    const std::shared_ptr<State> m_state = std::make_shared<State>();
    Postbox m_postbox{*this};
    LooseThread m_thread;
};

// The answer, if it is there in a moment.
template <class Ask>
[[nodiscard]] auto answerInTime(Ask ask) -> std::optional<decltype(ask())>
{
    const auto answer = std::make_shared<std::optional<decltype(ask())>>();
    const StorageQuestion question([answer, ask = std::move(ask)] { answer->emplace(ask()); });
    return question.isAnswered() ? std::move(*answer) : std::nullopt;
}

// Calls take(answer): at once when it is there in a moment, else late() and, when it has come, take(answer),
// unless `context` is gone by then.
template <class Ask, class Take, class Late>
void askStorage(QObject& context, Ask ask, const Take& take, Late late)
{
    const auto answer = std::make_shared<std::optional<decltype(ask())>>();
    auto* const question
        = new StorageQuestion([answer, ask = std::move(ask)] { answer->emplace(ask()); }, &context);
    if (question->isAnswered()) {
        delete question;
        return take(**answer);
    }
    QObject::connect(question, &StorageQuestion::answered, &context, [=] {
        question->deleteLater();
        take(**answer);
    });
    late();
}

// The folder of a file, or the user's own where that one's storage does not answer: a dialog would wait for
// it.
[[nodiscard]] QString answeringFolder(const QString& file);

} // namespace megascope
