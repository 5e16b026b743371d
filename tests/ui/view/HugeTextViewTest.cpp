// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view over a file of 7 EiB, nearly all of it a hole, with some lines at marked places: steps are
// exact both ways, and what is shown is what stands there.

#include "ui/view/TextView.h"

#include <QApplication>
#include <QFile>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace megascope;

namespace {

constexpr qint64 fileSize = qint64{7} << 60;

// Ends at the marked place, or begins there; each of its own.
QByteArray lines(qint64 place)
{
    return "\nfirst line before " + QByteArray::number(place, 16) + "\nsecond \xc3\xa9 line\n";
}

} // namespace

class HugeTextViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void showsAndStepsExactly_data();
    void showsAndStepsExactly();
    void theEnd_data();
    void theEnd();
    void theBarReachesBothEnds();

private:
    [[nodiscard]] qint64 cursor() const { return m_session->selection().cursor.value(); }
    [[nodiscard]] qint64 top() const { return m_view->topOffset().value(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }
    void turnWheel(int notches);
    void stepThereAndBack(Qt::Key there, Qt::Key back, int times);
    [[nodiscard]] QString shownAt(qint64 offset);

    QByteArray m_path;
    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<TextView> m_view;
};

void HugeTextViewTest::initTestCase()
{
    m_path = "/dev/shm/megascope-text-test-" + QByteArray::number(QCoreApplication::applicationPid());
    const int file = ::open(m_path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        QSKIP(qPrintable(QStringLiteral("no file on /dev/shm: %1").arg(std::strerror(errno))));
    bool written = ::ftruncate(file, fileSize) == 0;
    for (const qint64 place :
        {qint64{1} << 31, qint64{1} << 32, qint64{1} << 53, qint64{1} << 62, fileSize}) {
        const QByteArray bytes = lines(place);
        written = written
            && ::pwrite(file, bytes.constData(), bytes.size(), place - bytes.size()) == bytes.size();
    }
    const int error = errno;
    ::close(file);
    if (!written) {
        cleanupTestCase();
        QSKIP(qPrintable(QStringLiteral("no file of 7 EiB: %1").arg(std::strerror(error))));
    }
    auto session = DocumentSession::open(m_path.toStdString(), {.encoding = Encoding()});
    QVERIFY(session.has_value());
    m_session = *std::move(session);
    m_view = std::make_unique<TextView>(*m_session);
    m_view->resize(1000, 500);
    m_view->show();
    m_view->activateWindow();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void HugeTextViewTest::cleanupTestCase()
{
    m_view.reset();
    m_session.reset();
    QFile::remove(QFile::decodeName(m_path));
}

void HugeTextViewTest::turnWheel(int notches)
{
    const QPoint center = m_view->viewport()->rect().center();
    QWheelEvent event(center, m_view->viewport()->mapToGlobal(center), {}, {0, -120 * notches}, Qt::NoButton,
        {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

QString HugeTextViewTest::shownAt(qint64 offset)
{
    for (const TextRow& row : m_view->upToDateScene().model().rows()) {
        if (row.range().contains(ByteOffset(offset)))
            return row.text().toString();
    }
    return {};
}

void HugeTextViewTest::stepThereAndBack(Qt::Key there, Qt::Key back, int times)
{
    const qint64 begin = cursor();
    qint64 before = begin;
    for (int i = 0; i < times; ++i) {
        press(there);
        QVERIFY(cursor() != before);
        before = cursor();
    }
    for (int i = 0; i < times; ++i)
        press(back);
    QCOMPARE(cursor(), begin);
}

void HugeTextViewTest::showsAndStepsExactly_data()
{
    QTest::addColumn<qint64>("place");
    QTest::addColumn<bool>("wrap");
    for (const bool wrap : {false, true}) {
        for (const int power : {31, 32, 53, 62})
            QTest::addRow("2^%d%s", power, wrap ? ", wrapped" : "") << (qint64{1} << power) << wrap;
    }
}

void HugeTextViewTest::showsAndStepsExactly()
{
    QFETCH(qint64, place);
    QFETCH(bool, wrap);
    m_view->setWrap(wrap);
    // From the last byte before the place, the byte at it, and the one behind.
    for (const qint64 off : {-1, 0, 1}) {
        m_session->setSelection(Selection::at(ByteOffset(place + off)));
        m_view->grab();
        QVERIFY(m_view->viewport()->rect().contains(m_view->cursorRectangle()));
        QCOMPARE(cursor(), place + off);
        const QByteArray bytes = lines(place);
        QCOMPARE(shownAt(place - 2), QString::fromUtf8("second \xc3\xa9 line"));
        QCOMPARE(shownAt(place - bytes.size() + 1), QStringLiteral("first line before %1").arg(place, 0, 16));
        QVERIFY(shownAt(place).startsWith(QStringLiteral("\u2400\u2400")));
        stepThereAndBack(Qt::Key_Right, Qt::Key_Left, 20);
    }
    m_session->setSelection(Selection::at(ByteOffset(place)));
    stepThereAndBack(Qt::Key_Down, Qt::Key_Up, 20);
    stepThereAndBack(Qt::Key_PageDown, Qt::Key_PageUp, 3);

    const qint64 before = top();
    turnWheel(2);
    m_view->grab();
    QVERIFY(top() > before);
    turnWheel(-2);
    QCOMPARE(top(), before);
    press(Qt::Key_Left);
    QCOMPARE(cursor(), place - 1);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), place - QByteArray("second \xc3\xa9 line\n").size());
    press(Qt::Key_Left);
    press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_session->selection().range().count().value(), 1);
}

void HugeTextViewTest::theEnd_data()
{
    QTest::addColumn<bool>("wrap");
    QTest::newRow("not wrapped") << false;
    QTest::newRow("wrapped") << true;
}

void HugeTextViewTest::theEnd()
{
    QFETCH(bool, wrap);
    m_view->setWrap(wrap);
    press(Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(top(), 0);
    press(Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(cursor(), fileSize);
    QCOMPARE(shownAt(fileSize - 1), QString::fromUtf8("second \xc3\xa9 line"));
    m_view->grab();
    QVERIFY(m_view->scene().model().rows().back().range().empty());
    press(Qt::Key_Left);
    QCOMPARE(cursor(), fileSize - 1);
    const qint64 last = top();
    m_view->scrollByRows(1);
    QCOMPARE(top(), last);
    stepThereAndBack(Qt::Key_Up, Qt::Key_Down, 30);
    press(Qt::Key_Home, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_session->selection().range().count().value(), fileSize - 1);
}

void HugeTextViewTest::theBarReachesBothEnds()
{
    m_view->setWrap(false);
    QScrollBar* bar = m_view->verticalScrollBar();
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    QCOMPARE(m_view->scene().page().visibleRows().back().end().value(), fileSize);
    QCOMPARE(bar->value(), bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(bar->value() < bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QCOMPARE(top(), 0);
    m_view->scrollToPosition(fileSize / 2);
    QVERIFY(std::abs(top() - fileSize / 2) < 40'000);
}

QTEST_MAIN(HugeTextViewTest)
#include "HugeTextViewTest.moc"
