// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"

#include <QHash>
#include <QObject>

#include <expected>
#include <memory>

namespace megascope {

// The highlighter sets there are: the user's own, each a file of its own in the user's data folder, and those
// that come with the program. One for the program. They are read at the first question: none must be asked
// before the first picture is shown. GUI thread only.
class HighlighterStore final : public QObject {
    Q_OBJECT

public:
    // Empty: $XDG_DATA_HOME/megascope/highlighters.
    explicit HighlighterStore(const QString& folder = {});
    // The one that whoever holds one holds already; a new one when there is none.
    [[nodiscard]] static std::shared_ptr<HighlighterStore> shared();

    // By name.
    [[nodiscard]] const std::vector<HighlighterSet>& own() const;
    // Those that come with the program behind the own ones.
    [[nodiscard]] std::vector<HighlighterSet> all() const;
    // Null when there is none of that name.
    [[nodiscard]] std::shared_ptr<const HighlighterSet> named(const QString& name) const;
    // The one for a document of that path; null: none.
    [[nodiscard]] std::shared_ptr<const HighlighterSet> chosen(
        const HighlighterChoice& choice, const QString& path) const;
    // Files that could not be read as sets when that was tried: one line each.
    [[nodiscard]] QStringList problems() const;

    // Writes what differs; all is as before where that fails, as far as it was not written yet. The error is
    // one line that names the file.
    std::expected<void, QString> setOwn(std::vector<HighlighterSet> sets);

    // A set from somebody's file, to be added; the errors are one line that names the file.
    [[nodiscard]] static std::expected<HighlighterSet, QString> read(const QString& path);
    [[nodiscard]] static std::expected<void, QString> write(const QString& path, const HighlighterSet& set);

signals:
    void changed();

private:
    void load() const;
    [[nodiscard]] QString newPath(const QString& name) const;

    const QString m_folder;
    mutable bool m_isLoaded = false;
    mutable std::vector<HighlighterSet> m_own;
    mutable QHash<QString, QString> m_paths; // by name
    mutable QStringList m_problems;
};

} // namespace megascope
