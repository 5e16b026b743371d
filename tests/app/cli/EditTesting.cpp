// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/EditTesting.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace megascope::testing {
namespace {

// An edit, as a line of a script and as what it does to a flat array.
struct Edit {
    enum class Kind { Overwrite, Insert, Delete, Copy };
    Kind kind = Kind::Overwrite;
    qint64 offset = 0;
    QByteArray bytes; // of the first two
    qint64 length = 0; // of the others
    qint64 to = 0; // of Copy

    [[nodiscard]] QByteArray line() const
    {
        const QByteArray place = QByteArray::number(offset);
        switch (kind) {
        case Kind::Overwrite:
            return "overwrite " + place + ' ' + bytes.toHex() + '\n';
        case Kind::Insert:
            return "insert " + place + ' ' + bytes.toHex() + '\n';
        case Kind::Delete:
            return "delete " + place + ' ' + QByteArray::number(length) + '\n';
        default:
            return "copy " + place + ' ' + QByteArray::number(length) + ' ' + QByteArray::number(to) + '\n';
        }
    }

    void applyTo(QByteArray& content) const
    {
        switch (kind) {
        case Kind::Overwrite:
            content.replace(offset, bytes.size(), bytes);
            break;
        case Kind::Insert:
            content.insert(offset, bytes);
            break;
        case Kind::Delete:
            content.remove(offset, length);
            break;
        case Kind::Copy:
            content.insert(to, content.mid(offset, length));
        }
    }
};

} // namespace

Scenario someScenario(QRandomGenerator& random, const QString& strategy)
{
    Scenario scenario;
    scenario.before.resize(qsizetype(random.bounded(1, 60'000)));
    random.generate(scenario.before.begin(), scenario.before.end());
    scenario.after = scenario.before;
    const bool sameSize = strategy == QLatin1String("patch");
    for (int edits = random.bounded(1, 4); edits > 0; --edits) {
        const qint64 size = scenario.after.size();
        Edit edit;
        edit.kind = sameSize ? Edit::Kind::Overwrite : Edit::Kind(random.bounded(4));
        edit.offset = random.bounded(size);
        edit.length = random.bounded(1, int(std::min<qint64>(size - edit.offset, 3000)) + 1);
        edit.to = random.bounded(size);
        edit.bytes = QByteArray(edit.length, char('a' + edits));
        if (edit.kind == Edit::Kind::Delete && edit.length == size)
            continue;
        edit.applyTo(scenario.after);
        scenario.script += edit.line();
    }
    return scenario;
}

void EditFixture::write(const Scenario& scenario)
{
    m_file = m_folder.write(QStringLiteral("file"), scenario.before);
    m_script = m_folder.write(QStringLiteral("script"), scenario.script);
}

QStringList EditFixture::edit(const QString& how) const
{
    return {QStringLiteral("edit"), m_file, QStringLiteral("--script"), m_script, how};
}

QStringList EditFixture::leftovers() const
{
    QStringList names = QFileInfo(m_file).dir().entryList(QDir::Files | QDir::Hidden);
    names.removeIf([](const QString& name) { return !name.contains(QLatin1String("megascope")); });
    return names;
}

void EditFixture::removeLeftovers() const
{
    for (const QString& name : leftovers())
        QFileInfo(m_file).dir().remove(name);
}

QByteArray EditFixture::contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void EditFixture::addStrategies()
{
    QTest::addColumn<QString>("strategy");
    for (const char* strategy : {"patch", "shift", "replace"})
        QTest::newRow(strategy) << QString::fromLatin1(strategy);
}

quint32 EditFixture::seed()
{
    const QByteArray given = qgetenv("MEGASCOPE_SEED");
    const quint32 value = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
    qInfo("MEGASCOPE_SEED=%u", value);
    return value;
}

} // namespace megascope::testing
