// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "TextViewTesting.h"

#include <QFile>
#include <QMouseEvent>

namespace megascope {

void TextViewTesting::open(const QByteArray& content, bool wrap)
{
    m_content = content;
    QFile file(m_folder.filePath(QStringLiteral("file.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    m_view.reset();
    m_session
        = *DocumentSession::open(QFile::encodeName(file.fileName()).toStdString(), {.encoding = Encoding()});
    m_view = std::make_unique<TextView>(*m_session);
    m_view->setWrap(wrap);
    m_view->resize(600, 300);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->grab();
}

void TextViewTesting::close()
{
    m_view.reset();
    m_session.reset();
}

void TextViewTesting::moveMouse(const QPointF& to)
{
    QMouseEvent event(
        QEvent::MouseMove, to, m_view->viewport()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

void TextViewTesting::showHalfARowBelow(int rows)
{
    const TextMetrics& metrics = m_view->scene().geometry().metrics();
    const int missing = m_view->height() - m_view->viewport()->height();
    m_view->resize(m_view->width(), missing + qRound(metrics.logical((rows + 0.5) * metrics.rowHeight)));
    m_view->grab();
    QCOMPARE(m_view->scene().geometry().wholeRows(), rows);
}

QPoint TextViewTesting::pointAt(std::int64_t offset)
{
    const TextScene& scene = m_view->upToDateScene();
    const TextPlace place{ByteOffset(offset)};
    const std::optional<int> row = scene.rowOf(place);
    if (!row)
        return {};
    const TextMetrics& metrics = scene.geometry().metrics();
    return QPointF(metrics.logical(scene.xOf(*row, place) + metrics.cellWidth / 4.0),
        metrics.logical(scene.geometry().rowTop(*row) + metrics.rowHeight / 2.0))
        .toPoint();
}

QByteArray numberedLines(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += QByteArray::number(i).rightJustified(9, '0') + '\n';
    return text;
}

} // namespace megascope
