// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Arguments.h"
#include "core/document/Document.h"
#include "core/file/FileSource.h"
#include "core/save/SavePlan.h"

namespace megascope::cli {

inline constexpr Option saveOption{
    "--save", "STRATEGY", "save to FILE: patch, shift, replace, or whichever costs least (auto)", true};
inline constexpr Option outputOption{"--output", "PATH", "write the result to a new file instead"};
inline constexpr Option planOption{"--plan", "", "only print what saving would do"};

// A file that a command edits and then saves, as saveOption, outputOption and planOption say.
class EditedFile {
public:
    // Failures of usage: not exactly one of the options is given, or a strategy that is none. What an earlier
    // save has left half done is to be recovered first.
    [[nodiscard]] static Outcome<EditedFile> open(std::string_view path, const Arguments& arguments);

    [[nodiscard]] Document& document() { return m_document; }
    // Brings the document to the file, as the options say, or prints the plan. Undo goes on working.
    [[nodiscard]] Outcome<void> save();
    // A save in the midst of the work: only where the file itself is saved to.
    [[nodiscard]] Outcome<void> saveBetween();

private:
    EditedFile(std::shared_ptr<FileSource> source, const Arguments& arguments);

    [[nodiscard]] Outcome<void> saveInPlace();
    [[nodiscard]] Outcome<void> printPlan() const;

    std::shared_ptr<FileSource> m_source;
    FileIdentity m_identity; // of the file, as the document knows it
    Document m_document;
    SaveOptions m_options;
    std::string m_output; // empty: the file itself
    bool m_onlyPlan = false;
};

} // namespace megascope::cli
