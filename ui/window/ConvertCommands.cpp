// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ConvertCommands.h"

#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentText.h"
#include "ui/view/DocumentView.h"
#include "ui/window/Commands.h"
#include "ui/window/CopyRoom.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

#include <QAction>
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
    else if (m_pane.session().isRewriting())
        m_pane.showMessage(
            Severity::Information, i18n("Matches are being replaced. Convert when that is done."));
    else if (m_pane.session().saver().isSaving())
        m_pane.showMessage(
            Severity::Information, i18n("The document is being saved. Convert it when that is done."));
    else
        return true;
    return false;
}

bool ConvertCommands::hasRoom(ByteCount fewest)
{
    const Result<ByteCount> free = roomForCopies();
    if (!free || fewest <= *free)
        return true;
    m_pane.showMessage(Severity::Error,
        i18n("Nothing was converted: that takes at least %1 in the folder %2, which has room for %3.",
            sizeText(fewest), folderOfCopies(), sizeText(*free)));
    return false;
}

void ConvertCommands::convert(const Conversion& conversion)
{
    m_pane.activeView()->commitInput();
    DocumentSession& session = m_pane.session();
    if (!isFree() || !session.editor().mayEdit())
        return;
    if (!hasRoom(session.converter().fewestBytesToWrite(conversion))
        || !mayWriteCopies(m_window, session.converter().bytesToWrite(conversion),
            i18n("Converting can be stopped at any time; nothing is changed then."),
            KGuiItem(i18nc("@action:button", "Convert"))))
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
