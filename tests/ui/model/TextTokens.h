// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/support/MemorySource.h"
#include "ui/model/TextRows.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <random>
#include <vector>

namespace megascope::texttokens {

// For a random test: told, and taken back from MEGASCOPE_SEED.
inline unsigned seed()
{
    const QByteArray wanted = qgetenv("MEGASCOPE_SEED");
    const unsigned seed = wanted.isEmpty() ? std::random_device()() : wanted.toUInt();
    qInfo("seed %u", seed);
    return seed;
}

// A piece of UTF-8 of which is known, without any decoding, how it is shown. Tokens keep apart from each
// other.
struct Token {
    QByteArray bytes;
    QString shown;
    int cells = 1; // of a tab: 0
    bool endsLine = false;
};

inline std::vector<Token> tokens()
{
    const auto plain = [](const char16_t* text, int cells) {
        return Token{QString::fromUtf16(text).toUtf8(), QString::fromUtf16(text), cells};
    };
    const auto label = [](const QByteArray& bytes, const char16_t* shown, int cells) {
        return Token{bytes, QString::fromUtf16(shown), cells};
    };
    std::vector<Token> all;
    for (const char c : QByteArray("abcdefghijklmnop 01234,;:/ "))
        all.push_back({QByteArray(1, c), QString(QLatin1Char(c)), 1});
    all.push_back(label("\t", u"\t", 0));
    all.push_back(plain(u"é", 1));
    all.push_back(plain(u"Ж", 1));
    all.push_back(plain(u"漢", 2));
    all.push_back(plain(u"한", 2));
    all.push_back(plain(u"e\u0301", 1));
    all.push_back(plain(u"\u05e9", 1));
    all.push_back(plain(u"\U0001f600", 2));
    all.push_back(plain(u"\U0001f468\u200d\U0001f469\u200d\U0001f467", 2));
    all.push_back(plain(u"\u2764\ufe0f", 2));
    all.push_back(label(QByteArray(1, '\0'), u"\u2400", 1));
    all.push_back(label("\x1b", u"\u241b", 1));
    all.push_back(label("\xc2\x85", u"[NEL]", 5));
    all.push_back(label("\xe2\x80\xae", u"[RLO]", 5));
    all.push_back(label("\xff", u"\\xFF", 5));
    all.push_back(label("\xc3", u"\\xC3", 5));
    return all;
}

// A text of `count` tokens; every `lineLength`th on average is a line end.
inline std::vector<Token> randomText(std::mt19937& random, int count, int lineLength)
{
    static const std::vector<Token> all = tokens();
    std::vector<Token> text;
    for (int i = 0; i < count; ++i) {
        if (random() % static_cast<unsigned>(lineLength) == 0)
            text.push_back(random() % 2 ? Token{"\n", {}, 0, true} : Token{"\r\n", {}, 0, true});
        else
            text.push_back(all[random() % all.size()]);
    }
    return text;
}

inline QByteArray bytesOf(const std::vector<Token>& text)
{
    QByteArray bytes;
    for (const Token& token : text)
        bytes += token.bytes;
    return bytes;
}

inline Snapshot snapshotOf(const QByteArray& bytes)
{
    std::vector<std::byte> copy(static_cast<std::size_t>(bytes.size()));
    std::ranges::transform(bytes, copy.begin(), [](char c) { return static_cast<std::byte>(c); });
    return {std::make_shared<MemorySource>(std::move(copy)), ByteCount(bytes.size()), Revision{0}};
}

inline TextRows rowsOf(const QByteArray& bytes, const TextRowOptions& options = {})
{
    return {snapshotOf(bytes), TextFormat{}, options};
}

// From front to back.
inline std::vector<TextRow> allRows(const TextRows& rows)
{
    std::vector<TextRow> all{rows.at(ByteOffset(0))};
    while (const std::optional<TextRow> next = rows.next(all.back()))
        all.push_back(*next);
    return all;
}

// From front to back, without the end of the row.
inline std::vector<TextStop> stopsOf(const TextRow& row)
{
    std::vector<TextStop> stops;
    for (ByteOffset at = row.begin(); at < row.contentEnd(); at = stops.back().bytes.end())
        stops.push_back(row.stopAt(at));
    return stops;
}

} // namespace megascope::texttokens
