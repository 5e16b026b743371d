// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The text view as a person uses it: keys, the mouse, scrolling, files that change under it.

#include "ui/view/TextView.h"

#include <QAccessible>
#include <QFile>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

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

class TextViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void arrowsStepByGraphemes();
    void arrowsStepOverLineEnds();
    void controlArrowsStepByWords();
    void homeAndEnd();
    void endOfAWrappedRow();
    void upAndDownKeepTheColumn();
    void pagesKeepTheCursorInItsRow();
    void shiftExtends();
    void controlUpAndDownScrollOnly();
    void mouseSetsTheCursor();
    void clickingFindsEachCharacter();
    void doubleAndTripleClick();
    void dragSelects();
    void dragOutsideScrolls();
    void cursorInsideACharacter();
    void farPlacesAreShownInTheMiddle();
    void theCursorIsKeptInSight();
    void wheelScrollsByRows();
    void topOffsetChangedIsToldButNotEchoed();
    void verticalBarReachesTheEnd();
    void fileThatShrinks();
    void emptyFile();
    void encodingChanges();
    void longLine();
    void assistiveProgramsReadThePage();
    void assistiveProgramsHearTheCursor();

private:
    void open(const QByteArray& content, bool wrap = false);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }
    [[nodiscard]] std::int64_t cursor() const { return m_session->selection().cursor.value(); }
    [[nodiscard]] std::int64_t anchor() const { return m_session->selection().anchor.value(); }
    [[nodiscard]] std::int64_t top() const { return m_view->topOffset().value(); }
    void setCursor(std::int64_t offset) { m_session->setSelection(Selection::at(ByteOffset(offset))); }
    // The middle of a character's left half.
    [[nodiscard]] QPoint pointAt(std::int64_t offset);
    [[nodiscard]] QByteArray bytesFrom(std::int64_t offset, qsizetype count) const
    {
        return m_content.mid(offset, count);
    }

    QTemporaryDir m_folder;
    QByteArray m_content;
    std::unique_ptr<DocumentSession> m_session;
    std::unique_ptr<TextView> m_view;
};

void TextViewTest::initTestCase()
{
    QAccessible::installUpdateHandler(hear);
    QAccessible::setActive(true);
}

void TextViewTest::cleanup()
{
    m_view.reset();
    m_session.reset();
}

void TextViewTest::open(const QByteArray& content, bool wrap)
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
    heard.clear();
}

QPoint TextViewTest::pointAt(std::int64_t offset)
{
    const TextScene& scene = m_view->upToDateScene();
    const TextPlace place{ByteOffset(offset)};
    const std::optional<int> row = scene.rowOf(place);
    if (!row)
        return {};
    const TextMetrics& metrics = scene.geometry().metrics();
    return QPointF(metrics.logical(scene.xOf(*row, place) + metrics.cellWidth / 4),
        metrics.logical(scene.geometry().rowTop(*row) + metrics.rowHeight / 2))
        .toPoint();
}

void TextViewTest::arrowsStepByGraphemes()
{
    open("e\xcc\x81x\xe6\xbc\xa2\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xff\tz");
    const QList<int> places{0, 3, 4, 7, 18, 19, 20, 21};
    for (const int place : places) {
        QCOMPARE(cursor(), place);
        press(Qt::Key_Right);
    }
    QCOMPARE(cursor(), 21);
    for (qsizetype i = places.size(); i-- > 0;) {
        QCOMPARE(cursor(), places[i]);
        press(Qt::Key_Left);
    }
    QCOMPARE(cursor(), 0);
}

void TextViewTest::arrowsStepOverLineEnds()
{
    open("a\r\nb\n\nc");
    QList<int> places;
    for (int i = 0; i < 7; ++i) {
        places.append(static_cast<int>(cursor()));
        press(Qt::Key_Right);
    }
    QCOMPARE(places, (QList<int>{0, 1, 3, 4, 5, 6, 7}));
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    QCOMPARE(cursor(), 1);
}

void TextViewTest::controlArrowsStepByWords()
{
    open("int foo_bar(a,  b);\n  next");
    QList<int> places;
    for (int i = 0; i < 9; ++i) {
        press(Qt::Key_Right, control);
        places.append(static_cast<int>(cursor()));
    }
    QCOMPARE(places, (QList<int>{4, 11, 12, 13, 16, 17, 19, 20, 22}));
    QList<int> back;
    for (int i = 0; i < 8; ++i) {
        press(Qt::Key_Left, control);
        back.append(static_cast<int>(cursor()));
    }
    QCOMPARE(back, (QList<int>{20, 19, 17, 16, 13, 12, 11, 4}));
}

void TextViewTest::homeAndEnd()
{
    open("one\n    indented\nlast");
    setCursor(12);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 8);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 4);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 8);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 16);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 16);
    press(Qt::Key_End, control);
    QCOMPARE(cursor(), m_content.size());
    press(Qt::Key_Home, control);
    QCOMPARE(cursor(), 0);
}

void TextViewTest::endOfAWrappedRow()
{
    open(QByteArray("0123456789").repeated(50) + "\nnext", true);
    const TextScene& scene = m_view->upToDateScene();
    const std::int64_t width = scene.model().rows()[0].cells();
    press(Qt::Key_End);
    QCOMPARE(cursor(), width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 0);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 2 * width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 1);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), width);
    QCOMPARE(scene.rowOf(m_view->cursorPlace()), 1);
    press(Qt::Key_End);
    press(Qt::Key_End);
    QCOMPARE(cursor(), 500);
    press(Qt::Key_Home);
    press(Qt::Key_Home);
    QCOMPARE(cursor(), 0);
}

void TextViewTest::upAndDownKeepTheColumn()
{
    open("long enough\nab\nlong enough\n");
    setCursor(7);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 14);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), 22);
    press(Qt::Key_Up);
    press(Qt::Key_Up);
    QCOMPARE(cursor(), 7);
    press(Qt::Key_Up);
    QCOMPARE(cursor(), 0);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QCOMPARE(cursor(), m_content.size());
}

QByteArray numberedLines(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += QByteArray::number(i).rightJustified(9, '0') + '\n';
    return text;
}

void TextViewTest::pagesKeepTheCursorInItsRow()
{
    open(numberedLines(1000));
    const std::int64_t page = m_view->scene().page().height() - 1;
    setCursor(3 * 10 + 4);
    press(Qt::Key_PageDown);
    QCOMPARE(cursor(), (3 + page) * 10 + 4);
    QCOMPARE(top(), page * 10);
    press(Qt::Key_PageUp);
    QCOMPARE(cursor(), 3 * 10 + 4);
    QCOMPARE(top(), 0);
    press(Qt::Key_End, control);
    QCOMPARE(top(), (1000 - page) * 10);
}

void TextViewTest::shiftExtends()
{
    open("hello world\nsecond");
    setCursor(2);
    press(Qt::Key_Right, shift);
    press(Qt::Key_Right, shift | control);
    QCOMPARE(anchor(), 2);
    QCOMPARE(cursor(), 6);
    press(Qt::Key_Down, shift);
    QCOMPARE(anchor(), 2);
    QCOMPARE(cursor(), 18);
    press(Qt::Key_Left);
    QCOMPARE(anchor(), cursor());
}

void TextViewTest::controlUpAndDownScrollOnly()
{
    open(numberedLines(1000));
    press(Qt::Key_Down, control);
    press(Qt::Key_Down, control);
    QCOMPARE(top(), 20);
    QCOMPARE(cursor(), 0);
    press(Qt::Key_Up, control);
    QCOMPARE(top(), 10);
}

void TextViewTest::mouseSetsTheCursor()
{
    open("hello\n\twide \xe6\xbc\xa2\xe6\xbc\xa2 end\n");
    for (const int place : {3, 0, 7, 12, 15, 19}) {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(place));
        QCOMPARE(cursor(), place);
        QTest::qWait(0);
    }
    // Behind the end of a line and below the last one.
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(3) + QPoint(300, 0));
    QCOMPARE(cursor(), 5);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, 290));
    QCOMPARE(cursor(), m_content.size());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, shift, pointAt(2));
    QCOMPARE(anchor(), m_content.size());
    QCOMPARE(cursor(), 2);
}

void TextViewTest::clickingFindsEachCharacter()
{
    open(
        "plain \xff \x01 tab\tand\xc2\xa0 \xe2\x80\xae \xe6\xbc\xa2 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d 12 end\n"
        "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d english \xd7\xa2\xd7\x9d\n");
    const TextScene& scene = m_view->upToDateScene();
    for (const TextRow& row : scene.model().rows()) {
        for (ByteOffset at = row.begin(); at < row.contentEnd();) {
            const TextStop stop = row.stopAt(at);
            const int x = scene.geometry().xOf(row, stop);
            const TextPlace found = scene.motion().placeNear(row, x);
            // Where directions meet, one x is two places.
            QCOMPARE(scene.geometry().xOf(row, row.stopAt(found.offset)), x);
            at = stop.bytes.end();
        }
    }
}

void TextViewTest::doubleAndTripleClick()
{
    open("some words here\nsecond line\n");
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(6));
    QCOMPARE(anchor(), 5);
    QCOMPARE(cursor(), 10);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, pointAt(6));
    QCOMPARE(anchor(), 0);
    QCOMPARE(cursor(), 16);
    // In the gutter one click takes the line.
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(3, pointAt(18).y()));
    QCOMPARE(anchor(), 16);
    QCOMPARE(cursor(), 28);
}

void TextViewTest::dragSelects()
{
    open("some words here\nsecond line\n");
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(5));
    QTest::mouseMove(m_view->viewport(), pointAt(18));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, pointAt(18));
    QCOMPARE(anchor(), 5);
    QCOMPARE(cursor(), 18);
    QTest::mouseMove(m_view->viewport(), pointAt(1));
    QCOMPARE(cursor(), 18);
}

void TextViewTest::dragOutsideScrolls()
{
    open(numberedLines(1000));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, pointAt(5));
    QTest::mouseMove(m_view->viewport(), QPoint(200, m_view->viewport()->height() + 40));
    QTRY_VERIFY(top() > 200);
    QCOMPARE(anchor(), 5);
    QVERIFY(cursor() > top());
    QTest::mouseRelease(
        m_view->viewport(), Qt::LeftButton, {}, QPoint(200, m_view->viewport()->height() + 40));
    const std::int64_t before = top();
    QTest::qWait(100);
    QCOMPARE(top(), before);
}

void TextViewTest::cursorInsideACharacter()
{
    open("a\xe6\xbc\xa2z");
    setCursor(2);
    const QRect inside = m_view->cursorRectangle();
    setCursor(1);
    QCOMPARE(inside, m_view->cursorRectangle());
    setCursor(2);
    press(Qt::Key_Right);
    QCOMPARE(cursor(), 4);
    setCursor(3);
    press(Qt::Key_Left);
    QCOMPARE(cursor(), 1);
}

void TextViewTest::farPlacesAreShownInTheMiddle()
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

void TextViewTest::theCursorIsKeptInSight()
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

void TextViewTest::wheelScrollsByRows()
{
    open(numberedLines(1000));
    const QPointF middle(100, 100);
    QWheelEvent down(
        middle, m_view->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &down);
    QCOMPARE(top(), 10 * QApplication::wheelScrollLines());
    QSignalSpy zoomed(m_view.get(), &DocumentView::zoomRequested);
    QWheelEvent zoom(
        middle, m_view->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, control, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_view->viewport(), &zoom);
    QCOMPARE(zoomed.count(), 1);
}

void TextViewTest::topOffsetChangedIsToldButNotEchoed()
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
    press(Qt::Key_End, control);
    QCOMPARE(told.count(), 4);
}

void TextViewTest::verticalBarReachesTheEnd()
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

void TextViewTest::fileThatShrinks()
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

void TextViewTest::emptyFile()
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

void TextViewTest::encodingChanges()
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
void TextViewTest::longLine()
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

void TextViewTest::assistiveProgramsReadThePage()
{
    open("first line\nsecond \xe6\xbc\xa2\n" + numberedLines(100));
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(accessible && accessible->textInterface());
    QVERIFY(accessible->state().readOnly && accessible->state().multiLine);
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

void TextViewTest::assistiveProgramsHearTheCursor()
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

QTEST_MAIN(TextViewTest)
#include "TextViewTest.moc"
