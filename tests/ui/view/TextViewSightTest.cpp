// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the text view has in sight: scrolling, files that change under it, what assistive programs are told.

#include "TextViewTesting.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>

using namespace megascope;

namespace {

constexpr auto shift = Qt::ShiftModifier;
constexpr auto control = Qt::ControlModifier;

// What assistive programs would hear.
struct Heard {
    QAccessible::Event type;
    int cursor = -1;
    QString words = {};
};
QList<Heard> heard;

void hear(QAccessibleEvent* event)
{
    Heard entry{.type = event->type()};
    if (event->type() == QAccessible::TextSelectionChanged)
        entry.cursor = static_cast<QAccessibleTextSelectionEvent*>(event)->cursorPosition();
    if (event->type() == QAccessible::Announcement)
        entry.words = static_cast<QAccessibleAnnouncementEvent*>(event)->message();
    heard.append(entry);
}

} // namespace

class TextViewSightTest : public QObject, private TextViewTesting {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { close(); }

    void farPlacesAreShownInTheMiddle();
    void theCursorIsKeptInSight();
    void wheelScrollsByRows();
    void wrappedTextNeverScrollsSideways();
    void wrappingKeepsTheCursorInSight();
    void topOffsetChangedIsToldButNotEchoed();
    void verticalBarReachesTheEnd();
    void fileThatShrinks();
    void emptyFile();
    void encodingChanges();
    void longLine();
    void assistiveProgramsReadThePage();
    void assistiveProgramsHearTheCursor();

private:
    void wheel(const QPoint& turned, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] bool isCursorSeen();
};

void TextViewSightTest::initTestCase()
{
    QAccessible::installUpdateHandler(hear);
    QAccessible::setActive(true);
}

void TextViewSightTest::wheel(const QPoint& turned, Qt::KeyboardModifiers modifiers)
{
    const QPointF middle(100, 100);
    QWheelEvent event(
        middle, m_view->mapToGlobal(middle), {}, turned, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &event);
}

bool TextViewSightTest::isCursorSeen()
{
    m_view->upToDateScene();
    return m_view->viewport()->rect().contains(m_view->cursorRectangle());
}

void TextViewSightTest::farPlacesAreShownInTheMiddle()
{
    open(numberedLines(1000));
    const int height = m_view->scene().page().height();
    setCursor(5000);
    QCOMPARE(top(), 5000 - height / 2 * 10);
    // What is near moves the page as little as possible.
    setCursor(top() - 10);
    QCOMPARE(top(), 5000 - height / 2 * 10 - 10);
    m_view->reveal(ByteOffset(2000), DocumentView::Reveal::Center);
    QCOMPARE(top(), 2000 - height / 2 * 10);
    m_view->reveal(ByteOffset(2010), DocumentView::Reveal::Center);
    QCOMPARE(top(), 2000 - height / 2 * 10);
}

void TextViewSightTest::theCursorIsKeptInSight()
{
    open(QByteArray("x").repeated(500) + '\n' + numberedLines(100));
    press(Qt::Key_End);
    QVERIFY(m_view->horizontalScrollBar()->value() > 0);
    QVERIFY(m_view->viewport()->rect().contains(m_view->cursorRectangle()));
    press(Qt::Key_Home);
    QCOMPARE(m_view->horizontalScrollBar()->value(), 0);
    for (int i = 0; i < 60; ++i)
        press(Qt::Key_Down);
    m_view->upToDateScene();
    QVERIFY(m_view->viewport()->rect().contains(m_view->cursorRectangle()));
}

void TextViewSightTest::wheelScrollsByRows()
{
    open(numberedLines(1000));
    wheel({0, -120});
    QCOMPARE(top(), 10 * QApplication::wheelScrollLines());
    QSignalSpy zoomed(m_view.get(), &DocumentView::zoomRequested);
    wheel({0, 120}, control);
    QCOMPARE(zoomed.count(), 1);
}

void TextViewSightTest::wrappedTextNeverScrollsSideways()
{
    open("x", true);
    const int cells = m_view->scene().geometry().wholeCells();
    const QByteArray full = QByteArray("x").repeated(cells);
    const QByteArray text
        = full + "\n" + full + " \n" + full + " " + full + QByteArray(" ").repeated(200) + "\n";
    for (const int wider : {0, 3, 6}) { // pixels that are left beside the cells
        open(text, true);
        m_view->resize(600 + wider, 300);
        const QScrollBar* bar = m_view->horizontalScrollBar();
        while (cursor() < text.size()) {
            for (const Qt::Key key : {Qt::Key_End, Qt::Key_Right}) {
                press(key);
                QVERIFY2(isCursorSeen(), QByteArray::number(cursor()));
            }
            m_view->grab();
            QTest::qWait(0); // the bar follows what was painted
            wheel({0, -120}, shift);
            wheel({-120, 0});
            m_view->reveal(ByteOffset(cursor()), DocumentView::Reveal::Nearest);
            QCOMPARE(bar->value(), 0);
            QCOMPARE(bar->maximum(), 0);
            QCOMPARE(m_view->scene().geometry().scroll(), 0);
        }
    }
}

void TextViewSightTest::wrappingKeepsTheCursorInSight()
{
    open(numberedLines(20) + QByteArray("word ").repeated(500) + '\n' + numberedLines(1000));
    QScrollBar* bar = m_view->horizontalScrollBar();
    m_view->setTopOffset(ByteOffset(100));
    setCursor(200);
    press(Qt::Key_End);
    QVERIFY(bar->value() > 0);
    for (int i = 0; i < 2; ++i) {
        m_view->setWrap(true);
        QCOMPARE(bar->value(), 0);
        QCOMPARE(m_view->scene().geometry().scroll(), 0);
        QVERIFY(isCursorSeen());
        m_view->grab();
        m_view->setWrap(false);
        QVERIFY(bar->value() > 0);
        QVERIFY(isCursorSeen());
    }
    // Whoever reads elsewhere stays there.
    m_view->setTopOffset(ByteOffset(8000));
    bar->setValue(0);
    const std::int64_t before = top();
    for (const bool wrap : {true, false}) {
        m_view->setWrap(wrap);
        m_view->grab();
        QCOMPARE(top(), before);
        QCOMPARE(bar->value(), 0);
    }
}

void TextViewSightTest::topOffsetChangedIsToldButNotEchoed()
{
    open(numberedLines(1000));
    QSignalSpy told(m_view.get(), &DocumentView::topOffsetChanged);
    m_view->setTopOffset(ByteOffset(555));
    QCOMPARE(top(), 550);
    QCOMPARE(told.count(), 0);
    m_view->scrollByRows(1);
    QCOMPARE(told.count(), 1);
    m_view->scrollByPages(1);
    QCOMPARE(told.count(), 2);
    m_view->scrollToPosition(0);
    QCOMPARE(told.count(), 3);
    press(Qt::Key_End, control); // another pane brings the cursor into sight by itself
    QVERIFY(top() > 0);
    QCOMPARE(told.count(), 3);
    press(Qt::Key_PageUp);
    QCOMPARE(told.count(), 4);
}

void TextViewSightTest::verticalBarReachesTheEnd()
{
    open(numberedLines(1000));
    QScrollBar* bar = m_view->verticalScrollBar();
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(m_view->scene().page().visibleRows().back().end() == m_session->snapshot().end());
    bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
    QVERIFY(bar->value() < bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QCOMPARE(top(), 0);
}

void TextViewSightTest::fileThatShrinks()
{
    open(numberedLines(10'000));
    m_view->setTopOffset(ByteOffset(90'000));
    setCursor(95'000);
    QVERIFY(QFile::resize(m_folder.filePath(QStringLiteral("file.txt")), 25));
    // Before anybody noticed.
    m_view->grab();
    QSignalSpy changed(m_session.get(), &DocumentSession::snapshotChanged);
    m_session->checkFile();
    QTRY_COMPARE(changed.count(), 1);
    m_view->grab();
    QCOMPARE(top(), 0);
    QCOMPARE(cursor(), 25);
    press(Qt::Key_Up);
    QCOMPARE(cursor(), 15);
    QVERIFY(QFile::resize(m_folder.filePath(QStringLiteral("file.txt")), 0));
    m_session->checkFile();
    QTRY_COMPARE(changed.count(), 2);
    m_view->grab();
    QCOMPARE(cursor(), 0);
}

void TextViewSightTest::emptyFile()
{
    open({});
    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Home,
             Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown})
        press(key, shift);
    QCOMPARE(cursor(), 0);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(100, 100));
    m_view->grab();
    QVERIFY(!m_view->cursorRectangle().isEmpty());
}

void TextViewSightTest::encodingChanges()
{
    open(numberedLines(1000));
    m_view->setTopOffset(ByteOffset(5000));
    m_session->setEncoding(*Encoding::byName("UTF-16LE"));
    m_view->grab();
    QVERIFY(top() <= 5000);
    m_session->setEncoding(*Encoding::byName("latin1"));
    m_view->grab();
    QCOMPARE(top(), 5000);
}

// However long a line is, steps are exact both ways, wrapped and not.
void TextViewSightTest::longLine()
{
    QByteArray text;
    while (text.size() < 8 << 20)
        text += "{\"id\":" + QByteArray::number(text.size())
            + ",\"name\":\"\xc3\xbc"
              "ber \xe6\xbc\xa2\"},";
    for (const bool wrap : {false, true}) {
        open(text, wrap);
        for (const double share : {0.0, 0.5, 1.0}) {
            const auto start = static_cast<std::int64_t>(share * static_cast<double>(text.size()));
            m_view->setTopOffset(ByteOffset(start));
            std::vector<std::int64_t> tops{top()};
            for (int i = 0; i < 40; ++i) {
                m_view->scrollByRows(-3);
                m_view->grab();
                tops.push_back(top());
            }
            for (std::size_t i = tops.size(); i-- > 0 && tops[i] > 0;) {
                QCOMPARE(top(), tops[i]);
                m_view->scrollByRows(3);
            }
        }
        setCursor(text.size() / 2);
        press(Qt::Key_End, control);
        QCOMPARE(cursor(), text.size());
        press(Qt::Key_Home);
        press(Qt::Key_Home);
        QCOMPARE(cursor(), 0);
        press(Qt::Key_End);
        press(Qt::Key_End);
        QCOMPARE(cursor(), text.size());
    }
}

void TextViewSightTest::assistiveProgramsReadThePage()
{
    open("first line\nsecond \xe6\xbc\xa2\n" + numberedLines(100));
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(accessible && accessible->textInterface());
    QVERIFY(accessible->state().editable && accessible->state().multiLine);
    QAccessibleTextInterface* text = accessible->textInterface();
    QVERIFY(text->text(0, text->characterCount())
            .startsWith(QStringLiteral("first line\nsecond \u6f22\n000000000\n")));
    setCursor(18);
    QCOMPARE(text->cursorPosition(), 18);
    QCOMPARE(text->offsetAtPoint(text->characterRect(12).center() - QPoint(2, 0)), 12);
    text->setSelection(0, 6, 10);
    QCOMPARE(anchor(), 6);
    QCOMPARE(cursor(), 10);
    text->setCursorPosition(19);
    QCOMPARE(cursor(), 21);
    int begin = 0;
    int end = 0;
    QCOMPARE(text->textAtOffset(3, QAccessible::WordBoundary, &begin, &end), QStringLiteral("first"));
}

void TextViewSightTest::assistiveProgramsHearTheCursor()
{
    open(numberedLines(1000));
    m_session->startIndexing();
    QTRY_VERIFY(m_session->lineIndex().isComplete());
    press(Qt::Key_Right);
    QCOMPARE(heard.last().type, QAccessible::TextSelectionChanged);
    QCOMPARE(heard.last().cursor, 1);
    setCursor(5000);
    QCOMPARE(heard.last().type, QAccessible::Announcement);
    QVERIFY(heard.last().words.contains(QStringLiteral("501")));
}

QTEST_MAIN(TextViewSightTest)
#include "TextViewSightTest.moc"
