// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Filling.h"

#include "core/document/PatternSource.h"
#include "ui/session/DocumentText.h"

#include <KLocalizedString>

namespace megascope {

std::expected<Filling, QString> Filling::fromHex(QStringView digits)
{
    return bytesOfHexText(digits).and_then(
        [](std::vector<std::byte>&& bytes) -> std::expected<Filling, QString> {
            if (bytes.empty())
                return std::unexpected(i18n("There are no hexadecimal digits. Nothing was changed."));
            return Filling{.with = std::move(bytes)};
        });
}

PieceTree Filling::pieces(ByteCount size) const
{
    if (size == ByteCount(0))
        return {};
    std::shared_ptr<const Source> source;
    if (const auto* random = std::get_if<Random>(&with))
        source = PatternSource::random(random->seed, size);
    else if (const auto* pattern = std::get_if<Pattern>(&with))
        source = PatternSource::repeating(*pattern, size);
    else
        source = PatternSource::repeating(Pattern{std::byte{0}}, size);
    return PieceTree(Piece{std::move(source), ByteOffset(0), size});
}

} // namespace megascope
