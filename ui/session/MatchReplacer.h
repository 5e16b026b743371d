// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Substitution.h"

#include <QObject>

#include <optional>
#include <vector>

namespace megascope {

class DocumentFinder;
class DocumentSession;

// Replacing what a finder finds: the match that is selected, or all of them. GUI thread only; lives as long
// as the finder.
class MatchReplacer final : public QObject {
    Q_OBJECT

public:
    MatchReplacer(DocumentSession& session, DocumentFinder& finder);
    ~MatchReplacer() override;

    // What is put from now on, see makeSubstitution(); only what is as long as its match when `keepsLength`.
    void setReplacement(const std::string& text, bool keepsLength);
    // What is wrong with it.
    [[nodiscard]] const std::optional<PatternError>& error() const { return m_error; }
    // There is something to find, and something to put.
    [[nodiscard]] bool isReady() const { return m_substitution != nullptr; }

    // What the selection would become; nothing when it is no match.
    using Bytes = std::vector<std::byte>;
    [[nodiscard]] std::optional<Result<Bytes>> replacement() const;
    // What a match would become. REQUIRES: isReady().
    [[nodiscard]] Result<Bytes> replacementOf(const ByteRange& match) const;
    // Replaces the match that is selected, and finds the next one; the latter alone when none is. Errors:
    // those of the substitution; then nothing happens. REQUIRES: isReady().
    [[nodiscard]] Result<void> replace();
    // About how many bytes replaceAll() would write, at most. REQUIRES: isReady().
    [[nodiscard]] ByteCount bytesToWrite() const;
    // Replaces all of them in the background, see DocumentReplacer. REQUIRES: isReady(), and as there.
    void replaceAll(std::vector<ByteOffset> leftOut = {});

signals:
    void changed(); // what is put, or what is wrong with it

private:
    void prepare();
    [[nodiscard]] std::unique_ptr<Substitution> makeOwn();
    [[nodiscard]] bool isMatch(const ByteRange& range) const;

    DocumentSession& m_session;
    DocumentFinder& m_finder;
    std::string m_text;
    bool m_keepsLength = false;
    std::optional<PatternError> m_error;
    std::unique_ptr<Substitution> m_substitution; // for one match at a time
};

} // namespace megascope
