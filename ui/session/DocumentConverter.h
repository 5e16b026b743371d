// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/ConversionTask.h"

#include <QObject>

#include <filesystem>
#include <memory>

namespace megascope {

class DocumentSession;

// The converting side of a session: one conversion at a time, of the whole document, in the background. In
// the end it is one edit, which undo takes back. Until then the document can be looked at, but not edited,
// and its file is not followed. GUI thread only.
class DocumentConverter final : public QObject {
    Q_OBJECT

public:
    explicit DocumentConverter(DocumentSession& session);
    ~DocumentConverter() override;

    [[nodiscard]] bool isConverting() const { return m_task != nullptr; }
    // About how many bytes it would write, at most.
    [[nodiscard]] ByteCount bytesToWrite(const Conversion& conversion) const;
    // As many it would write for certain.
    [[nodiscard]] ByteCount fewestBytesToWrite(const Conversion& conversion) const;
    // The folder that it would write them to.
    [[nodiscard]] static std::filesystem::path folder();
    // REQUIRES: nothing is being converted or saved. Refused like an edit when the document may not be
    // edited.
    void convert(const Conversion& conversion);
    // Asks the conversion to stop; nothing is changed then.
    void cancel();
    // Stops it now, and waits for that.
    void abandon();

signals:
    void started();
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    // The last signal of each conversion. An error of kind Cancelled: it was stopped. Where the result has
    // misfits, nothing was changed.
    void ended(const megascope::ConversionOutcome& outcome);

private:
    [[nodiscard]] ConversionOrder order(const Conversion& conversion) const;
    void finish(const ConversionOutcome& outcome);

    DocumentSession& m_session;
    Conversion m_conversion;
    std::unique_ptr<ConversionTask> m_task; // not null while converting
};

} // namespace megascope
