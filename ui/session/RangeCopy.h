// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/file/FileSource.h"
#include "ui/session/EditOrder.h"

#include <QMimeData>

#include <expected>

namespace megascope {

class DocumentSession;

// Bytes of a document on the clipboard, or dragged with the mouse, of any size: pasted inside of this program
// they are pieces. Other programs see what else was put into the data, or nothing. Keeps the document's
// sources alive. GUI thread only.
class RangeCopy final : public QMimeData {
    Q_OBJECT

public:
    RangeCopy(const DocumentSession& session, const ByteRange& range);
    // Null when the data is another's.
    [[nodiscard]] static const RangeCopy* of(const QMimeData* data);

    [[nodiscard]] const PieceTree& pieces() const { return m_pieces; }
    [[nodiscard]] bool isOf(const DocumentSession& session) const;
    // The files among the sources hold what they held. Asks the system.
    [[nodiscard]] bool isIntact() const;

private:
    struct File {
        std::shared_ptr<FileSource> source;
        FileIdentity identity;
    };

    PieceTree m_pieces;
    std::shared_ptr<const Source> m_addBuffer; // the document's: tells it from others
    std::vector<File> m_files;
};

enum class PasteAs {
    Text, // into the text view: text in the document's encoding, with its line ends
    Bytes, // into the hex view: bytes where there are some, else text as it is
    HexText, // what the text says in hexadecimal digits
};

// What of `data` a document takes. The error is one line, empty when there is nothing that can be pasted.
[[nodiscard]] std::expected<EditContent, QString> pasteContent(
    const QMimeData& data, PasteAs as, const DocumentSession& session);

} // namespace megascope
