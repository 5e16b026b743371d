// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What the programs that pack say is the truth.

#include "core/file/GrowingSpool.h"
#include "core/file/Vfs.h"
#include "core/unpack/UnpackedContent.h"
#include "core/unpack/Unpacker.h"
#include "tests/core/unpack/Packers.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace megascope;
using namespace megascope::testing;

namespace {

// Gives `bytes` in pieces of random sizes up to `longest`.
StoppableStream streamOf(QByteArray bytes, std::uint64_t longest, std::mt19937_64& random)
{
    return [bytes = std::move(bytes), longest, &random, at = qsizetype{0}](
               std::span<std::byte> out, const std::stop_token&) mutable -> Result<std::size_t> {
        const auto left = std::min<std::size_t>(out.size(), std::size_t(bytes.size() - at));
        const std::size_t count = left == 0 ? 0 : std::min<std::size_t>(left, 1 + random() % longest);
        std::ranges::copy(std::as_bytes(std::span(bytes.constData() + at, count)), out.begin());
        at += qsizetype(count);
        return count;
    };
}

struct Content {
    QByteArray bytes;
    std::optional<Error> error = {};
};

template <class Reading>
Content readAll(Reading&& reading, std::size_t buffer)
{
    Content content;
    QByteArray piece(qsizetype(buffer), Qt::Uninitialized);
    while (true) {
        const Result<std::size_t> got
            = reading.read(std::as_writable_bytes(std::span(piece.data(), buffer)), std::stop_token());
        if (!got) {
            content.error = got.error();
            return content;
        }
        if (*got == 0)
            return content;
        content.bytes.append(piece.constData(), qsizetype(*got));
    }
}

std::span<const std::byte> bytesOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size())));
}

} // namespace

class UnpackTest : public QObject {
    Q_OBJECT

private:
    QList<Packer> m_packers;
    QTemporaryDir m_folder;
    std::mt19937_64 m_random{seed()};

    void addPackers()
    {
        QTest::addColumn<int>("number");
        for (qsizetype i = 0; i < m_packers.size(); ++i)
            QTest::addRow("%s", qPrintable(m_packers[i].name)) << int(i);
    }

    const Packer& packer()
    {
        QFETCH_GLOBAL(const int, number);
        return m_packers[number];
    }

    Content unpacked(const QByteArray& packed, std::uint64_t longest = 1 << 20, std::size_t buffer = 1 << 20)
    {
        const std::optional<Compression> compression = compressionOf(bytesOf(packed));
        if (!compression)
            return {.bytes = "is not recognised", .error = {}};
        return readAll(Unpacker(*compression, streamOf(packed, longest, m_random), "file"), buffer);
    }

    std::shared_ptr<FileSource> file(const QByteArray& content)
    {
        QFile file(m_folder.filePath(QStringLiteral("file")));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
        file.close();
        return FileSource::open(systemVfs(), QFile::encodeName(file.fileName()).toStdString()).value();
    }

private slots:
    void initTestCase_data()
    {
        QStringList missing;
        m_packers = packers(missing);
        if (!missing.isEmpty())
            qWarning("not tested, because not installed: %s", qPrintable(missing.join(QLatin1Char(' '))));
        addPackers();
    }

    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("kf.archive=false")); }

    void whole()
    {
        for (const qsizetype size : {0, 1, 100, 65535, 262144, 1'200'000}) {
            const QByteArray content = mixedContent(size, m_random);
            const QByteArray packed = pack(packer(), content);
            const auto compression = compressionOf(
                bytesOf(packed).first(std::min<std::size_t>(std::size_t(packed.size()), compressionHead)));
            QVERIFY(compression.has_value());
            QCOMPARE(QString::fromLatin1(nameOf(*compression)), packer().name);
            for (const std::uint64_t longest :
                {std::uint64_t(1) << 20, std::uint64_t(50'000), std::uint64_t(1)}) {
                if (longest == 1 && packed.size() > 200'000)
                    continue;
                const Content result
                    = unpacked(packed, longest, m_random() % 2 == 0 ? 1 << 20 : Unpacker::smallestBuffer);
                QVERIFY2(!result.error, result.error ? result.error->message().c_str() : "");
                QVERIFY(result.bytes == content);
            }
        }
    }

    // Very little packed, very much content: each byte of input holds more than a buffer takes.
    void zeros()
    {
        const QByteArray content(isSanitized ? 1'000'000 : 8'000'000, '\0');
        const Content result = unpacked(pack(packer(), content), 3, Unpacker::smallestBuffer);
        QVERIFY(!result.error);
        QVERIFY(result.bytes == content);
    }

    void parts()
    {
        if (!packer().hasParts)
            QSKIP("such a file has one part only");
        for (int round = 0; round < rounds(10); ++round) {
            QByteArray content;
            QByteArray packed;
            const bool fills
                = packer().name != QLatin1String("gzip") && packer().name != QLatin1String("zstd");
            for (int part = int(1 + m_random() % 5); part > 0; --part) {
                const QByteArray next = mixedContent(qsizetype(m_random() % 200'000), m_random);
                content += next;
                packed += pack(packer(), next);
                if (fills && m_random() % 2 == 0)
                    packed.append(qsizetype(4 * (m_random() % 300)), '\0');
            }
            const Content result = unpacked(packed, 1 + m_random() % 100'000);
            QVERIFY2(!result.error, result.error ? result.error->message().c_str() : "");
            QVERIFY(result.bytes == content);
        }
    }

    void cutShort()
    {
        const QByteArray content = mixedContent(1'500'000, m_random);
        const QByteArray packed = pack(packer(), content);
        for (int round = 0; round < rounds(12); ++round) {
            const auto length = qsizetype(compressionHead)
                + qsizetype(m_random() % (std::uint64_t(packed.size()) - compressionHead));
            const QByteArray cut = packed.first(length);
            const Content result = unpacked(cut, 1 + m_random() % 300'000);
            QVERIFY(result.error && result.error->kind == ErrorKind::Damaged);
            QVERIFY2(result.error->detail.starts_with(
                         "cut short at offset " + std::to_string(length) + " of the packed bytes"),
                result.error->message().c_str());
            QVERIFY(content.startsWith(result.bytes));
            if (!packer().unpack.isEmpty())
                QVERIFY(result.bytes.startsWith(runPacker(packer().unpack, cut).out));
        }
    }

    // A part is given wrongly only where the program does so too, and never without a word.
    void damagedBits()
    {
        const QByteArray content = mixedContent(300'000, m_random);
        const QByteArray packed = pack(packer(), content);
        for (int round = 0; round < rounds(30); ++round) {
            QByteArray damaged = packed;
            const auto at = qsizetype(m_random() % std::uint64_t(packed.size()));
            damaged[at] = char(damaged[at] ^ (1 << (m_random() % 8)));
            if (!compressionOf(bytesOf(damaged)))
                continue; // it does not look compressed any more
            const Content result = unpacked(damaged, 1 + m_random() % 300'000);
            QVERIFY2(result.error || result.bytes == content || packer().name == QLatin1String("lzma"),
                qPrintable(QStringLiteral("bit at %1").arg(at)));
            if (packer().unpack.isEmpty())
                continue;
            const PackerResult oracle = runPacker(packer().unpack, damaged);
            const qsizetype lost = 64; // at most, of a bzip2 block
            QVERIFY2(
                result.bytes.startsWith(oracle.out.first(std::max<qsizetype>(oracle.out.size() - lost, 0))),
                qPrintable(QStringLiteral("bit at %1").arg(at)));
            QCOMPARE(oracle.exit == 0, !result.error.has_value());
        }
    }

    void noise()
    {
        const QByteArray head
            = pack(packer(), "text").first(packer().name == QLatin1String("lzma") ? 14 : 10);
        for (int round = 0; round < rounds(200); ++round) {
            QByteArray noise = head;
            for (auto i = m_random() % 3000; i > 0; --i)
                noise.append(char(m_random()));
            (void)unpacked(noise, 1 + m_random() % 3000);
        }
    }

    void otherBytesBehind()
    {
        const QByteArray content = mixedContent(100'000, m_random);
        const QByteArray packed = pack(packer(), content);
        const Content garbage = unpacked(packed + "something else, which is long enough to be seen");
        QVERIFY(garbage.bytes == content);
        QCOMPARE(garbage.error->message(),
            "file: what follows offset " + std::to_string(packed.size()) + " of the packed bytes is not "
                + packer().name.toStdString() + ", and left out");
        for (const qsizetype zeros : {1, 2, 3, 512, 600'000}) {
            const Content filled = unpacked(packed + QByteArray(zeros, '\0'), 1 + m_random() % 300'000);
            QVERIFY2(!filled.error, filled.error ? filled.error->message().c_str() : "");
            QVERIFY(filled.bytes == content);
        }
    }

    void aStreamIsKnownByItsFirstBytes()
    {
        const QByteArray content = mixedContent(200'000, m_random);
        const QByteArray packed = pack(packer(), content);
        for (const std::uint64_t longest : {1, 7, 100'000}) {
            StreamContent stream(streamOf(packed, longest, m_random), "stream");
            const Content result = readAll(stream, 1 << 20);
            QVERIFY(!result.error);
            QVERIFY(result.bytes == content);
            QCOMPARE(QString::fromLatin1(nameOf(*stream.findings()->compression())), packer().name);
        }
        QByteArray damaged = packed;
        for (qsizetype i = packer().name == QLatin1String("lzma") ? 14 : 5; i < damaged.size(); ++i)
            damaged[i] = char(0xff);
        StreamContent stream(streamOf(damaged, 1000, m_random), "stream");
        const Content result = readAll(stream, 1 << 20);
        if (result.bytes != damaged) // something could be unpacked
            return;
        QVERIFY(!result.error);
        QVERIFY(!stream.findings()->compression());
        QVERIFY(compressionOf(bytesOf(damaged)).has_value() == stream.findings()->whyPacked().has_value());
    }

    void theFirstContentComesBeforeTheLast()
    {
        const QByteArray content = mixedContent(6'000'000, m_random);
        const auto packed = file(pack(packer(), content));
        const ByteCount limit = mebibytes(2) + ByteCount(17);
        const Result<Unpacked> unpacked = unpack(systemVfs(), packed, *compressionOf(*packed), limit);
        QVERIFY(unpacked.has_value());
        QVERIFY(unpacked->source->size() > ByteCount(0));
        GrowingSpool& spool = *unpacked->source->spool();
        QCOMPARE(spool.waitFor(ByteCount::max()).phase, GrowingSpool::Phase::Paused);
        QCOMPARE(spool.state().size.value(), limit.value());
        QVERIFY(unpacked->progress->done < unpacked->progress->total);
        spool.goOn(ByteCount::max());
        QCOMPARE(spool.waitFor(ByteCount::max()).phase, GrowingSpool::Phase::Ended);
        QVERIFY(unpacked->source->refresh().has_value());
        QByteArray all(qsizetype(unpacked->source->size().value()), Qt::Uninitialized);
        QVERIFY(unpacked->source
                ->read(ByteOffset(0), std::as_writable_bytes(std::span(all.data(), std::size_t(all.size()))))
                .empty());
        QVERIFY(all == content);
        QCOMPARE(unpacked->progress->done.load(), unpacked->progress->total.load());
    }

    void whatIsNotCompressedIsNotTaken()
    {
        for (const QByteArray& text : {QByteArray(), QByteArray("text\n"), QByteArray("BZh"),
                 QByteArray("BZhis no"), QByteArrayLiteral("\x1f\x8b\x08\xff"),
                 QByteArrayLiteral("]\0\0text that goes on for a while"), QByteArray("PK\x03\x04 a zip file"),
                 QByteArrayLiteral("\x50\x2a\x4d\x18\x04\0\0\0text and more")}) {
            QVERIFY(!compressionOf(bytesOf(text)));
            StreamContent stream(streamOf(text, 2, m_random), "stream");
            QCOMPARE(readAll(stream, 1 << 20).bytes, text);
            QVERIFY(!stream.findings()->compression() && !stream.findings()->whyPacked());
        }
        const QByteArray skipped = QByteArrayLiteral("\x50\x2a\x4d\x18\x04\0\0\0text\x28\xb5\x2f\xfd");
        QVERIFY(compressionOf(bytesOf(skipped)) == Compression::Zstd);
    }
};

QTEST_GUILESS_MAIN(UnpackTest)
#include "UnpackTest.moc"
