// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <cstdint>
#include <random>

namespace megascope::testing {

// The programs that pack and unpack, as an oracle.
struct Packer {
    QString name; // as info prints it
    QStringList pack; // a command that packs its standard input
    QStringList unpack; // one that unpacks it; empty where there is no program
    bool hasParts = true; // packed files may follow one another
};

struct PackerResult {
    int exit = -1;
    QByteArray out;
};

// Those that are here; `missing` gets the names of the others.
[[nodiscard]] QList<Packer> packers(QStringList& missing);
[[nodiscard]] PackerResult runPacker(const QStringList& command, const QByteArray& input);
// Fails the program where that does not work.
[[nodiscard]] QByteArray pack(const Packer& packer, const QByteArray& content);

// The seed of a random test, which is printed: MEGASCOPE_SEED when set.
[[nodiscard]] std::uint64_t seed();
// Something that packs neither well nor badly: lines, runs and noise.
[[nodiscard]] QByteArray mixedContent(qsizetype size, std::mt19937_64& random);

} // namespace megascope::testing
