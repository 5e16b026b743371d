// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/save/RealSaving.h"

#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include <unistd.h>

namespace megascope::testing {

Bytes contentOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return bytesOf(text);
}

std::vector<std::string> namesIn(const std::filesystem::path& folder)
{
    std::vector<std::string> names = systemVfs().list(folder).value();
    std::ranges::sort(names);
    return names;
}

struct stat statOf(const std::filesystem::path& path)
{
    struct stat status = {};
    CHECK_EQUAL(stat(path.c_str(), &status), 0);
    return status;
}

SaveCase madeCase(const std::filesystem::path& path)
{
    const Bytes content = codedBytes({ByteOffset(0), ByteCount(madeSize)}, 1);
    writeAt(path, 0, content);
    return openCase(systemVfs(), path, content);
}

void edit(SaveCase& save, SaveStrategy strategy)
{
    save.document.insertBytes(
        save.document.size() / 2, strategy == SaveStrategy::Patch ? 1 : 0, bytesOf("!"));
}

Result<SaveResult> savedWith(const SaveCase& save, const SaveOptions& options)
{
    const Result<SavePlan> plan = planSave(systemVfs(), save.document.snapshot(), save.target(), options);
    if (!plan)
        return std::unexpected(plan.error());
    Progress progress;
    return megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress});
}

Result<SaveResult> savedBy(const SaveCase& save, std::optional<SaveStrategy> strategy)
{
    SaveOptions options;
    options.strategy = strategy;
    return savedWith(save, options);
}

void checkSaved(const SaveCase& save, const Result<SaveResult>& saved)
{
    if (!saved)
        plaintest::fail(saved.error().message());
    CHECK(contentOf(save.path) == save.document.bytes());
    CHECK(saved->identity == systemVfs().status(save.path)->identity);
}

void runCase(const std::function<void()>& work)
{
    try {
        work();
    } catch (const plaintest::CaseFailed&) {
        std::fflush(nullptr);
        _exit(1);
    }
}

} // namespace megascope::testing
