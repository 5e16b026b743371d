// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

#include <QList>
#include <QString>

#include <memory>

namespace KSyntaxHighlighting {
class Repository;
}

namespace megascope {

// How the syntax of a document is chosen.
struct SyntaxChoice {
    enum class Kind { Automatic, None, Named }; // Automatic: by the file's name, else by its first bytes
    Kind kind = Kind::Automatic;
    QString name; // for Named

    friend bool operator==(const SyntaxChoice&, const SyntaxChoice&) = default;
};

// The definitions of syntaxes and the themes there are; one for the program. They are loaded at the first
// question, which takes some milliseconds: none must be asked before the first picture is shown. GUI thread
// only.
class SyntaxRepository {
public:
    struct Entry {
        QString name; // what is stored
        QString title; // what is shown
    };
    // A menu of definitions, ordered by title.
    struct Section {
        QString title;
        QList<Entry> definitions;
    };

    SyntaxRepository();
    ~SyntaxRepository();
    // The one that whoever holds one holds already; a new one when there is none.
    [[nodiscard]] static std::shared_ptr<const SyntaxRepository> shared();

    [[nodiscard]] QList<Section> sections() const;
    [[nodiscard]] QList<Entry> themes() const;

    // Not valid when there is none. `head` is the begin of the file, some hundred bytes.
    [[nodiscard]] KSyntaxHighlighting::Definition definition(
        const SyntaxChoice& choice, const QString& fileName, const QByteArray& head) const;
    // The theme of that name; with no such name the one for light or dark backgrounds.
    [[nodiscard]] KSyntaxHighlighting::Theme theme(const QString& name, bool dark) const;

private:
    [[nodiscard]] KSyntaxHighlighting::Repository& repository() const;

    mutable std::unique_ptr<KSyntaxHighlighting::Repository> m_repository; // null: not loaded yet
};

} // namespace megascope
