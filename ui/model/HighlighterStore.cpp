// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HighlighterStore.h"

#include "ui/model/HighlighterFormat.h"

#include <KLocalizedString>

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <ranges>
#include <utility>

namespace megascope {

namespace {

QString dataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + QStringLiteral("/megascope/highlighters");
}

QString failure(const QString& path, const QString& reason)
{
    return i18nc("@info a file and what is wrong with it", "%1: %2", path, reason);
}

bool isBefore(const HighlighterSet& a, const HighlighterSet& b)
{
    return QString::localeAwareCompare(a.name, b.name) < 0;
}

} // namespace

HighlighterStore::HighlighterStore(const QString& folder)
    : m_folder(folder.isEmpty() ? dataFolder() : folder)
{
}

std::shared_ptr<HighlighterStore> HighlighterStore::shared()
{
    static std::weak_ptr<HighlighterStore> known;
    std::shared_ptr<HighlighterStore> store = known.lock();
    if (!store) {
        store = std::make_shared<HighlighterStore>();
        known = store;
    }
    return store;
}

void HighlighterStore::load() const
{
    if (std::exchange(m_isLoaded, true))
        return;
    const QDir folder(m_folder);
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString path = folder.filePath(name);
        std::expected<HighlighterSet, QString> set = read(path);
        if (set && m_paths.contains(set->name))
            set = std::unexpected(failure(path, i18n("another file has a set of the same name")));
        if (!set) {
            m_problems.append(set.error());
            continue;
        }
        m_paths.insert(set->name, path);
        m_own.push_back(*std::move(set));
    }
    std::ranges::sort(m_own, isBefore);
}

const std::vector<HighlighterSet>& HighlighterStore::own() const
{
    load();
    return m_own;
}

std::vector<HighlighterSet> HighlighterStore::all() const
{
    std::vector<HighlighterSet> sets = own();
    std::ranges::move(builtInHighlighters(), std::back_inserter(sets));
    return sets;
}

QStringList HighlighterStore::problems() const
{
    load();
    return m_problems;
}

std::shared_ptr<const HighlighterSet> HighlighterStore::named(const QString& name) const
{
    for (HighlighterSet& set : all()) {
        if (set.name == name)
            return std::make_shared<const HighlighterSet>(std::move(set));
    }
    return nullptr;
}

std::shared_ptr<const HighlighterSet> HighlighterStore::chosen(
    const HighlighterChoice& choice, const QString& path) const
{
    switch (choice.kind) {
    case HighlighterChoice::Kind::None:
        return nullptr;
    case HighlighterChoice::Kind::Named:
        return named(choice.name);
    case HighlighterChoice::Kind::Automatic:
        break;
    }
    for (HighlighterSet& set : all()) {
        if (set.isFor(path))
            return std::make_shared<const HighlighterSet>(std::move(set));
    }
    return nullptr;
}

// Of the letters of the name, so that one finds it; and no other file's.
QString HighlighterStore::newPath(const QString& name) const
{
    QString base;
    for (const QChar c : name.toLower().left(60))
        base += c.isLetterOrNumber() ? c : u'-';
    const QDir folder(m_folder);
    for (int number = 1;; ++number) {
        const QString suffix = number == 1 ? QString() : QStringLiteral("-%1").arg(number);
        const QString path = folder.filePath(base + suffix + QStringLiteral(".json"));
        if (!QFileInfo::exists(path) && !m_paths.values().contains(path))
            return path;
    }
}

std::expected<void, QString> HighlighterStore::setOwn(std::vector<HighlighterSet> sets)
{
    load();
    if (!QDir().mkpath(m_folder))
        return std::unexpected(failure(m_folder, i18n("this folder cannot be made")));
    QHash<QString, QString> paths;
    for (const HighlighterSet& set : sets) {
        const QString path = m_paths.contains(set.name) ? m_paths.value(set.name) : newPath(set.name);
        const auto before = std::ranges::find(m_own, set.name, &HighlighterSet::name);
        if (before == m_own.end() || *before != set) {
            if (auto written = write(path, set); !written)
                return written;
        }
        paths.insert(set.name, path);
        m_paths.insert(set.name, path);
    }
    for (const QString& path : std::as_const(m_paths)) {
        if (!paths.values().contains(path) && QFileInfo::exists(path) && !QFile::remove(path))
            return std::unexpected(failure(path, i18n("this file cannot be removed")));
    }
    m_paths = std::move(paths);
    m_own = std::move(sets);
    std::ranges::sort(m_own, isBefore);
    emit changed();
    return {};
}

std::expected<HighlighterSet, QString> HighlighterStore::read(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(failure(path, file.errorString()));
    const QByteArray json = file.read(largestHighlighterFile + 1);
    if (file.error() != QFileDevice::NoError)
        return std::unexpected(failure(path, file.errorString()));
    return highlighterFromJson(json).transform_error(
        [&](const QString& error) { return failure(path, error); });
}

std::expected<void, QString> HighlighterStore::write(const QString& path, const HighlighterSet& set)
{
    QSaveFile file(path);
    const QByteArray json = highlighterToJson(set);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit())
        return std::unexpected(failure(path, file.errorString()));
    return {};
}

} // namespace megascope
