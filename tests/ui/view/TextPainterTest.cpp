// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the text view paints, by its pixels. Run at several scales.

#include "ui/view/TextView.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace megascope;

class TextPainterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsLookAlikeWhereverTheyStand();
    void columnsStandOnWholePixels();
    void wideCharactersHaveTwoCells_data();
    void wideCharactersHaveTwoCells();
    void selectionCoversWhatIsSelected();
    void labelsHaveTheirColors();
    void syntaxColorsComeAfterTheFirstPicture();
    void everyPixelIsPainted();
    void timesStandBesideTheirLines();

private:
    void open(const QByteArray& content, const char* name = "file.txt");
    // In device pixels of the viewport.
    [[nodiscard]] QImage picture()
    {
        return m_view->viewport()->grab().toImage().convertToFormat(QImage::Format_RGB32);
    }
    [[nodiscard]] const TextGeometry& geometry() { return m_view->upToDateScene().geometry(); }
    [[nodiscard]] QImage cells(const QImage& image, int row, int cell, int count);
    [[nodiscard]] static std::set<QRgb> colorsOf(const QImage& image);

    QTemporaryDir m_folder;
    std::unique_ptr<DocumentSession> m_session;
    SyntaxRepository m_repository;
    std::unique_ptr<TextView> m_view;
};

void TextPainterTest::open(const QByteArray& content, const char* name)
{
    QFile file(m_folder.filePath(QLatin1StringView(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    m_view.reset();
    m_session
        = *DocumentSession::open(QFile::encodeName(file.fileName()).toStdString(), {.encoding = Encoding()});
    m_view = std::make_unique<TextView>(*m_session);
    m_view->syntax().setRepository(&m_repository);
    m_view->resize(601, 301);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

QImage TextPainterTest::cells(const QImage& image, int row, int cell, int count)
{
    const TextMetrics& metrics = geometry().metrics();
    return image.copy(geometry().textLeft() + cell * metrics.cellWidth, geometry().rowTop(row),
        count * metrics.cellWidth, metrics.rowHeight);
}

std::set<QRgb> TextPainterTest::colorsOf(const QImage& image)
{
    std::set<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            colors.insert(image.pixel(x, y));
    }
    return colors;
}

void TextPainterTest::rowsLookAlikeWhereverTheyStand()
{
    open(QByteArray("The same in every row: gy|[]{}\n").repeated(100));
    m_session->setSelection(Selection::at(ByteOffset(3000)));
    m_view->setTopOffset(ByteOffset(0));
    const QImage image = picture();
    const QImage first = cells(image, 0, 0, 30);
    QVERIFY(colorsOf(first).size() > 2);
    for (int row = 1; row < geometry().wholeRows(); ++row)
        QCOMPARE(cells(image, row, 0, 30), first);
}

void TextPainterTest::columnsStandOnWholePixels()
{
    open("\n" + QByteArray("mW").repeated(20));
    const QImage image = picture();
    const QImage first = cells(image, 1, 0, 2);
    for (int cell = 2; cell < 40; cell += 2)
        QCOMPARE(cells(image, 1, cell, 2), first);
}

void TextPainterTest::wideCharactersHaveTwoCells_data()
{
    QTest::addColumn<QByteArray>("character");
    QTest::newRow("ideograph") << QByteArray("\u6f22");
    QTest::newRow("full width") << QByteArray("\uff37");
    QTest::newRow("astral") << QByteArray("\U00020000");
}

void TextPainterTest::wideCharactersHaveTwoCells()
{
    QFETCH(QByteArray, character);
    open("\n" + QByteArray(character + "W").repeated(8) + "\nW");
    m_session->setSelection(Selection::at(ByteOffset(0)));
    const QImage image = picture();
    const QImage letter = cells(image, 2, 0, 1);
    const QImage first = cells(image, 1, 0, 2);
    QVERIFY(colorsOf(first).size() > 2);
    for (int cell = 0; cell < 24; cell += 3) {
        QCOMPARE(cells(image, 1, cell, 2), first);
        QCOMPARE(cells(image, 1, cell + 2, 1), letter);
    }
}

void TextPainterTest::selectionCoversWhatIsSelected()
{
    open("\n      \n      ");
    m_session->setSelection({ByteOffset(3), ByteOffset(10)});
    const QImage image = picture();
    const ViewStyle& style = m_view->viewStyle();
    const QRgb selected = (m_view->hasFocus() ? style.selection : style.inactiveSelection).rgb();
    const QRgb plain = style.background.rgb();
    QCOMPARE(colorsOf(cells(image, 1, 0, 2)), (std::set<QRgb>{plain}));
    QCOMPARE(colorsOf(cells(image, 1, 2, 5)), (std::set<QRgb>{selected})); // with the line end
    QCOMPARE(colorsOf(cells(image, 1, 7, 2)), (std::set<QRgb>{plain}));
    QCOMPARE(colorsOf(cells(image, 2, 0, 1)), (std::set<QRgb>{selected}));
    QVERIFY(!colorsOf(cells(image, 2, 3, 3)).contains(selected));
}

void TextPainterTest::labelsHaveTheirColors()
{
    open("\n\xff \xe2\x80\xae \x01 a");
    const QImage image = picture();
    const ViewStyle& style = m_view->viewStyle();
    const auto distanceTo = [](const QImage& part, const QColor& color) {
        int best = 1000;
        for (const QRgb pixel : colorsOf(part))
            best = std::min(best,
                std::abs(qRed(pixel) - color.red()) + std::abs(qGreen(pixel) - color.green())
                    + std::abs(qBlue(pixel) - color.blue()));
        return best;
    };
    const QImage letter = cells(image, 1, 14, 1);
    QVERIFY(distanceTo(cells(image, 1, 0, 5), style.warning) < distanceTo(letter, style.warning));
    QVERIFY(distanceTo(cells(image, 1, 6, 5), style.warning) < distanceTo(letter, style.warning));
    QVERIFY(distanceTo(cells(image, 1, 12, 1), style.special) < distanceTo(letter, style.special));
}

void TextPainterTest::syntaxColorsComeAfterTheFirstPicture()
{
    open("\nint a = 1; // comment\n", "a.cpp");
    const auto colors = [this] { return colorsOf(cells(picture(), 1, 0, 21)); };
    m_view->syntax().setChoice({SyntaxChoice::Kind::None, {}});
    const std::set<QRgb> plain = colors();
    QVERIFY(m_view->syntax().definitionName().isEmpty());
    m_view->syntax().setChoice({SyntaxChoice::Kind::Automatic, {}});
    QTRY_COMPARE(m_view->syntax().definitionName(), QStringLiteral("C++"));
    QTRY_VERIFY(colors().size() > plain.size());
}

void TextPainterTest::everyPixelIsPainted()
{
    open("a\nb\n");
    const QSize size = m_view->viewport()->size() * m_view->devicePixelRatioF();
    QImage image(size, QImage::Format_RGB32);
    image.setDevicePixelRatio(m_view->devicePixelRatioF());
    constexpr QRgb untouched = qRgb(255, 0, 255);
    image.fill(untouched);
    m_view->viewport()->render(&image, {}, {}, {});
    QVERIFY(!colorsOf(image).contains(untouched));
}

void TextPainterTest::timesStandBesideTheirLines()
{
    open("12:00:00 one\n12:00:05 two\n  trace\n12:00:05 three\n");
    const int narrow = geometry().gutterWidth();
    m_view->setTimesShown(true);
    QTRY_VERIFY(geometry().gutterWidth() > narrow);
    const QImage image = picture();
    const ViewStyle& style = m_view->viewStyle();
    const auto holds = [&](int row, const QColor& color) {
        const TextMetrics& metrics = geometry().metrics();
        const QRect place(
            0, geometry().rowTop(row), geometry().timeCells() * metrics.cellWidth, metrics.rowHeight);
        return colorsOf(image.copy(place)).contains(color.rgb());
    };
    const QColor background = style.gutterBackground;
    QVERIFY(holds(1, background) && holds(1, style.gutterText));
    QVERIFY(holds(3, style.faint) && !holds(3, style.gutterText));
    for (const int row : {0, 2, 4})
        QVERIFY(holds(row, background) && !holds(row, style.gutterText) && !holds(row, style.faint));
    m_view->setTimesShown(false);
    QCOMPARE(geometry().gutterWidth(), narrow);
}

QTEST_MAIN(TextPainterTest)
#include "TextPainterTest.moc"
