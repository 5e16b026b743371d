// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Error.h"

#include <expected>
#include <string>

namespace megascope::cli {

// What the program's exit code says.
enum class Exit {
    Done = 0,
    NothingFound = 1,
    BadUsage = 2,
    Failed = 3, // input or output
    Interrupted = 4,
};

// Why a command ended early.
struct Failure {
    Exit exit = Exit::Failed;
    std::string message; // for people; empty when there is nothing to say. May quote what was given as it is
};

template <class T>
using Outcome = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> badUsage(std::string message)
{
    return std::unexpected(Failure{Exit::BadUsage, std::move(message)});
}

[[nodiscard]] inline std::unexpected<Failure> failed(const Error& error)
{
    return std::unexpected(Failure{Exit::Failed, error.message()});
}

// For what is wrong with a file, or with what was asked of it.
[[nodiscard]] inline std::unexpected<Failure> failed(std::string subject, std::string reason)
{
    return failed(Error{.subject = std::move(subject), .detail = std::move(reason)});
}

} // namespace megascope::cli
