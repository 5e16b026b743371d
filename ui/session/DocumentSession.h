// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"
#include "core/file/FileSource.h"
#include "core/text/Conversion.h"
#include "core/text/LineIndex.h"
#include "core/text/LineMap.h"
#include "core/text/TextFormat.h"
#include "ui/session/ChangeMarks.h"
#include "ui/session/ConversionHistory.h"
#include "ui/session/DocumentEditor.h"
#include "ui/session/OpenedSource.h"
#include "ui/session/Selection.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace megascope {

class DocumentConverter;
class DocumentFollower;
class DocumentReplacer;
class DocumentSaver;
class EditLogger;
class EditStorage;
class IncomingContent;
class IndexTask;
class SourceIndexing;
struct ConvertedDocument;
struct OpenedFile;
struct LoggedFile;
struct ReadEdits;
struct ReplacedDocument;
struct StoredContent;
struct UnsavedEdits;
class UndoKeeper;
struct SaveTarget;

// One open document, for all views of it: the only one that changes its state. Holds the document, how it is
// read as text, the cursor and the selection; counts lines in the background; watches the file. Belongs to
// the GUI thread.
class DocumentSession final : public QObject {
    Q_OBJECT

public:
    enum class Severity { Information, Warning, Error };

    // An empty document without a file.
    explicit DocumentSession(QObject* parent = nullptr);
    // Opens a file. Costs the same for every size of file; lines are counted from startIndexing() on. A save
    // of it that was cut short is brought to its end first.
    [[nodiscard]] static Result<std::unique_ptr<DocumentSession>> open(
        const std::filesystem::path& path, const OpenOptions& options = {});
    [[nodiscard]] static std::unique_ptr<DocumentSession> of(
        const OpenedFile& file, const OpenOptions& options);
    // Shows a file that is open already, and is not to be written to.
    [[nodiscard]] static std::unique_ptr<DocumentSession> fromSource(std::shared_ptr<FileSource> source);
    // Opens the file of edits that a program has left behind, with the edits made. Errors: those of open()
    // and of EditRecovery::restore(). What was read already is not to be used again.
    struct Restored;
    [[nodiscard]] static Result<Restored> restore(const UnsavedEdits& edits);
    [[nodiscard]] static Result<Restored> restore(const UnsavedEdits& edits, const ReadEdits& read);
    ~DocumentSession() override;

    // Empty when the document has no file.
    [[nodiscard]] QString path() const;
    // What people call the document; empty when it is a new one.
    [[nodiscard]] QString title() const;
    // The path; of a compressed file as if it were not.
    [[nodiscard]] QString contentPath() const;
    // Where more of the document comes from, or came from; null where nothing does.
    [[nodiscard]] IncomingContent* incoming() const { return m_incoming.get(); }
    // A compressed file, shown as it is.
    [[nodiscard]] bool isPacked() const { return m_origin == OpenedSource::Origin::PackedFile; }
    // The file looks compressed, but could not be unpacked.
    [[nodiscard]] const std::optional<Error>& whyPacked() const { return m_whyPacked; }
    // The system does not say how long the file is, and it is longer than what was read of it.
    [[nodiscard]] bool isCut() const { return m_source && m_source->isCut(); }
    // An earlier save of the file had been cut short, and was finished when it was opened.
    [[nodiscard]] bool saveWasFinished() const { return m_saveWasFinished; }
    [[nodiscard]] const FileSource* fileSource() const { return m_source.get(); }

    [[nodiscard]] const Snapshot& snapshot() const { return m_document.snapshot(); }
    [[nodiscard]] ByteCount size() const { return m_document.size(); }
    [[nodiscard]] DocumentEditor& editor() { return m_editor; }
    [[nodiscard]] const DocumentEditor& editor() const { return m_editor; }
    // The file as it was taken in last: read, appended to, saved. Empty without one.
    [[nodiscard]] Snapshot fileSnapshot() const;
    // Where the document differs from it.
    [[nodiscard]] const ChangeMarks& changes() const { return m_changes; }
    [[nodiscard]] DocumentSaver& saver() { return *m_saver; }
    [[nodiscard]] DocumentConverter& converter() { return *m_converter; }
    [[nodiscard]] DocumentReplacer& replacer() { return *m_replacer; }
    // The document is on its way through a task of one of these two.
    [[nodiscard]] bool isRewriting() const;

    [[nodiscard]] const TextFormat& textFormat() const { return m_format; }
    // Reads the bytes in another encoding from now on; nothing: detects it.
    void setEncoding(std::optional<Encoding> encoding);
    [[nodiscard]] bool isEncodingDetected() const { return !m_chosenEncoding.has_value(); }

    [[nodiscard]] const Selection& selection() const { return m_selection; }
    // Both ends are clamped to the document. Views make the cursor visible when it moved.
    void setSelection(const Selection& selection);
    void selectAll(ByteOffset from = {}); // what is in sight stays where it is
    // Moves the cursor; the anchor stays where it is when `extend`, else follows.
    void moveCursor(ByteOffset offset, bool extend);

    // The lines of the document, as far as they are counted. Another object after textFormatChanged() and
    // snapshotChanged().
    [[nodiscard]] const LineMap& lineMap() const { return *m_lines; }
    [[nodiscard]] std::shared_ptr<const LineMap> sharedLineMap() const { return m_lines; } // for a task
    // Those of its file, filled in the background. Another object as above.
    [[nodiscard]] const LineIndex& lineIndex() const { return *m_index; }
    [[nodiscard]] bool isIndexing() const;
    // Counts lines in the background, again after each change of the file, until stopIndexing().
    void startIndexing();
    void stopIndexing();

    // Looks what others do to the file.
    [[nodiscard]] DocumentFollower& follower() { return *m_follower; }
    // Looks at the file now instead of at the next tick of the watch.
    void checkFile();
    // Asks again for what could not be read; lines, too, where some could not be counted.
    void retryReading();
    // Reads the file that the path names now, after the old one was replaced or changed. Unsaved edits are
    // lost, or made again at the same offsets as one step, as far as the file reaches now; steps before are
    // gone in either case. A conversion or bulk replacement is stopped.
    enum class Edits { Lose, Keep };
    [[nodiscard]] Result<void> reload(Edits edits = Edits::Lose);
    // The same in two steps: the first, for any thread, takes as long as the storage does. REQUIRES: there is
    // a file.
    [[nodiscard]] std::function<Result<OpenedSource>()> opening() const;
    [[nodiscard]] Result<void> reload(const Result<OpenedSource>& opened, Edits edits);

    // Bytes of the file from `from` on were overwritten by ourselves, and not by a save. Between these two
    // identities nobody else did anything to it.
    void takeWritten(ByteOffset from, bool movesLines, const FileIdentity& before, const FileIdentity& after);

signals:
    void snapshotChanged(); // size or bytes; the selection is inside of it already
    void textFormatChanged();
    void selectionChanged(bool reveal); // whoever shows the cursor brings it into sight
    void indexProgressed(qint64 bytesDone, qint64 bytesTotal); // a few times a second
    void indexingEnded(bool complete); // complete: every line is counted; else it was stopped
    void readAgain(); // by retryReading(): whoever shows bytes reads them once more
    void pathChanged(); // the document is another file's now: it was saved under another name
    // Something happened to the file that a person ought to know; one line.
    void problemFound(megascope::DocumentSession::Severity severity, const QString& text);

private:
    friend class DocumentConverter;
    friend class DocumentFollower;
    friend class DocumentReplacer;
    friend class DocumentSaver;

    friend Result<OpenedFile> openDocumentFile(const std::filesystem::path& path, const OpenOptions& options);

    DocumentSession(const OpenedFile& file, const OpenOptions& options);

    void setUp();
    void resumeIndexing();
    void endIndexTask(bool complete);
    void haltIndexing();
    void fitIndex();
    [[nodiscard]] Selection clamped(const Selection& selection) const;
    void setIndex(NewlineCode newline);
    void makeLineMap();
    void takeEdit(const Selection& selection);
    [[nodiscard]] TextFormat detectFormat() const;
    void detectAgain();
    void followReads();
    void setFormat(const TextFormat& format);
    void goOnWithSource(const FileIdentity& identity, ByteOffset unchangedTo);
    void makeAgain(const PieceTree& edited, const PieceTree& before);
    // Somebody has cut the file before that place, or did so for a while. The follower tells of that.
    [[nodiscard]] bool isCutAt(ByteOffset place) const;
    // For the follower.
    void takeAttributes(const FileIdentity& before, const FileIdentity& now);
    void takeContent(const FileIdentity& now, bool appended);
    void exchangeFile(const OpenedSource& opened, Edits edits);
    void setOrigin(const OpenedSource& opened);
    void takeIncoming();
    // For the saver.
    [[nodiscard]] std::optional<SaveTarget> saveTarget() const; // nothing without a file
    // What is returned is to be called before the save writes anything, in any thread.
    [[nodiscard]] Result<std::function<void()>> keepForUndo(UndoKeeper& keeper);
    void takeSaved(const UndoKeeper& keeper, const std::shared_ptr<FileSource>& source,
        const FileIdentity& identity, ByteOffset unchangedTo);
    void takeCopy(const std::shared_ptr<FileSource>& source, const FileIdentity& identity,
        const Snapshot& copied, History::State state);
    void goOnWith(std::shared_ptr<FileSource> source, const FileIdentity& identity, ByteOffset unchangedTo);
    [[nodiscard]] LoggedFile loggedFile() const;
    void logEdits();
    // For the converter and the replacer.
    [[nodiscard]] Result<std::shared_ptr<EditStorage>> lendStorage();
    void takeConverted(const ConvertedDocument& document, const Conversion& conversion);
    void takeReplaced(const ReplacedDocument& document);
    void takeRewritten(const ByteRange& range, const StoredContent& content, ConversionHistory::Step step);
    void takeLineEnding();
    void takeCrossing(const ConversionHistory::Crossing& crossing);
    // Both return whether there was something to finish. The first looks only where that may be.
    [[nodiscard]] static Result<bool> finishCutSave(const std::filesystem::path& path);

    std::shared_ptr<FileSource> m_source; // null without a file
    ByteCount m_fileSize; // as far as it is taken in
    Document m_document;
    DocumentEditor m_editor{m_document};
    ChangeMarks m_changes{*this};
    std::unique_ptr<DocumentFollower> m_follower;
    std::unique_ptr<DocumentSaver> m_saver;
    std::unique_ptr<DocumentConverter> m_converter;
    std::unique_ptr<DocumentReplacer> m_replacer;
    std::unique_ptr<EditLogger> m_logger; // null where edits are not kept: of what cannot be opened again
    Backend m_backend = Backend::Automatic;
    std::optional<Encoding> m_chosenEncoding;
    TextFormat m_format;
    mutable bool m_formatIsGuessed = false; // not all bytes were there that tell it
    Selection m_selection;
    std::shared_ptr<LineIndex> m_index; // of fileSnapshot()
    std::shared_ptr<LineMap> m_lines;
    // Sources of converted bytes, whose lines were counted with them.
    struct CountedSource {
        std::shared_ptr<const Source> source;
        std::shared_ptr<const LineIndex> lines;
    };
    std::vector<CountedSource> m_countedSources;
    ConversionHistory m_conversions;
    History::State m_historyState = m_document.historyState(); // as of the last edit
    std::unique_ptr<IndexTask> m_indexTask; // not null while counting
    std::unique_ptr<SourceIndexing> m_otherLines;
    bool m_indexingWanted = false;
    bool m_linesAreLost = false; // some bytes could not be read when lines were counted
    OpenedSource::Origin m_origin = OpenedSource::Origin::File;
    std::optional<Error> m_whyPacked;
    std::unique_ptr<IncomingContent> m_incoming;
    FileIdentity m_baseIdentity; // of the file when it held what the document knows of it
    bool m_saveWasFinished = false;
    QTimer m_quiet; // runs while a file that changes in place is left alone
};

} // namespace megascope
