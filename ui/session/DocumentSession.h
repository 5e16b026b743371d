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
#include "ui/session/ContentMark.h"
#include "ui/session/ConversionHistory.h"
#include "ui/session/DocumentEditor.h"
#include "ui/session/FileWatch.h"
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
class DocumentReplacer;
class DocumentSaver;
class EditLogger;
class EditStorage;
class IndexTask;
class SourceIndexing;
struct ConvertedDocument;
struct LoggedFile;
struct ReadEdits;
struct ReplacedDocument;
struct StoredContent;
struct UnsavedEdits;
class UndoKeeper;
struct SaveTarget;

// How to open a document; all of it may be left out.
struct OpenOptions {
    Backend backend = Backend::Automatic;
    std::optional<Encoding> encoding; // detected when absent
};

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
    // Opens the file of edits that a program has left behind, with the edits made. Errors: those of open()
    // and of EditRecovery::restore(). What was read already is not to be used again.
    struct Restored;
    [[nodiscard]] static Result<Restored> restore(const UnsavedEdits& edits);
    [[nodiscard]] static Result<Restored> restore(const UnsavedEdits& edits, const ReadEdits& read);
    ~DocumentSession() override;

    // Empty when the document has no file.
    [[nodiscard]] QString path() const;
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
    // Those of its file, filled in the background. Another object as above.
    [[nodiscard]] const LineIndex& lineIndex() const { return *m_index; }
    [[nodiscard]] bool isIndexing() const;
    // Counts lines in the background, again after each change of the file, until stopIndexing().
    void startIndexing();
    void stopIndexing();

    // Looks at the file now instead of at the next tick of the watch.
    void checkFile();
    // Reads the file that the path names now, after the old one was replaced or changed. Unsaved edits are
    // lost, or made again at the same offsets as one step, as far as the file reaches now; steps before are
    // gone in either case. A conversion or bulk replacement is stopped.
    enum class Edits { Lose, Keep };
    [[nodiscard]] Result<void> reload(Edits edits = Edits::Lose);

signals:
    void snapshotChanged(); // size or bytes; the selection is inside of it already
    void textFormatChanged();
    void selectionChanged(bool reveal); // whoever shows the cursor brings it into sight
    void indexProgressed(qint64 bytesDone, qint64 bytesTotal); // a few times a second
    void indexingEnded(bool complete); // complete: every line is counted; else it was stopped
    void pathChanged(); // the document is another file's now: it was saved under another name
    void fileReplaced(); // the path names another file now; the old one stays shown
    void fileRemoved();
    // Something happened to the file that a person ought to know; one line.
    void problemFound(megascope::DocumentSession::Severity severity, const QString& text);

private:
    friend class DocumentConverter;
    friend class DocumentReplacer;
    friend class DocumentSaver;

    DocumentSession(std::shared_ptr<FileSource> source, const OpenOptions& options);
    enum class PathState { Same, Removed, Replaced, Failed };

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
    void setFormat(const TextFormat& format);
    void goOnWithSource(ByteOffset unchangedTo);
    void makeAgain(const PieceTree& edited, const PieceTree& before);
    void watch();
    void followFile(const FileWatch::Sight& sight);
    void followPath(const FileWatch::Sight& sight);
    void followContent(const FileIdentity& now);
    void takeContent(ByteCount size, bool appended);
    void report(Severity severity, const Error& error);
    // For the saver.
    [[nodiscard]] std::optional<SaveTarget> saveTarget() const; // nothing without a file
    // What is returned is to be called before the save writes anything, in any thread.
    [[nodiscard]] Result<std::function<void()>> keepForUndo(UndoKeeper& keeper);
    [[nodiscard]] Result<void> takeSaved(
        const UndoKeeper& keeper, const FileIdentity& identity, ByteOffset unchangedTo);
    [[nodiscard]] Result<void> takeCopy(const std::filesystem::path& path, const FileIdentity& identity,
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
    std::unique_ptr<DocumentSaver> m_saver;
    std::unique_ptr<DocumentConverter> m_converter;
    std::unique_ptr<DocumentReplacer> m_replacer;
    std::unique_ptr<EditLogger> m_logger; // null where edits are not kept: of what cannot be opened again
    Backend m_backend = Backend::Automatic;
    std::optional<Encoding> m_chosenEncoding;
    TextFormat m_format;
    Selection m_selection;
    std::shared_ptr<LineIndex> m_index; // of fileSnapshot()
    std::unique_ptr<LineMap> m_lines;
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
    std::unique_ptr<FileWatch> m_watch;
    FileIdentity m_identity; // of the open file, as last seen
    FileIdentity m_baseIdentity; // of the file when it held what the document knows of it
    PathState m_pathState = PathState::Same; // as it was told
    ContentMark m_mark; // of fileSnapshot(), while lines are counted
    bool m_saveWasFinished = false;
    QTimer m_quiet; // runs while a file that changes in place is left alone
    QString m_lastReport; // the same trouble is told once, not every second
};

// A session with edits that were restored.
struct DocumentSession::Restored {
    std::unique_ptr<DocumentSession> session;
    bool isWhole = true; // else some of the last edits could not be restored
    bool isSameFile = true; // else the file was changed since, and the edits were made as far as they fit
};

} // namespace megascope
