// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/ContentSink.h"
#include "core/search/Search.h"
#include "core/search/Substitution.h"
#include "core/text/ConvertedPlaces.h"

#include <optional>

namespace megascope {

// What is to be replaced in a document.
struct ReplaceOrder {
    Snapshot snapshot;
    std::shared_ptr<const Matcher> matcher;
    SearchRequest request;
    std::optional<std::int64_t> most = std::nullopt; // no more matches than so many
    std::vector<ByteOffset> places = {}; // whose new offsets are to be known exactly; ascending
    std::vector<ByteOffset> leftOut = {}; // matches that begin there stay as they are; ascending
};

struct Replaced {
    std::int64_t count = 0;
    SearchEnd end; // Done or Enough, with nothing unreadable: all was replaced
    ByteRange changed; // of the snapshot: from the first match to the last one
    ByteCount size; // of the new content
    ConvertedPlaces places; // a place in a match is at the begin of what replaces it
};

// Makes a content in which matches are replaced, in pieces of bounded memory: what lies between matches close
// to one another is put along with them, all else is kept. Finds in `threads` threads. `progress` is told
// bytes of the range. Errors: those of the sink and of the substitution; ReadFailed. A search that ended
// early is told in the result: then the content is of no use.
[[nodiscard]] Result<Replaced> replaceAll(const ReplaceOrder& order, Substitution& substitution,
    ContentSink& sink, unsigned threads, Progress& progress, std::stop_token stop);

} // namespace megascope
