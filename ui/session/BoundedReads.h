// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ReadPatience.h"
#include "ui/session/Postbox.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>

namespace megascope {

// As long as it lives, no event of the GUI thread waits long for a storage: reads there have a ReadPatience,
// which is renewed with each turn of the event loop. Made by the program, once; what was made without it
// waits.
class BoundedReads final : public QObject {
    Q_OBJECT

public:
    BoundedReads();
    ~BoundedReads() override;

    // Null where reads wait.
    [[nodiscard]] static BoundedReads* instance();

signals:
    // Something has come that was not there in time: who showed gaps looks again. At most 20 times a second.
    void arrived();

private:
    void tell();

    std::shared_ptr<std::atomic<bool>> m_isTold = std::make_shared<std::atomic<bool>>(false);
    QTimer m_pause;
    QElapsedTimer m_last;
    Postbox m_postbox{*this};
    ReadPatience m_patience;
};

} // namespace megascope
