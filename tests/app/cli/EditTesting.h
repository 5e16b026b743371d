// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/app/cli/CliTesting.h"

#include <QRandomGenerator>

namespace megascope::testing {

// A script of edits, and what it does to a flat array.
struct Scenario {
    QByteArray script;
    QByteArray before;
    QByteArray after;
};

// One to three edits of a small file; of one size when it is to be patched.
[[nodiscard]] Scenario someScenario(QRandomGenerator& random, const QString& strategy);

// A file and a script in a folder of their own.
class EditFixture {
protected:
    Folder m_folder;
    QString m_file;
    QString m_script;

    void write(const Scenario& scenario);
    // The arguments of `edit`, with how it is to be saved.
    [[nodiscard]] QStringList edit(const QString& how) const;
    // What a save has left beside the file.
    [[nodiscard]] QStringList leftovers() const;
    void removeLeftovers() const;
    [[nodiscard]] QByteArray content() const { return contentOf(m_file); }
    [[nodiscard]] static QByteArray contentOf(const QString& path);

    // Adds a column with rows for the strategies.
    static void addStrategies();
    // MEGASCOPE_SEED, or a random one; printed.
    [[nodiscard]] static quint32 seed();
};

} // namespace megascope::testing
