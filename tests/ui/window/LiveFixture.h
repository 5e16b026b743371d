// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/ui/window/WindowFixture.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/LiveCommands.h"
#include "ui/window/LiveMode.h"

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QTimer>

namespace megascope {

// A window on a file that other processes share.
class LiveFixture : protected WindowFixture {
protected:
    using Panes = ViewSettings::Layout;
    QString m_path;
    QString m_asked; // what the last dialog said

    // A file in memory that processes share, and this window on it.
    void share(const QByteArray& content, Panes layout = Panes::Hex)
    {
        m_path = QStringLiteral("/dev/shm/megascope-live-%1").arg(QCoreApplication::applicationPid());
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            QSKIP("there is no /dev/shm to write to");
        file.close();
        QVERIFY(m_window->openFile(QFile::encodeName(m_path).toStdString()));
        m_window->pane().chooseLayout(layout);
        QTRY_VERIFY(m_window->pane().activeView()->isPainted());
    }

    HexView& hex(MainWindow& window) { return *window.findChild<HexView*>(); }
    HexView& hex() { return hex(*m_window); }
    int shownAt(std::int64_t offset) { return shownAt(*m_window, offset); }
    int shownAt(MainWindow& window, std::int64_t offset)
    {
        const HexCell* const cell = hex(window).model().page().cellAt(ByteOffset(offset));
        return cell && cell->state == HexCell::State::Present ? cell->byte : -1;
    }
    QString textRow(int row)
    {
        return m_window->findChild<TextView*>()
            ->upToDateScene()
            .model()
            .rows()[std::size_t(row)]
            .text()
            .toString();
    }
    LiveMode& live() { return *m_window->findChild<LiveCommands*>()->mode(); }
    QByteArray onDisk() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(std::int64_t offset) { session().setSelection(Selection::at(ByteOffset(offset))); }
    void type(const char* keys) { QTest::keyClicks(hex().viewport(), QLatin1StringView(keys)); }

    // Presses a button in each of the dialogs that come next, and keeps what they say.
    void willAnswer(const QStringList& buttons)
    {
        m_asked.clear();
        auto* timer = new QTimer(m_window.get());
        QObject::connect(timer, &QTimer::timeout, timer,
            [this, timer, buttons, next = qsizetype{0}, last = QPointer<QWidget>()]() mutable {
                QWidget* const dialog = QApplication::activeModalWidget();
                if (!dialog || dialog == last)
                    return;
                last = dialog;
                for (const QLabel* label : dialog->findChildren<QLabel*>())
                    m_asked += label->text();
                const QString& wanted = buttons.at(next++);
                if (next == buttons.size())
                    timer->deleteLater();
                for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
                    if (button->text().remove(QLatin1Char('&')) == wanted)
                        return button->click();
                }
                qFatal("there is no button %s", qPrintable(wanted));
            });
        timer->start(1);
    }
    void writeDirectly()
    {
        trigger("view_live");
        willAnswer({QStringLiteral("Write Directly")});
        trigger("view_live_write");
        QVERIFY(live().writesDirectly());
    }
    QColor groundAt(std::int64_t offset)
    {
        const HexLayout& layout = hex().hexLayout();
        const QRectF cell = layout.cell(HexArea::Bytes, int(offset / layout.grid().bytesPerRow()),
            int(offset % layout.grid().bytesPerRow()));
        return hex().viewport()->grab().toImage().pixelColor(cell.topLeft().toPoint());
    }
};

} // namespace megascope
