// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FileNotes.h"

#include "core/save/StateFolder.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <limits>

namespace megascope {

namespace {

using namespace Qt::StringLiterals;

// {"path", "size", "bookmarks": [{"at", "bytes", "digest"}], "filter": {"any", "context", "conditions":
// [{"text", "regex", "case", "without", "off"}]}}

constexpr qint64 longestNotes = 1 << 20; // bytes
constexpr qsizetype longestPattern = 1 << 16; // characters

QString notesFolder()
{
    const std::filesystem::path state = stateFolder();
    return state.empty() ? QString() : QFile::decodeName((state / "files").c_str());
}

QString notesPath(const QString& path)
{
    const QByteArray name = QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha1);
    return notesFolder() + QLatin1Char('/') + QString::fromLatin1(name.toHex()) + QStringLiteral(".json");
}

QJsonObject filterObject(const FilterSpec& filter)
{
    QJsonArray conditions;
    for (const LineCondition& condition : filter.conditions)
        conditions.append(QJsonObject{{"text"_L1, QString::fromStdString(condition.pattern.text)},
            {"regex"_L1, condition.pattern.kind == Pattern::Kind::Regex},
            {"case"_L1, condition.pattern.matchCase}, {"without"_L1, condition.negated},
            {"off"_L1, !condition.enabled}});
    return {{"any"_L1, filter.combine == FilterSpec::Combine::Any}, {"context"_L1, filter.context},
        {"conditions"_L1, conditions}};
}

FilterSpec filterFrom(const QJsonObject& object)
{
    const bool isAny = object.value("any"_L1).toBool();
    FilterSpec filter{.conditions = {},
        .combine = isAny ? FilterSpec::Combine::Any : FilterSpec::Combine::All,
        .context = std::clamp(object.value("context"_L1).toInt(), 0, FileNotesStore::mostContext)};
    for (const QJsonValue& value : object.value("conditions"_L1).toArray()) {
        const QJsonObject one = value.toObject();
        const QString text = one.value("text"_L1).toString();
        if (text.size() > longestPattern || filter.conditions.size() == FileNotesStore::mostConditions)
            continue;
        const bool isRegex = one.value("regex"_L1).toBool();
        filter.conditions.push_back({.pattern = {.kind = isRegex ? Pattern::Kind::Regex : Pattern::Kind::Text,
                                         .text = text.toStdString(),
                                         .matchCase = one.value("case"_L1).toBool(true)},
            .negated = one.value("without"_L1).toBool(),
            .enabled = !one.value("off"_L1).toBool()});
    }
    return filter;
}

QJsonArray bookmarksArray(const std::vector<MarkedLine>& bookmarks)
{
    QJsonArray array;
    for (const MarkedLine& line : bookmarks)
        array.append(
            QJsonObject{{"at"_L1, qint64(line.begin.value())}, {"bytes"_L1, qint64(line.size.value())},
                {"digest"_L1, QString::fromLatin1(line.digest.toHex())}});
    return array;
}

// Only what makes sense: the file may have been edited, or damaged.
std::vector<MarkedLine> bookmarksFrom(const QJsonArray& array)
{
    constexpr qint64 longestLine = 4096;
    constexpr qint64 farthest = std::numeric_limits<qint64>::max() / 4;
    std::vector<MarkedLine> bookmarks;
    for (const QJsonValue& value : array) {
        const QJsonObject one = value.toObject();
        const qint64 at = one.value("at"_L1).toInteger(-1);
        const qint64 bytes = one.value("bytes"_L1).toInteger(-1);
        if (at < 0 || at > farthest || bytes < 0 || bytes > longestLine
            || bookmarks.size() == FileNotesStore::mostBookmarks)
            continue;
        const QByteArray digest = one.value("digest"_L1).toString().toLatin1();
        bookmarks.push_back(
            {.begin = ByteOffset(at), .size = ByteCount(bytes), .digest = QByteArray::fromHex(digest)});
    }
    std::ranges::sort(bookmarks, {}, &MarkedLine::begin);
    return bookmarks;
}

// The oldest go.
void keepToTheLast(const QString& folder)
{
    const QFileInfoList files
        = QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Time);
    for (qsizetype i = FileNotesStore::mostFiles; i < files.size(); ++i)
        QFile::remove(files[i].filePath());
}

} // namespace

bool FileNotes::isEmpty() const
{
    const bool isFiltered = std::ranges::any_of(
        filter.conditions, [](const LineCondition& condition) { return !condition.pattern.text.empty(); });
    return bookmarks.empty() && !isFiltered;
}

std::optional<FileNotes> FileNotesStore::load(const QString& path)
{
    QFile file(notesPath(path));
    if (notesFolder().isEmpty() || !file.open(QIODevice::ReadOnly) || file.size() > longestNotes)
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    if (object.value("path"_L1).toString() != path)
        return std::nullopt;
    const qint64 size = object.value("size"_L1).toInteger();
    return FileNotes{.bookmarks = bookmarksFrom(object.value("bookmarks"_L1).toArray()),
        .size = ByteCount(std::clamp<qint64>(size, 0, std::numeric_limits<qint64>::max() / 4)),
        .filter = filterFrom(object.value("filter"_L1).toObject())};
}

void FileNotesStore::save(const QString& path, const FileNotes& notes)
{
    const QString folder = notesFolder();
    if (folder.isEmpty())
        return;
    const QString name = notesPath(path);
    if (notes.isEmpty()) {
        QFile::remove(name);
        return;
    }
    QDir().mkpath(folder);
    const bool isNew = !QFile::exists(name);
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const QJsonObject object{{"path"_L1, path}, {"size"_L1, qint64(notes.size.value())},
        {"bookmarks"_L1, bookmarksArray(notes.bookmarks)}, {"filter"_L1, filterObject(notes.filter)}};
    file.write(QJsonDocument(object).toJson(QJsonDocument::Compact));
    if (file.commit() && isNew)
        keepToTheLast(folder);
}

} // namespace megascope
