// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/save/OwnFiles.h"
#include "core/task/Progress.h"

namespace megascope {

class Journal;

// What a save left behind that was cut short.
struct UnfinishedSave {
    enum class State {
        NotBegun, // nothing was written to the file: to be discarded
        Begun, // the file may hold a part of what is new: to be finished
        Finished, // only this was not removed any more: to be discarded
        Damaged, // the journal does not say what is to be done
    };
    State state = State::NotBegun;
    std::filesystem::path path; // what was left
    std::filesystem::path target; // the file that was saved; empty when that is not known
    bool isBeside = true; // it lies where the target lies
};

// What saves of `file` left, beside it or in the state folder, apart from what a save that runs now uses, and
// from what belongs to users other than this one, root and the file's owner. A save that was begun is also
// found when the file had another name in its folder then. Whether a journal is damaged is looked at in its
// first parts only. Errors: those of listing and reading.
[[nodiscard]] Result<std::vector<UnfinishedSave>> findUnfinished(
    const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder = {});
// Whether findUnfinished() may find something that is to be finished, at the cost of a look or two: for when
// a file is opened.
[[nodiscard]] bool mayBeUnfinished(
    const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder = {});
// Whether it may find anything, also what is only to be removed, as cheaply.
[[nodiscard]] bool mayBeLeft(
    const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder = {});
// As findUnfinished(), for all files whose journals lie in the state folder. A folder that is not there holds
// none.
[[nodiscard]] Result<std::vector<UnfinishedSave>> findUnfinishedIn(
    const Vfs& vfs, const std::filesystem::path& stateFolder);

// Brings a save that was begun to its end, and removes its journal. May be cut short itself, and called
// again. The file is the new one afterwards, and its identity is returned. Errors: Damaged, with nothing
// changed; Changed when the file is not the one that the save was for (another has its name, its size is
// neither the old nor the new, or a patch finds bytes that are neither), with nothing changed; Busy; as the
// disk has them, with the journal kept. REQUIRES: the state is Begun or Damaged.
[[nodiscard]] Result<FileIdentity> finishSave(
    const Vfs& vfs, const UnfinishedSave& unfinished, Progress& progress);

// Does so where it is to be done, and discards it otherwise: nothing then. Errors: of both.
[[nodiscard]] Result<std::optional<FileIdentity>> settleSave(
    const Vfs& vfs, const UnfinishedSave& unfinished, Progress& progress);
// The same with all that findUnfinished() finds; what cannot be discarded is in nobody's way. Nothing when
// there was nothing to finish.
[[nodiscard]] Result<std::optional<FileIdentity>> finishSaves(const Vfs& vfs,
    const std::filesystem::path& file, const std::filesystem::path& stateFolder, Progress& progress);

// Removes what was left; the file is not looked at. Where the state is Begun or Damaged, that gives up what
// the journal holds, and the file may stay as it is, half old and half new. Errors: Busy; those of
// Vfs::remove.
[[nodiscard]] Result<void> discardSave(const Vfs& vfs, const UnfinishedSave& unfinished);

// The same error, with the words for the user that the journal holds what is missing.
[[nodiscard]] Error begunError(Error error, const std::filesystem::path& journal);

// What finishSave() does, with a journal that is locked and open.
[[nodiscard]] Result<FileIdentity> rollForward(const Vfs& vfs, Journal& journal,
    const std::filesystem::path& target, WritableFile& file, Progress& progress);

} // namespace megascope
