// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What input methods compose, and what they are told.

#include "TextViewTesting.h"

#include <QInputMethodEvent>

using namespace megascope;

class TextInputMethodTest : public QObject, protected TextViewTesting {
    Q_OBJECT

private:
    QByteArray bytes() const
    {
        QByteArray all(m_session->size().value(), '\0');
        (void)m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(all)));
        return all;
    }
    void select(qint64 anchor, qint64 cursor)
    {
        m_session->setSelection({ByteOffset(anchor), ByteOffset(cursor)});
    }
    void compose(const QString& preedit, const QString& commit = {}, int from = 0, int length = 0)
    {
        QInputMethodEvent event(preedit, {});
        event.setCommitString(commit, from, length);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }
    QVariant ask(Qt::InputMethodQuery query) { return m_view->inputMethodQuery(query); }

private slots:
    void cleanup() { close(); }

    void inputMethodsComposeAtTheCursor()
    {
        open("gr\xc3\xbc\xc3\x9f\n");
        setCursor(2);
        const QImage before = m_view->grab().toImage();
        compose(QStringLiteral("ni"));
        QCOMPARE(bytes(), "gr\xc3\xbc\xc3\x9f\n");
        QVERIFY(m_view->grab().toImage() != before); // it is shown
        const QRect composing = ask(Qt::ImCursorRectangle).toRect();
        QVERIFY(composing.left() > ask(Qt::ImAnchorRectangle).toRect().left());
        compose(QString());
        QCOMPARE(m_view->grab().toImage(), before);
        compose(QStringLiteral("nihao"));
        compose(QString(), QStringLiteral("你好"));
        QCOMPARE(bytes(), QByteArray("gr你好üß\n"));
        QCOMPARE(cursor(), 8);
        select(2, 8);
        compose(QString(), QStringLiteral("u"));
        QCOMPARE(bytes(), QByteArray("gruüß\n"));
        compose(QString(), QStringLiteral("ä"), -2, 3); // replaces around the cursor
        QCOMPARE(bytes(), QByteArray("gäß\n"));
        m_session->editor().undo();
        QCOMPARE(bytes(), QByteArray("gruüß\n"));
    }

    // What it composes stands between what is before and what is behind the cursor.
    void composedTextPushesTheRestAside()
    {
        open("abcdefgh\nline\n");
        setCursor(3);
        const auto columns = [this](int from, int count) {
            const TextGeometry& geometry = m_view->scene().geometry();
            return m_view->viewport()->grab().toImage().copy(
                from, 0, count * geometry.metrics().cellWidth, geometry.metrics().rowHeight);
        };
        const auto xOf = [this](qint64 offset) { return m_view->placeRectangle(ByteOffset(offset)).left(); };
        const auto composing
            = [this] { return ask(Qt::ImCursorRectangle).toRect().left() - m_view->viewport()->x(); };
        const int margin = 4; // that the cursor may take
        const QImage before = columns(xOf(0), 3);
        const QImage behind = columns(xOf(3) + margin, 5);
        const QImage twoBehind = columns(xOf(3) + margin, 2);
        compose(QStringLiteral("XYZ"));
        const int end = composing();
        QVERIFY(end > xOf(3) + 20);
        QCOMPARE(columns(xOf(0), 3), before);
        QCOMPARE(columns(end + margin, 5), behind);
        QVERIFY(columns(xOf(3) + margin, 2) != twoBehind);
        compose({});
        QCOMPARE(columns(xOf(3) + margin, 5), behind);
        // At the right edge all of it is seen, and what is before it gives way.
        open(QByteArray(200, 'm') + "\n", true);
        const qint64 last = m_view->scene().model().rows().front().contentEnd().value() - 1;
        setCursor(last);
        compose(QStringLiteral("WWWWWWWW"));
        QVERIFY(composing() <= m_view->viewport()->width());
        QVERIFY(composing() > m_view->viewport()->width() - 40);
        compose(QString(2000, u'W'));
        QVERIFY(!m_view->viewport()->grab().isNull());
        compose({});
    }

    void inputMethodsSeeWhatIsAround()
    {
        open("first\n\xf0\x9f\x98\x80 gr\xc3\xbc\xc3\x9f dich\nlast\n");
        select(13, 15); // the ü
        QCOMPARE(ask(Qt::ImEnabled), true);
        QCOMPARE(ask(Qt::ImSurroundingText).toString(), QStringLiteral("😀 grüß dich"));
        QCOMPARE(ask(Qt::ImCursorPosition).toInt(), 6);
        QCOMPARE(ask(Qt::ImAnchorPosition).toInt(), 5);
        QCOMPARE(ask(Qt::ImCurrentSelection).toString(), QStringLiteral("ü"));
        QCOMPARE(ask(Qt::ImTextBeforeCursor).toString(), QStringLiteral("😀 grü"));
        QCOMPARE(ask(Qt::ImTextAfterCursor).toString(), QStringLiteral("ß dich"));
        open(QByteArray(1'000'000, 'x'));
        setCursor(500'000);
        QCOMPARE(ask(Qt::ImSurroundingText).toString().size(), 4096);
        QCOMPARE(ask(Qt::ImCursorPosition).toInt(), 2048);
        QCOMPARE(ask(Qt::ImAbsolutePosition).toInt(), 500'000);
    }
};

QTEST_MAIN(TextInputMethodTest)

#include "TextInputMethodTest.moc"
