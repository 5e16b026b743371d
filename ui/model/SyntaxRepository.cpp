// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/SyntaxRepository.h"

#include <KSyntaxHighlighting/Repository>

#include <QFileInfo>

#include <algorithm>

namespace megascope {

namespace {

using KSyntaxHighlighting::Definition;
using KSyntaxHighlighting::Repository;
using KSyntaxHighlighting::Theme;

// How files begin that tell what they are, and the definition for them.
struct Beginning {
    const char* bytes;
    const char* definition;
};

constexpr Beginning beginnings[] = {
    {"<?xml", "XML"},
    {"<!DOCTYPE html", "HTML"},
    {"<!doctype html", "HTML"},
    {"<html", "HTML"},
    {"diff --git ", "Diff"},
    {"--- ", "Diff"},
    {"%!PS", "PostScript"},
    {"{\"", "JSON"},
    {"{\n", "JSON"},
    {"[{", "JSON"},
};

// What "#!" names, by how the interpreter's name begins.
constexpr Beginning interpreters[] = {
    {"python", "Python"},
    {"perl", "Perl"},
    {"ruby", "Ruby"},
    {"node", "JavaScript"},
    {"lua", "Lua"},
    {"php", "PHP (HTML)"},
    {"tclsh", "Tcl/Tk"},
    {"awk", "AWK"},
    {"gawk", "AWK"},
    {"zsh", "Zsh"},
    {"bash", "Bash"},
    {"dash", "Bash"},
    {"ksh", "Bash"},
    {"sh", "Bash"},
    {"make", "Makefile"},
};

// "python3.13" of "#!/usr/bin/env -S python3.13 -u\n…".
QByteArray interpreterOf(const QByteArray& head)
{
    const QList<QByteArray> words = head.mid(2, head.indexOf('\n') - 2).simplified().split(' ');
    for (const QByteArray& word : words) {
        const QByteArray name = word.mid(word.lastIndexOf('/') + 1);
        if (name != "env" && !name.startsWith('-'))
            return name;
    }
    return {};
}

template <std::size_t size>
const char* definitionFor(const QByteArray& text, const Beginning (&known)[size])
{
    const auto found
        = std::ranges::find_if(known, [&](const Beginning& b) { return text.startsWith(b.bytes); });
    return found == std::end(known) ? nullptr : found->definition;
}

} // namespace

SyntaxRepository::SyntaxRepository() = default;
SyntaxRepository::~SyntaxRepository() = default;

std::shared_ptr<const SyntaxRepository> SyntaxRepository::shared()
{
    static std::weak_ptr<const SyntaxRepository> held;
    std::shared_ptr<const SyntaxRepository> repository = held.lock();
    if (!repository)
        held = repository = std::make_shared<SyntaxRepository>();
    return repository;
}

Repository& SyntaxRepository::repository() const
{
    if (!m_repository)
        m_repository = std::make_unique<Repository>();
    return *m_repository;
}

QList<SyntaxRepository::Section> SyntaxRepository::sections() const
{
    QList<Section> sections;
    for (const Definition& definition : repository().definitions()) { // ordered by section, then name
        if (definition.isHidden())
            continue;
        if (sections.isEmpty() || sections.last().title != definition.translatedSection())
            sections.append({definition.translatedSection(), {}});
        sections.last().definitions.append({definition.name(), definition.translatedName()});
    }
    return sections;
}

QList<SyntaxRepository::Entry> SyntaxRepository::themes() const
{
    QList<Entry> themes;
    for (const Theme& theme : repository().themes())
        themes.append({theme.name(), theme.translatedName()});
    return themes;
}

Definition SyntaxRepository::definition(
    const SyntaxChoice& choice, const QString& fileName, const QByteArray& head) const
{
    if (choice.kind == SyntaxChoice::Kind::None)
        return {};
    if (choice.kind == SyntaxChoice::Kind::Named)
        return repository().definitionForName(choice.name);
    if (const Definition byName = repository().definitionForFileName(fileName); byName.isValid())
        return byName;
    const char* byBytes = head.startsWith("#!") ? definitionFor(interpreterOf(head), interpreters)
                                                : definitionFor(head, beginnings);
    return byBytes ? repository().definitionForName(QString::fromLatin1(byBytes)) : Definition();
}

Theme SyntaxRepository::theme(const QString& name, bool dark) const
{
    if (!name.isEmpty()) {
        if (const Theme named = repository().theme(name); named.isValid())
            return named;
    }
    return repository().defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme);
}

} // namespace megascope
