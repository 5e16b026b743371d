// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/HexView.h"

#include <QFile>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

namespace megascope {

// A view of its own on a file of its own, 16 bytes to a row.
struct ShownHexView {
    explicit ShownHexView(const QByteArray& content)
    {
        write(content);
        session = *DocumentSession::open(QFile::encodeName(path()).toStdString());
        view = std::make_unique<HexView>(*session);
        view->setBytesPerRow(16);
        view->resize(900, 500);
        view->show();
        view->setFocus();
    }

    QString path() const { return folder.filePath(QStringLiteral("file")); }
    void write(const QByteArray& content) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(view->viewport(), static_cast<Qt::Key>(key), modifiers);
    }
    QPoint at(HexArea area, qint64 offset) const
    {
        const HexGrid& grid = view->hexLayout().grid();
        const auto row = (grid.rowOf(ByteOffset(offset)) - view->topRow()).value();
        const QRectF cell
            = view->hexLayout().cell(area, static_cast<int>(row), grid.columnOf(ByteOffset(offset)));
        return cell.translated(-view->horizontalScrollBar()->value(), 0).center().toPoint();
    }
    void moveMouse(const QPoint& to) const
    {
        QMouseEvent event(
            QEvent::MouseMove, to, view->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view->viewport(), &event);
    }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::mousePress(view->viewport(), Qt::LeftButton, modifiers, from);
        moveMouse(to);
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, modifiers, to);
    }
    void deselect() const { session->setSelection(Selection::at(session->selection().cursor)); }
    qint64 cursor() const { return session->selection().cursor.value(); }
    // "begin+count"
    QString selected() const
    {
        const ByteRange range = session->selection().range();
        return QStringLiteral("%1+%2").arg(range.begin().value()).arg(range.count().value());
    }
    void select(qint64 anchor, qint64 cursor) const
    {
        session->setSelection({ByteOffset(anchor), ByteOffset(cursor)});
    }

    QTemporaryDir folder;
    std::unique_ptr<DocumentSession> session;
    std::unique_ptr<HexView> view;
};

} // namespace megascope
