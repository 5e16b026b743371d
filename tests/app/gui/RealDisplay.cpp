// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/gui/RealDisplay.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace megascope::testing {

RealDisplay::~RealDisplay()
{
    if (m_server.state() == QProcess::NotRunning)
        return;
    m_server.terminate();
    m_server.waitForFinished();
}

QString RealDisplay::start()
{
    // The server picks a free display and writes its number when it is ready.
    // It would begin anew, deaf for a moment, whenever the last program goes.
    m_server.start(QStringLiteral("Xvfb"),
        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-noreset"),
            QStringLiteral("-screen"), QStringLiteral("0"), QStringLiteral("1280x900x24"),
            QStringLiteral("-nolisten"), QStringLiteral("tcp")});
    if (!m_server.waitForStarted())
        return QStringLiteral("Xvfb is not installed");
    if (!m_server.waitForReadyRead())
        return QStringLiteral("Xvfb does not start: ")
            + QString::fromLocal8Bit(m_server.readAllStandardError());
    const QByteArray number = m_server.readAllStandardOutput().trimmed();
    m_environment.insert(QStringLiteral("DISPLAY"), QLatin1Char(':') + QString::fromLatin1(number));
    m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    return {};
}

void RealDisplay::setHome(const QString& folder)
{
    m_environment.insert(QStringLiteral("HOME"), folder);
    for (const char* name :
        {"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"}) {
        const QString path = folder + u'/' + QLatin1String(name);
        QDir().mkpath(path);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        m_environment.insert(QLatin1String(name), path);
    }
}

std::unique_ptr<QProcess> RealDisplay::open(const QStringList& arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->start(QStringLiteral(MEGASCOPE_PROGRAM), arguments);
    return process;
}

std::unique_ptr<QProcess> RealDisplay::openWithoutDisplay(const QStringList& arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QLatin1String(name));
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(MEGASCOPE_PROGRAM), arguments);
    return process;
}

QByteArray RealDisplay::xdotool(const QStringList& arguments) const
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(QStringLiteral("xdotool"), arguments);
    process.waitForFinished();
    return process.readAllStandardOutput().trimmed();
}

QByteArrayList RealDisplay::windows(const QProcess& program) const
{
    const QByteArray found = xdotool({QStringLiteral("search"), QStringLiteral("--onlyvisible"),
        QStringLiteral("--pid"), QString::number(program.processId())});
    return found.isEmpty() ? QByteArrayList() : found.split('\n');
}

void RealDisplay::focus(const QByteArray& window) const
{
    const auto isFocused = [&] {
        xdotool({QStringLiteral("windowfocus"), QString::fromLatin1(window)});
        return xdotool({QStringLiteral("getwindowfocus")}) == window;
    };
    if (!QTest::qWaitFor(isFocused, 30'000))
        QTest::qFail("a window does not get the keyboard", __FILE__, __LINE__);
}

QByteArray RealDisplay::focusedWindow(const QProcess& program) const
{
    QByteArrayList shown;
    const auto isShown = [&] {
        shown = windows(program);
        return !shown.isEmpty() || program.state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(isShown, 30'000) || shown.isEmpty())
        return {};
    focus(shown.last());
    return shown.last();
}

QByteArray RealDisplay::title(const QByteArray& window) const
{
    return xdotool({QStringLiteral("getwindowname"), QString::fromLatin1(window)});
}

} // namespace megascope::testing
