// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace megascope {

class FileOpening;
class MainWindow;

// A file that takes longer to open than somebody waits for: tells so in a window, where it can be cancelled,
// and shows the file when it has come. Deletes itself afterwards; goes with the window at the latest.
class LateOpening final : public QObject {
    Q_OBJECT

public:
    using Then = std::function<void(MainWindow& window)>;
    // `then` may be null; it is called with the window that shows the file.
    LateOpening(MainWindow& window, std::unique_ptr<FileOpening> opening, Then then);
    ~LateOpening() override;

private:
    void finish();

    MainWindow& m_window;
    std::unique_ptr<FileOpening> m_opening;
    const Then m_then;
    QPointer<QObject> m_message;
};

} // namespace megascope
