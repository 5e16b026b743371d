// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace megascope::testing {

// A display of its own (Xvfb), and the program as a person starts it, with a home of its own.
class RealDisplay {
public:
    ~RealDisplay();

    // Empty when there is a display now, else why not.
    [[nodiscard]] QString start();
    [[nodiscard]] const QProcessEnvironment& environment() const { return m_environment; }
    // From now on programs have a home in this folder.
    void setHome(const QString& folder);
    [[nodiscard]] std::unique_ptr<QProcess> open(const QStringList& arguments) const;
    [[nodiscard]] static std::unique_ptr<QProcess> openWithoutDisplay(const QStringList& arguments);

    // What a command of xdotool prints. Returns when all of its keys have been sent.
    QByteArray xdotool(const QStringList& arguments) const;
    // Waits until the program has a window, and gives the keyboard to it. Its number; empty when the program
    // ended before.
    [[nodiscard]] QByteArray focusedWindow(const QProcess& program) const;
    // Those that are visible.
    [[nodiscard]] QByteArrayList windows(const QProcess& program) const;
    void focus(const QByteArray& window) const;
    [[nodiscard]] QByteArray title(const QByteArray& window) const;
    // The document that the window shows has unsaved edits.
    [[nodiscard]] bool isModified(const QByteArray& window) const { return title(window).contains('*'); }

private:
    QProcess m_server;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
};

} // namespace megascope::testing
