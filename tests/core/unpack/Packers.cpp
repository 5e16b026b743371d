// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/unpack/Packers.h"

#include <QProcess>
#include <QStandardPaths>

namespace megascope::testing {

namespace {

// There is a module for all that an lzip file is made of, but none for the file.
constexpr auto lzipScript = R"(
import lzma, struct, sys, zlib
data = sys.stdin.buffer.read()
raw = lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 20, "lc": 3, "lp": 0, "pb": 2}])
head = b"LZIP\x01\x14"
sys.stdout.buffer.write(head + raw + struct.pack("<IQQ", zlib.crc32(data), len(data), len(head) + len(raw) + 20))
)";

QStringList words(const char* command)
{
    return QString::fromLatin1(command).split(QLatin1Char(' '));
}

} // namespace

QList<Packer> packers(QStringList& missing)
{
    const QList<Packer> all{{QStringLiteral("gzip"), words("gzip -c"), words("gzip -dc")},
        {QStringLiteral("bzip2"), words("bzip2 -1 -c"), words("bzip2 -dc")},
        {QStringLiteral("xz"), words("xz -1 -c"), words("xz -dc")},
        {QStringLiteral("lzma"), words("xz -1 -c --format=lzma"), words("xz -dc --format=lzma"), false},
        {QStringLiteral("lzip"),
            {QStringLiteral("python3"), QStringLiteral("-c"), QString::fromLatin1(lzipScript)}, {}},
        {QStringLiteral("zstd"), words("zstd -q -c"), words("zstd -q -dc")}};
    QList<Packer> found;
    for (const Packer& packer : all) {
        if (QStandardPaths::findExecutable(packer.pack.first()).isEmpty())
            missing.append(packer.pack.first());
        else
            found.append(packer);
    }
    return found;
}

PackerResult runPacker(const QStringList& command, const QByteArray& input)
{
    QProcess process;
    process.start(command.first(), command.mid(1));
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput()};
}

QByteArray pack(const Packer& packer, const QByteArray& content)
{
    const PackerResult result = runPacker(packer.pack, content);
    if (result.exit != 0)
        qFatal("%s does not pack", qPrintable(packer.name));
    return result.out;
}

std::uint64_t seed()
{
    static const std::uint64_t value = [] {
        const bool isGiven = qEnvironmentVariableIsSet("MEGASCOPE_SEED");
        const std::uint64_t chosen = isGiven
            ? qEnvironmentVariable("MEGASCOPE_SEED").toULongLong()
            : (std::uint64_t{std::random_device()()} << 32) | std::random_device()();
        qInfo("MEGASCOPE_SEED=%llu", static_cast<unsigned long long>(chosen));
        return chosen;
    }();
    return value;
}

QByteArray mixedContent(qsizetype size, std::mt19937_64& random)
{
    QByteArray content;
    content.reserve(size + 4096);
    while (content.size() < size) {
        const auto kind = random() % 3;
        const auto count = qsizetype(random() % 4096);
        if (kind == 0) {
            content.append(count, char(random()));
        } else if (kind == 1) {
            content.append("line ").append(QByteArray::number(random() % 100'000)).append('\n');
        } else {
            for (qsizetype i = 0; i < count / 8; ++i)
                content.append(char(random()));
        }
    }
    content.truncate(size);
    return content;
}

} // namespace megascope::testing
