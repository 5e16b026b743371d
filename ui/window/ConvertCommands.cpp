// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ConvertCommands.h"

#include "core/file/Vfs.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentText.h"
#include "ui/view/DocumentView.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>
#include <KMessageBox>
#include <KStandardGuiItem>

#include <QAction>
#include <QFile>
#include <QLocale>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;

QString nameOf(Encoding encoding)
{
    return QString::fromLatin1(encoding.name().data(), qsizetype(encoding.name().size()));
}

QString placeText(const DocumentSession& session, ByteOffset offset)
{
    const QString number = QLocale().toString(qlonglong(offset.value()));
    if (const auto line = session.lineMap().lineAt(session.snapshot(), offset))
        return i18nc("where something is", "line %1, offset %2",
            QLocale().toString(qlonglong(line->value() + 1)), number);
    return i18nc("where something is", "offset %1", number);
}

// How many others there are beside the first one.
QString othersText(const Misfits& misfits)
{
    const qlonglong others = misfits.count - 1;
    if (others == 0)
        return {};
    return QLatin1Char(' ')
        + (misfits.isCountComplete
                ? i18np("There is %1 more such place.", "There are %1 more such places.", others)
                : i18np("There is at least %1 more such place.", "There are at least %1 more such places.",
                      others));
}

// Where copies go. The folder may not be there yet; it will be on the disk of the nearest one above it that
// is.
Result<ByteCount> freeSpace()
{
    std::filesystem::path folder = DocumentConverter::folder();
    Result<ByteCount> free = systemVfs().freeSpace(folder);
    while (!free && free.error().kind == ErrorKind::NotFound && folder.has_relative_path()) {
        folder = folder.parent_path();
        free = systemVfs().freeSpace(folder);
    }
    return free;
}

} // namespace

ConvertCommands::ConvertCommands(DocumentPane& pane, QWidget* window)
    : QObject(window)
    , m_pane(pane)
    , m_window(window)
{
}

void ConvertCommands::convertLineEnds(LineEnding to)
{
    convert(LineEndConversion{to});
}

void ConvertCommands::convertEncoding(Encoding to)
{
    convert(EncodingConversion{to});
}

bool ConvertCommands::isFree()
{
    if (m_pane.session().converter().isConverting())
        m_pane.showMessage(Severity::Information, i18n("The document is being converted already."));
    else if (m_pane.session().saver().isSaving())
        m_pane.showMessage(
            Severity::Information, i18n("The document is being saved. Convert it when that is done."));
    else
        return true;
    return false;
}

bool ConvertCommands::hasRoom(ByteCount fewest, const Result<ByteCount>& free)
{
    if (!free || fewest <= *free)
        return true;
    m_pane.showMessage(Severity::Error,
        i18n("Nothing was converted: that takes at least %1 in the folder %2, which has room for %3.",
            sizeText(fewest), QFile::decodeName(DocumentConverter::folder().c_str()), sizeText(*free)));
    return false;
}

bool ConvertCommands::isWanted(ByteCount size, const Result<ByteCount>& free)
{
    const bool mayNotFit = free && size > *free;
    if (size <= writtenWithoutAsking && !mayNotFit)
        return true;
    QString text = i18n("Up to about %1 will be written to the folder %2, and stay there until the document "
                        "is closed.",
        sizeText(size), QFile::decodeName(DocumentConverter::folder().c_str()));
    if (free)
        text += QLatin1Char(' ') + i18n("It has room for %1.", sizeText(*free));
    if (mayNotFit)
        text += QLatin1Char(' ')
            + i18n("That is enough only if large parts of the document stay as they are.");
    text += QLatin1String("<br><br>")
        + i18n("The file itself stays as it is until the document is saved. Converting can be stopped at any "
               "time; nothing is changed then.");
    return KMessageBox::questionTwoActions(m_window, text, i18nc("@title:window", "Convert"),
               KGuiItem(i18nc("@action:button", "Convert")), KStandardGuiItem::cancel())
        == KMessageBox::PrimaryAction;
}

void ConvertCommands::convert(const Conversion& conversion)
{
    m_pane.activeView()->commitInput();
    DocumentSession& session = m_pane.session();
    if (!isFree() || !session.editor().mayEdit())
        return;
    const Result<ByteCount> free = freeSpace();
    if (!hasRoom(session.converter().fewestBytesToWrite(conversion), free)
        || !isWanted(session.converter().bytesToWrite(conversion), free))
        return;
    m_conversion = conversion;
    m_from = session.textFormat().encoding;
    connect(&session.converter(), &DocumentConverter::ended, this, &ConvertCommands::tellEnd,
        static_cast<Qt::ConnectionType>(Qt::UniqueConnection));
    session.converter().convert(conversion);
}

void ConvertCommands::tellEnd(const ConversionOutcome& outcome)
{
    const Result<ConvertedDocument>& result = outcome.result;
    if (!result && result.error().kind == ErrorKind::Cancelled)
        m_pane.showMessage(Severity::Information, i18n("Converting was stopped. Nothing was changed."));
    else if (!result)
        m_pane.showMessage(Severity::Error,
            i18n("Nothing was converted. %1", QString::fromStdString(result.error().message())));
    else if (result->converted.misfits)
        tellMisfits(*result->converted.misfits);
    else if (!result->converted.isChanged && std::holds_alternative<LineEndConversion>(m_conversion))
        m_pane.showMessage(Severity::Information, i18n("All lines end like that already."));
}

// With a button that goes there.
void ConvertCommands::tellMisfits(const Misfits& misfits)
{
    DocumentSession& session = m_pane.session();
    const QString place = placeText(session, misfits.first.begin());
    const QString text = misfits.kind == Misfits::Kind::Invalid
        ? i18n("The byte or code unit 0x%1 (%2) is no character in %3. Nothing was converted.",
              QString::number(uint(misfits.codePoint), 16).toUpper().rightJustified(2, u'0'), place,
              nameOf(m_from))
        : i18n("%1 has no character %2 (%3). Nothing was converted.",
              nameOf(std::get<EncodingConversion>(m_conversion).to), characterName(misfits.codePoint), place);
    auto* show = new QAction(QIcon::fromTheme(QStringLiteral("go-jump")), i18nc("@action:button", "Show"));
    connect(show, &QAction::triggered, &session,
        [&session, where = misfits.first] { session.setSelection({where.begin(), where.end()}); });
    m_pane.showMessage(Severity::Error, text + othersText(misfits), {show});
}

} // namespace megascope
