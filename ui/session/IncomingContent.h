// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/GrowingSpool.h"
#include "ui/session/OpenedSource.h"

#include <QObject>
#include <QTimer>

#include <atomic>

namespace megascope {

// What comes bit by bit into a document: input, or what is unpacked. GUI thread only.
class IncomingContent final : public QObject {
    Q_OBJECT

public:
    // REQUIRES: the source has a spool.
    explicit IncomingContent(OpenedSource opened);
    // Nothing more is taken.
    ~IncomingContent() override;

    [[nodiscard]] OpenedSource::Origin origin() const { return m_opened.origin; }
    [[nodiscard]] GrowingSpool::State state() const { return m_spool.state(); }
    // Packed bytes; null unless a file is unpacked.
    [[nodiscard]] const Progress* progress() const { return m_opened.progress.get(); }
    // Though it looks compressed, it could not be unpacked.
    [[nodiscard]] std::optional<Error> whyPacked() const;

    // What came is kept.
    void stop();
    // Behind a pause: takes as much again as there is room for.
    void goOn();
    // changed() is to be sent once more, a little later.
    void tellAgain();

signals:
    void changed(); // there is more, or the state is another; at most twenty times a second

private:
    void hear();
    void tell();

    const OpenedSource m_opened;
    GrowingSpool& m_spool;
    std::atomic<bool> m_isHeard = false; // hear() is on its way, or waits for the end of a pause
    QTimer m_rest; // between two signals
};

} // namespace megascope
