// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The hex view over a file of 7 EiB: every step is exact, and what is shown are the bytes of that place.

#include "ui/view/HexView.h"

#include <QFile>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

using namespace megascope;

namespace {

constexpr qint64 fileSize = qint64{7} << 60;
constexpr int bytesPerRow = 16;

// What the file holds around the marked places: no two of them look alike.
QByteArray island(qint64 middle)
{
    return "[ island around " + QByteArray::number(middle, 16) + " \xff\xc3\xa9 of bytes ]\n";
}

qint64 islandBegin(qint64 middle)
{
    return std::min<qint64>(middle - 8, fileSize - island(middle).size());
}

} // namespace

class HugeHexViewTest : public QObject {
    Q_OBJECT

private:
    QByteArray m_path;
    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<HexView> m_view;

    qint64 cursor() const { return m_session->selection().cursor.value(); }
    qint64 top() const { return m_view->topOffset().value(); }
    int page() const { return m_view->hexLayout().fullRows(); }
    void go(qint64 offset)
    {
        m_session->setSelection(Selection::at(ByteOffset(offset)));
        m_view->reveal(ByteOffset(offset), DocumentView::Reveal::Nearest);
        QCOMPARE(cursor(), offset);
        QVERIFY(top() <= offset);
        QVERIFY(offset - top() < page() * m_view->hexLayout().grid().bytesPerRow());
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view->viewport(), key, modifiers);
    }
    void turnWheel(int notches)
    {
        const QPoint center = m_view->viewport()->rect().center();
        QWheelEvent event(center, m_view->viewport()->mapToGlobal(center), {}, {0, -120 * notches},
            Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &event);
    }
    // The bytes and characters of the visible rows, without the offsets.
    static QImage picture(HexView& view)
    {
        const HexLayout& layout = view.hexLayout();
        return view.viewport()->grab().toImage().copy(
            QRectF(QPointF(layout.offsetsWidth(), layout.headHeight()),
                QPointF(layout.contentWidth(), layout.rowY(layout.fullRows())))
                .toRect());
    }

    static void places()
    {
        QTest::addColumn<qint64>("place");
        const qint64 one = 1;
        for (const int power : {31, 32, 53, 62}) {
            for (const int off : {-1, 0, 1})
                QTest::addRow("2^%d%+d", power, off) << (one << power) + off;
        }
        QTest::newRow("last") << qint64{fileSize - 1};
    }

private slots:
    void initTestCase()
    {
        m_path = QStringLiteral("/dev/shm/megascope-test-%1")
                     .arg(QCoreApplication::applicationPid())
                     .toLocal8Bit();
        const int file = ::open(m_path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0)
            QSKIP(qPrintable(QStringLiteral("no file on /dev/shm: %1").arg(std::strerror(errno))));
        bool written = ::ftruncate(file, fileSize) == 0;
        for (const qint64 middle :
            {qint64{1} << 31, qint64{1} << 32, qint64{1} << 53, qint64{1} << 62, fileSize}) {
            const QByteArray bytes = island(middle);
            written = written
                && ::pwrite(file, bytes.constData(), bytes.size(), islandBegin(middle)) == bytes.size();
        }
        const int error = errno;
        ::close(file);
        if (!written) {
            const QString reason = QStringLiteral("no file of 7 EiB: %1").arg(std::strerror(error));
            cleanupTestCase();
            QSKIP(qPrintable(reason));
        }

        auto session
            = DocumentSession::open(m_path.toStdString(), {.encoding = Encoding::byName("windows-1252")});
        QVERIFY(session.has_value());
        m_session = *std::move(session);
        m_view = std::make_unique<HexView>(*m_session);
        m_view->setBytesPerRow(bytesPerRow);
        m_view->resize(1000, 500);
        m_view->show();
        m_view->setFocus();
        QCOMPARE(m_session->size(), ByteCount(fileSize));
    }

    void cleanupTestCase()
    {
        m_view.reset();
        m_session.reset();
        QFile::remove(QFile::decodeName(m_path));
    }

    void bytesOfThePlaceAreShown_data() { places(); }
    void bytesOfThePlaceAreShown()
    {
        QFETCH(qint64, place);
        m_view->setTopOffset(ByteOffset(0));
        go(place);
        for (qint64 middle : {qint64{1} << 31, qint64{1} << 32, qint64{1} << 53, qint64{1} << 62, fileSize}) {
            if (std::abs(middle - place) > 1)
                continue;
            const QByteArray bytes = island(middle);
            const qint64 begin = islandBegin(middle);
            const HexCell cell = m_view->model().cellAt(ByteOffset(place));
            QCOMPARE(cell.byte, static_cast<std::uint8_t>(bytes[place - begin]));
            const QModelIndex row = m_view->model().index(static_cast<int>((place - top()) / bytesPerRow), 0);
            QCOMPARE(row.data(HexModel::OffsetRole).toLongLong(), place - place % bytesPerRow);
            QCOMPARE(row.data().toString(),
                QString::number(place - place % bytesPerRow, 16).toUpper().rightJustified(16, '0'));
        }
    }

    // The picture is the one of a small file with the same bytes.
    void picturesAreThoseOfASmallFile_data() { places(); }
    void picturesAreThoseOfASmallFile()
    {
        QFETCH(qint64, place);
        go(place);
        const ByteRange visible = m_view->model().page().range();
        std::vector<std::byte> bytes(static_cast<std::size_t>(visible.count().value()));
        QVERIFY(m_session->snapshot().read(visible.begin(), bytes).empty());
        for (const qint64 middle :
            {qint64{1} << 31, qint64{1} << 32, qint64{1} << 53, qint64{1} << 62, fileSize}) {
            const QByteArray text = island(middle);
            if (std::abs(middle - place) <= 1)
                QVERIFY(QByteArrayView(bytes).contains(text.first(middle == fileSize ? text.size() : 8)));
        }

        const QTemporaryDir folder;
        QFile small(folder.filePath(QStringLiteral("small")));
        QVERIFY(small.open(QIODevice::WriteOnly));
        small.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size()));
        // A file as long as that: the columns lie at the same places.
        QVERIFY(small.resize(qint64{1} << 42));
        small.close();
        auto session = DocumentSession::open(QFile::encodeName(small.fileName()).toStdString(),
            {.encoding = Encoding::byName("windows-1252")});
        QVERIFY(session.has_value());
        HexView view(**session);
        view.setBytesPerRow(bytesPerRow);
        view.resize(m_view->size());
        view.show();
        (*session)->setSelection(Selection::at(ByteOffset(place - visible.begin().value())));
        const QImage expected = picture(view);
        const QImage actual = picture(*m_view);
        // The last screenful ends with the row of the end, which the small file goes on behind.
        const int rows = static_cast<int>(visible.count().value() / bytesPerRow);
        const int height = static_cast<int>(rows * view.hexLayout().metrics().rowHeight);
        QVERIFY(height > 0);
        QCOMPARE(actual.copy(0, 0, 600, height), expected.copy(0, 0, 600, height));
    }

    void keysStepExactly_data() { places(); }
    void keysStepExactly()
    {
        QFETCH(qint64, place);
        go(place);
        press(Qt::Key_Left);
        QCOMPARE(cursor(), place - 1);
        press(Qt::Key_Right);
        QCOMPARE(cursor(), place);
        press(Qt::Key_Right);
        QCOMPARE(cursor(), place + 1);
        press(Qt::Key_Right);
        QCOMPARE(cursor(), std::min(place + 2, fileSize));
        go(place);
        press(Qt::Key_Up);
        QCOMPARE(cursor(), place - bytesPerRow);
        press(Qt::Key_Down);
        QCOMPARE(cursor(), place);
        press(Qt::Key_Down);
        QCOMPARE(cursor(), std::min(place + bytesPerRow, fileSize));
        go(place);
        press(Qt::Key_PageUp);
        QCOMPARE(cursor(), place - qint64{page()} * bytesPerRow);
        press(Qt::Key_PageDown);
        QCOMPARE(cursor(), place);
        press(Qt::Key_PageDown);
        QCOMPARE(cursor(), std::min(place + qint64{page()} * bytesPerRow, fileSize));
        go(place);
        press(Qt::Key_Home);
        QCOMPARE(cursor(), place / bytesPerRow * bytesPerRow);
        press(Qt::Key_End);
        QCOMPARE(cursor(), place / bytesPerRow * bytesPerRow + bytesPerRow - 1);
    }

    void theWheelStepsExactly_data() { places(); }
    void theWheelStepsExactly()
    {
        QFETCH(qint64, place);
        QApplication::setWheelScrollLines(3);
        go(place);
        m_view->setTopOffset(ByteOffset(place - place % bytesPerRow - 200 * bytesPerRow));
        const qint64 from = top();
        QCOMPARE(from % bytesPerRow, 0);
        for (int notch = 1; notch <= 5; ++notch) {
            turnWheel(1);
            QCOMPARE(top(), from + notch * 3 * bytesPerRow);
        }
        turnWheel(-5);
        QCOMPARE(top(), from);
        QCOMPARE(cursor(), place);
    }

    void theBarStepsExactly_data() { places(); }
    void theBarStepsExactly()
    {
        QFETCH(qint64, place);
        QScrollBar* bar = m_view->verticalScrollBar();
        m_view->setTopOffset(ByteOffset(place - place % bytesPerRow - 200 * bytesPerRow));
        const qint64 from = top();
        bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        QCOMPARE(top(), from + bytesPerRow);
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        QCOMPARE(top(), from + (1 + page()) * bytesPerRow);
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
        QCOMPARE(top(), from);
        const double share = static_cast<double>(from) / static_cast<double>(fileSize);
        QVERIFY(std::abs(bar->value() / static_cast<double>(bar->maximum()) - share) < 1e-6);
    }

    void bothEndsAreMet()
    {
        go(0);
        press(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(cursor(), fileSize);
        QCOMPARE(m_view->model().index(page() - 1, 0).data(HexModel::OffsetRole).toLongLong(), fileSize);
        QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
        press(Qt::Key_Left);
        QCOMPARE(cursor(), fileSize - 1);
        QCOMPARE(m_view->model().cellAt(ByteOffset(cursor())).byte, std::uint8_t{'\n'});
        press(Qt::Key_PageDown);
        QCOMPARE(cursor(), fileSize);
        press(Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(cursor(), 0);
        QCOMPARE(top(), 0);

        QScrollBar* bar = m_view->verticalScrollBar();
        bar->setSliderDown(true);
        bar->setSliderPosition(bar->maximum());
        QCOMPARE(top(), m_view->hexLayout().grid().rowBegin(m_view->hexLayout().lastTop()).value());
        bar->setSliderPosition(0);
        QCOMPARE(top(), 0);
        bar->setSliderDown(false);
        turnWheel(1'000'000);
        QCOMPARE(top(), 3'000'000LL * bytesPerRow);
    }

    void selectionsSpanTheFile()
    {
        go(0);
        press(Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_session->selection().range().count(), ByteCount(fileSize));
        QVERIFY(!m_view->grab().isNull());
        press(Qt::Key_PageUp, Qt::ShiftModifier);
        QCOMPARE(m_session->selection().range().count().value(), fileSize - qint64{page()} * bytesPerRow);
    }

    void anyRowLengthWorks_data()
    {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {1, 3, 8, 17, 256})
            QTest::addRow("%d", bytes) << bytes;
    }
    void anyRowLengthWorks()
    {
        QFETCH(int, bytes);
        m_view->setBytesPerRow(bytes);
        go(fileSize - 1);
        press(Qt::Key_Up);
        QCOMPARE(cursor(), fileSize - 1 - bytes);
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        QCOMPARE(cursor(), fileSize);
        QVERIFY(!m_view->grab().isNull());
        m_view->setBytesPerRow(bytesPerRow);
    }
};

QTEST_MAIN(HugeHexViewTest)
#include "HugeHexViewTest.moc"
