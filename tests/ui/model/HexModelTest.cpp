// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HexModel.h"
#include "tests/support/MemorySource.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace megascope;

namespace {

using Kind = HexCell::Kind;
using State = HexCell::State;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// Every byte is the lowest eight bits of its offset; some of them cannot be read.
class CountingSource final : public Source {
public:
    explicit CountingSource(ByteCount size, Gaps gaps = {})
        : m_size(size)
        , m_gaps(std::move(gaps))
    {
    }

    ByteCount size() const override { return m_size; }
    Gaps read(ByteOffset offset, std::span<std::byte> out) const override
    {
        ++reads;
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = static_cast<std::byte>((static_cast<std::uint64_t>(offset.value()) + i) & 0xffU);
        Gaps found;
        for (const Gap& gap : m_gaps) {
            const ByteRange part
                = gap.range.intersected({offset, ByteCount(static_cast<std::int64_t>(out.size()))});
            if (!part.empty())
                found.push_back({part, gap.cause, gap.systemCode});
        }
        return found;
    }
    Extent extentAt(ByteOffset offset) const override
    {
        return {{offset, m_size - (offset - ByteOffset(0))}, {}};
    }
    std::unique_ptr<Scan> scan(const ByteRange& /*range*/) const override { return nullptr; }

    mutable int reads = 0;

private:
    ByteCount m_size;
    Gaps m_gaps;
};

Snapshot counting(std::int64_t size, Gaps gaps = {})
{
    return {std::make_shared<CountingSource>(ByteCount(size), std::move(gaps)), ByteCount(size), Revision{0}};
}

Snapshot holding(const QByteArray& bytes)
{
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data());
    return {std::make_shared<MemorySource>(std::vector<std::byte>(begin, begin + bytes.size())),
        ByteCount(bytes.size()), Revision{0}};
}

Encoding encoding(const char* name)
{
    return Encoding::byName(name).value();
}

// v: visible, c: continued, x: control, i: invalid, ?: missing.
QByteArray kindsOf(const HexPage& page)
{
    QByteArray kinds;
    for (const HexCell& cell : page.cells())
        kinds += "vcxi?"[static_cast<int>(cell.kind)];
    return kinds;
}

ByteRange range(std::int64_t begin, std::int64_t count)
{
    return {ByteOffset(begin), ByteCount(count)};
}

} // namespace

class HexModelTest : public QObject {
    Q_OBJECT

private slots:
    void offsetsAreWrittenInFull_data()
    {
        QTest::addColumn<bool>("decimal");
        QTest::addColumn<qint64>("offset");
        QTest::addColumn<qint64>("size");
        QTest::addColumn<QString>("text");
        QTest::newRow("0") << false << qint64{0} << qint64{0} << "00000000";
        QTest::newRow("8 digits") << false << qint64{0x89ABCDEF} << qint64{0xFFFFFFFF} << "89ABCDEF";
        QTest::newRow("12 digits") << false << qint64{0x100000000} << qint64{0x100000000} << "000100000000";
        QTest::newRow("2^53 + 1") << false << (qint64{1} << 53) + 1 << (qint64{1} << 62)
                                  << "0020000000000001";
        QTest::newRow("2^63 - 1") << false << qint64{largest} << qint64{largest} << "7FFFFFFFFFFFFFFF";
        QTest::newRow("decimal") << true << qint64{1234567} << qint64{2000000} << "001234567";
        QTest::newRow("decimal 2^63 - 1")
            << true << qint64{largest} << qint64{largest} << "009223372036854775807";
    }

    void offsetsAreWrittenInFull()
    {
        QFETCH(bool, decimal);
        QFETCH(qint64, offset);
        QFETCH(qint64, size);
        const HexFormat format{.decimalOffsets = decimal};
        QTEST(format.offsetText(ByteOffset(offset), format.offsetDigits(ByteCount(size))), "text");
    }

    void gridNamesRowsUpToTheLastByte_data()
    {
        QTest::addColumn<qint64>("offset");
        const qint64 one = 1;
        for (const int power : {0, 4, 31, 32, 53, 62}) {
            for (const int off : {-1, 0, 1})
                QTest::addRow("2^%d %+d", power, off) << (one << power) + off;
        }
        QTest::newRow("2^63 - 1") << qint64{largest};
    }

    void gridNamesRowsUpToTheLastByte()
    {
        QFETCH(qint64, offset);
        for (const int bytesPerRow : {1, 3, 16, 24, 255, 256}) {
            const HexGrid grid(ByteCount(largest), bytesPerRow);
            const RowNumber row = grid.rowOf(ByteOffset(offset));
            const int column = grid.columnOf(ByteOffset(offset));
            QVERIFY(column >= 0 && column < bytesPerRow);
            // Digit by digit, as on paper: the remainders of a long division of the decimal number.
            int remainder = 0;
            for (const QChar digit : QString::number(offset))
                remainder = (remainder * 10 + digit.digitValue()) % bytesPerRow;
            QCOMPARE(column, remainder);
            QCOMPARE(grid.offsetAt(row, column).value(), offset);
            QCOMPARE(grid.rowBegin(row).value(), offset - column);
            QVERIFY(row <= grid.lastRow());
        }
    }

    void gridStaysInside()
    {
        const HexGrid grid(ByteCount(largest), 1);
        QCOMPARE(grid.lastRow(), RowNumber(largest));
        QCOMPARE(grid.movedByRows(grid.end(), RowCount(largest)), grid.end());
        QCOMPARE(grid.movedByRows(ByteOffset(5), RowCount(std::numeric_limits<std::int64_t>::min())),
            ByteOffset(0));
        QCOMPARE(grid.movedByRows(ByteOffset(5), RowCount(largest)), grid.end());

        const HexGrid odd(ByteCount(100), 16);
        QCOMPARE(odd.lastRow(), RowNumber(6));
        QCOMPARE(odd.rowRange(RowNumber(6)), range(96, 4));
        QCOMPARE(odd.movedByRows(ByteOffset(90), RowCount(1)), ByteOffset(100)); // the last row is shorter
        QCOMPARE(odd.movedByRows(ByteOffset(3), RowCount(-1)), ByteOffset(3));
        QCOMPARE(HexGrid(ByteCount(0), 16).lastRow(), RowNumber(0));
        QCOMPARE(HexGrid(ByteCount(96), 16).rowRange(RowNumber(6)), range(96, 0));
    }

    void charactersOfAPage_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("kinds");
        QTest::newRow("ASCII") << QByteArray("UTF-8") << QByteArray("a b\n\0\x7f", 6) << QByteArray("vvvxxx");
        QTest::newRow("UTF-8") << QByteArray("UTF-8") << QByteArray("\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80!")
                               << QByteArray("vcvccvcccv");
        QTest::newRow("broken UTF-8")
            << QByteArray("UTF-8") << QByteArray("\xe6\x97.\xff\xc0\x80") << QByteArray("iiviii");
        QTest::newRow("format characters")
            << QByteArray("UTF-8") << QByteArray("\xe2\x80\xae\xc2\x85") << QByteArray("xccxc");
        QTest::newRow("windows-1252")
            << QByteArray("windows-1252") << QByteArray("\x80\xe9\xa0\x01") << QByteArray("vvvx");
        QTest::newRow("UTF-16LE") << QByteArray("UTF-16LE")
                                  << QByteArray("A\0\xe9\0\x3d\xd8\x00\xde\x00\xde", 10)
                                  << QByteArray("vcvcvcccii");
        QTest::newRow("Shift-JIS") << QByteArray("Shift_JIS")
                                   << QByteArray("\x93\xfa\x96\x7b"
                                                 "a")
                                   << QByteArray("vcvcv");
    }

    void charactersOfAPage()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, kinds);
        const Snapshot snapshot = holding(bytes);
        QCOMPARE(kindsOf(HexPage::read(snapshot, snapshot.all(), encoding(name))), kinds);
    }

    // A page that begins inside of a character shows what the whole shows there.
    void pagesAgreeWhereverTheyBegin_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray text = QStringLiteral("Ünïcödé日本語テキスト😀🎉 plain\n").repeated(20).toUtf8();
        QTest::newRow("UTF-8") << QByteArray("UTF-8") << text;
        QTest::newRow("UTF-8, broken")
            << QByteArray("UTF-8") << QByteArray(text).replace("\x9f", "\xff").replace("\x97", "");
        QTest::newRow("bytes that are no UTF-16") << QByteArray("UTF-16LE") << text;
    }

    void pagesAgreeWhereverTheyBegin()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, bytes);
        const Snapshot snapshot = holding(bytes);
        const HexPage whole = HexPage::read(snapshot, snapshot.all(), encoding(name));
        for (std::int64_t begin = 0; begin < bytes.size(); ++begin) {
            const ByteRange part = range(begin, 13).intersected(snapshot.all());
            const HexPage page = HexPage::read(snapshot, part, encoding(name));
            QCOMPARE(page.range(), part);
            QVERIFY2(std::ranges::equal(page.cells(), whole.cells(part)), qPrintable(QString::number(begin)));
        }
    }

    void gapsAreMarkedByteByByte()
    {
        const Gaps gaps{{range(10, 3), Gap::Cause::Failed, EIO}, {range(30, 5), Gap::Cause::PastEnd, 0}};
        const HexPage page = HexPage::read(counting(35, gaps), range(8, 100), Encoding());
        QCOMPARE(page.range(), range(8, 27));
        for (std::int64_t offset = 8; offset < 35; ++offset) {
            const HexCell cell = *page.cellAt(ByteOffset(offset));
            const State state = offset >= 30  ? State::PastEnd
                : offset >= 10 && offset < 13 ? State::Failed
                                              : State::Present;
            QCOMPARE(cell.state, state);
            QCOMPARE(cell.byte, state == State::Present ? offset : 0);
            QCOMPARE(cell.kind == Kind::Missing, state != State::Present);
        }
        QVERIFY(!page.cellAt(ByteOffset(7)));
        QVERIFY(!page.cellAt(ByteOffset(35)));
    }

    void modelKeepsTheRulesOfModels()
    {
        HexModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setWindow(RowNumber(0), 10);
        model.setSnapshot(counting(1000));
        model.setWindow(RowNumber(5), 10);
        QCOMPARE(model.rowCount(), 10);
        model.setFormat({.groupSize = 4}, 24);
        model.setSnapshot(counting(30));
        QCOMPARE(model.rowCount(), 1);
        model.setSnapshot(counting(0));
        QCOMPARE(model.rowCount(), 1);
        model.setSnapshot(counting(largest));
        model.setWindow(RowNumber(largest), 10);
        QCOMPARE(model.rowCount(), 1);
        model.setWindow(RowNumber(largest / 24 - 8), 20);
        QCOMPARE(model.rowCount(), 9);
        model.setEncoding(encoding("UTF-16LE"));
        model.setWindow(RowNumber(0), 0);
        QCOMPARE(model.rowCount(), 0);
    }

    void modelTellsTheRows()
    {
        HexModel model;
        model.setSnapshot(counting(largest));
        model.setFormat({.groupSize = 2}, 8);
        const std::int64_t row = (std::int64_t{1} << 59) + 3;
        model.setWindow(RowNumber(row), 4);
        const QModelIndex index = model.index(2, HexModel::OffsetColumn);
        QCOMPARE(index.data().toString(), QStringLiteral("4000000000000028"));
        QCOMPARE(index.data(HexModel::OffsetRole).toLongLong(), (row + 2) * 8);
    }

    void modelWritesBytesAndCharacters()
    {
        HexModel model;
        model.setSnapshot(holding(QByteArray("Hi\n\0\xc3\xa9!z", 8)));
        model.setFormat({.groupSize = 2, .uppercase = false}, 4);
        model.setWindow(RowNumber(0), 100);
        QCOMPARE(model.rowCount(), 3); // the last one for the position behind the last byte
        QCOMPARE(model.index(0, HexModel::BytesColumn).data().toString(), QStringLiteral("4869 0a00"));
        QCOMPARE(model.index(0, HexModel::CharactersColumn).data().toString(), QStringLiteral("Hi.."));
        QCOMPARE(model.index(1, HexModel::BytesColumn).data().toString(), QStringLiteral("c3a9 217a"));
        QCOMPARE(model.index(1, HexModel::CharactersColumn).data().toString(), QStringLiteral("é.!z"));
        QCOMPARE(model.index(2, HexModel::BytesColumn).data().toString(), QString());
        QCOMPARE(model.index(2, HexModel::OffsetColumn).data().toString(), QStringLiteral("00000008"));
        QCOMPARE(model.headerData(1, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("00000004"));
        QCOMPARE(model.index(1, 0).data(HexModel::ByteCountRole).toInt(), 4);
    }

    void modelShowsWhatCannotBeRead()
    {
        HexModel model;
        model.setSnapshot(counting(16, {{range(4, 2), Gap::Cause::Failed, EIO}}));
        model.setFormat({}, 8);
        model.setWindow(RowNumber(0), 2);
        QCOMPARE(model.index(0, HexModel::BytesColumn).data().toString(),
            QStringLiteral("00 01 02 03 ?? ?? 06 07"));
        QCOMPARE(model.index(0, HexModel::CharactersColumn).data().toString(), QStringLiteral("....??.."));
        QCOMPARE(model.index(0, 0).data(HexModel::UnreadableRole).toInt(), 2);
        QCOMPARE(model.index(1, 0).data(HexModel::UnreadableRole).toInt(), 0);
    }

    void onePageIsOneRead()
    {
        const auto source = std::make_shared<CountingSource>(ByteCount(100'000));
        HexModel model;
        model.setSnapshot({source, source->size(), Revision{0}});
        model.setWindow(RowNumber(100), 60);
        QCOMPARE(source->reads, 0);
        for (int row = 0; row < model.rowCount(); ++row)
            QVERIFY(model.index(row, HexModel::BytesColumn).data().isValid());
        QCOMPARE(model.page().range(), range(1600, 960));
        QCOMPARE(source->reads, 1);
        model.setWindow(RowNumber(100), 60);
        (void)model.page();
        QCOMPARE(source->reads, 1);
        model.setWindow(RowNumber(101), 60);
        (void)model.page();
        QCOMPARE(source->reads, 2);
    }

    void wordsAreLettersAndDigits_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("count");
        //    0         1
        //    0123456789012345678
        //    foo_1, b\xc3\xa9te  x
        QTest::newRow("first") << 0 << 0 << 5;
        QTest::newRow("inside") << 3 << 0 << 5;
        QTest::newRow("comma") << 5 << 5 << 1;
        QTest::newRow("in a character") << 9 << 7 << 5;
        QTest::newRow("last") << 14 << 14 << 1;
        QTest::newRow("end") << 15 << 15 << 0;
    }

    void wordsAreLettersAndDigits()
    {
        QFETCH(int, at);
        QFETCH(int, begin);
        QFETCH(int, count);
        HexModel model;
        model.setSnapshot(holding("foo_1, b\xc3\xa9te  x"));
        QCOMPARE(model.wordAt(ByteOffset(at)), range(begin, count));
    }

    void wordsEndSomewhere()
    {
        HexModel model;
        model.setSnapshot(holding(QByteArray(10'000, 'a')));
        const ByteRange word = model.wordAt(ByteOffset(5'000));
        QVERIFY(word.contains(ByteOffset(5'000)));
        QVERIFY(word.count() <= ByteCount(2'048));
    }
};

QTEST_MAIN(HexModelTest)
#include "HexModelTest.moc"
