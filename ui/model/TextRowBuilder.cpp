// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextRowBuilder.h"

#include "core/file/ReadPatience.h"
#include "ui/model/TextSpeller.h"
#include "ui/model/TextWrap.h"

namespace megascope {

TextRowBuilder::TextRowBuilder(Encoding encoding, const TextRowOptions& options)
    : m_decoder(encoding)
    , m_options(options)
{
}

std::shared_ptr<const TextSegment> TextRowBuilder::build(
    const Snapshot& snapshot, const Segment& segment, bool isLacking) const
{
    const MissedReads missed;
    auto result = std::make_shared<TextSegment>();
    result->segment = segment;
    result->newlineSize = m_decoder.encoding().unitSize();
    const ByteRange content = segment.content();
    std::vector<std::byte> bytes(static_cast<std::size_t>(content.count().value()));
    const Gaps gaps = snapshot.read(content.begin(), bytes);
    TextSpeller speller(m_decoder, *result);
    if (m_options.hidesSequences) {
        speller.hideSequences();
        speller.spell(bytes, gaps, sequenceCuts(snapshot, segment, m_decoder.encoding()));
    } else {
        speller.spell(bytes, gaps);
    }
    result->isLacking = isLacking || missed.any();
    wrapSegment(*result, m_options);
    return result;
}

} // namespace megascope
