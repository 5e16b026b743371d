// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KMessageWidget>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace megascope {

// A window with the settings of a first start, and a folder for its files. openWindow() belongs in init(),
// closeWindow() in cleanup().
class WindowFixture {
protected:
    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;

    void openWindow()
    {
        KLocalizedString::setApplicationDomain("megascope");
        m_window = owned(new MainWindow);
        m_window->setSettings(ViewSettings());
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void closeWindow() { m_window.reset(); }

    // Windows delete themselves when closed; this one does not.
    static std::unique_ptr<MainWindow> owned(MainWindow* window)
    {
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        return std::unique_ptr<MainWindow>(window);
    }

    // Returns the path of a file with that content.
    std::string file(const QString& name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        return QFile::encodeName(file.fileName()).toStdString();
    }

    DocumentSession& session() { return m_window->pane().session(); }

    QAction* action(const char* id)
    {
        QAction* action = m_window->actionCollection()->action(QString::fromLatin1(id));
        if (!action)
            qFatal("there is no action %s", id);
        return action;
    }

    void trigger(const char* id) { action(id)->trigger(); }

    // How many pixels of the whole widget have that colour.
    static int pixels(QWidget& widget, const QColor& color)
    {
        const QImage image = widget.grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixel(x, y) == color.rgb() ? 1 : 0;
        }
        return count;
    }

    QStringList messages()
    {
        QStringList texts;
        for (const KMessageWidget* message : m_window->findChildren<KMessageWidget*>())
            texts.append(message->text());
        return texts;
    }
};

} // namespace megascope
