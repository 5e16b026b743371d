// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How long it takes from the start of the process to the first painted content, for files of different sizes
// and for jumps into them, against a file of 1 KiB in the same run.
//
//     StartupBench [--rounds N] [MORE FILES …]
//
// The window program is taken from the folder above this program's. The files are read just before, so that
// all are warm; sparse files stand for sizes that no disk here would hold.

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

struct Run {
    QString label;
    QStringList arguments;
    std::vector<double> milliseconds = {};
};

QString makeFile(const QTemporaryDir& folder, const QString& name, const QByteArray& piece, qint64 size)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    while (!piece.isEmpty() && file.size() < size)
        file.write(piece);
    file.resize(size);
    return file.fileName();
}

// Milliseconds from starting the program to its word that content was painted.
// `loader` holds the words that start a program built for another system; see `./dev exec`.
double measure(const QStringList& loader, const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    const QStringList command = loader + QStringList{program, QStringLiteral("--startup-time")} + arguments;
    process.start(command.front(), command.sliced(1));
    if (!process.waitForReadyRead(60000))
        qFatal("%s %s painted nothing within a minute", qPrintable(program),
            qPrintable(arguments.join(QLatin1Char(' '))));
    const double elapsed = double(timer.nsecsElapsed()) / 1e6;
    process.waitForFinished(60000);
    return elapsed;
}

double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[std::size_t(share * double(values.size() - 1) + 0.5)];
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments().sliced(1);
    int rounds = 15;
    if (arguments.size() >= 2 && arguments.front() == QLatin1String("--rounds")) {
        rounds = std::max(1, arguments.at(1).toInt());
        arguments.remove(0, 2);
    }
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");

    const QTemporaryDir folder;
    const QString program
        = QFileInfo(QString::fromLocal8Bit(argv[0])).path() + QStringLiteral("/../megascope");
    const QStringList loader
        = qEnvironmentVariable("MEGASCOPE_LOADER").split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const QByteArray words = QByteArray("all work and no play makes a long line ").repeated(1000);
    std::vector<Run> runs;
    const auto add = [&runs](const QString& label, const QString& file) {
        runs.push_back({label, {file}});
        runs.push_back({label + QStringLiteral(", to 50 %"), {QStringLiteral("--goto=50%"), file}});
        runs.push_back({label + QStringLiteral(", to the end"), {QStringLiteral("--goto=end"), file}});
    };
    runs.push_back(
        {QStringLiteral("1 KiB"), {makeFile(folder, QStringLiteral("small.txt"), "a short line\n", 1024)}});
    add(QStringLiteral("64 GiB sparse"),
        makeFile(folder, QStringLiteral("sparse.img"), {}, qint64(64) << 30));
    add(QStringLiteral("one line of 2 GiB"),
        makeFile(folder, QStringLiteral("line.txt"), words, qint64(2) << 30));
    for (const QString& file : arguments)
        add(QFileInfo(file).fileName(), file);

    for (Run& run : runs)
        (void)measure(loader, program, run.arguments); // warms program and file
    for (int round = 0; round < rounds; ++round) {
        for (Run& run : runs)
            run.milliseconds.push_back(measure(loader, program, run.arguments));
    }

    const double base = quantile(runs.front().milliseconds, 0.5);
    std::printf("start to first content, %d rounds in turn; ratios of medians to %s\n", rounds,
        qPrintable(runs.front().label));
    for (const Run& run : runs) {
        const double median = quantile(run.milliseconds, 0.5);
        std::printf("%-36s median %7.1f ms  (min %.1f, p90 %.1f)  ratio %.2f  more %+.1f ms\n",
            qPrintable(run.label), median, quantile(run.milliseconds, 0), quantile(run.milliseconds, 0.9),
            median / base, median - base);
    }
    return 0;
}
