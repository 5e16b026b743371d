// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/core/save/SaveTesting.h"

#include <functional>

#include <sys/stat.h>

namespace megascope::testing {

// Saves of files of the real file system. All of these fail the test when the system refuses.

[[nodiscard]] Bytes contentOf(const std::filesystem::path& path);
[[nodiscard]] std::vector<std::string> namesIn(const std::filesystem::path& folder); // in order
[[nodiscard]] struct stat statOf(const std::filesystem::path& path);

constexpr std::int64_t madeSize = 300'000;
// A file of that size, opened.
[[nodiscard]] SaveCase madeCase(const std::filesystem::path& path);
// In the middle a byte more, or for a patch another one.
void edit(SaveCase& save, SaveStrategy strategy);

[[nodiscard]] Result<SaveResult> savedWith(const SaveCase& save, const SaveOptions& options);
[[nodiscard]] Result<SaveResult> savedBy(const SaveCase& save, std::optional<SaveStrategy> strategy);
// The save succeeded, and the file holds what was saved.
void checkSaved(const SaveCase& save, const Result<SaveResult>& saved);

// What the runner of the tests does with a case, for a child: ends it with 1 when a check fails.
void runCase(const std::function<void()>& work);

} // namespace megascope::testing
