// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ReplaceCommands.h"

#include "ui/panel/FindBar.h"
#include "ui/panel/ReplacePreview.h"
#include "ui/panel/ReplaceRow.h"
#include "ui/session/DocumentConverter.h"
#include "ui/session/DocumentSaver.h"
#include "ui/view/DocumentView.h"
#include "ui/window/CopyRoom.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/PaneFinder.h"

#include <KLocalizedString>

#include <QLocale>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;

QString numberText(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

} // namespace

ReplaceCommands::ReplaceCommands(DocumentPane& pane, QWidget* window)
    : QObject(window)
    , m_pane(pane)
    , m_window(window)
{
    connect(&pane.finder(), &PaneFinder::replaceAllWanted, this,
        [this](MatchReplacer& replacer) { start(replacer, {}); });
    connect(&pane.finder(), &PaneFinder::replacementsWanted, this, &ReplaceCommands::list);
}

void ReplaceCommands::ask()
{
    m_pane.finder().askReplacement();
}

// Whether the row that asks is there; else it is now.
bool ReplaceCommands::isAsked()
{
    const bool isAsked = m_pane.finder().hasReplacement();
    if (!isAsked)
        ask();
    return isAsked;
}

void ReplaceCommands::replace()
{
    if (isAsked())
        m_pane.finder().bar().replaceRow().replace();
}

void ReplaceCommands::replaceAll()
{
    if (isAsked())
        m_pane.finder().bar().replaceRow().replaceAll();
}

void ReplaceCommands::preview()
{
    if (isAsked())
        m_pane.finder().bar().replaceRow().list();
}

void ReplaceCommands::list(MatchReplacer& replacer)
{
    m_pane.activeView()->commitInput();
    DocumentSession& session = m_pane.session();
    const std::shared_ptr<FoundMatches> matches = isFree() ? m_pane.finder().finder()->findAll() : nullptr;
    if (!matches)
        return;
    auto* dialog = new ReplacePreview(session, matches, replacer, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(&m_pane.finder(), &PaneFinder::left, dialog, [dialog] { delete dialog; });
    connect(dialog, &ReplacePreview::chosen, &session, [this, &session](const ByteRange& match) {
        session.setSelection({match.begin(), match.end()});
        m_pane.revealCursor();
    });
    connect(dialog, &QDialog::accepted, &replacer,
        [this, dialog, &replacer] { start(replacer, dialog->replacements().leftOutPlaces()); });
    dialog->open();
}

bool ReplaceCommands::isFree()
{
    DocumentSession& session = m_pane.session();
    if (session.replacer().isReplacing())
        m_pane.showMessage(Severity::Information, i18n("Matches are being replaced already."));
    else if (session.converter().isConverting())
        m_pane.showMessage(
            Severity::Information, i18n("The document is being converted. Replace when that is done."));
    else if (session.saver().isSaving())
        m_pane.showMessage(
            Severity::Information, i18n("The document is being saved. Replace when that is done."));
    else
        return true;
    return false;
}

void ReplaceCommands::start(MatchReplacer& replacer, const std::vector<ByteOffset>& leftOut)
{
    m_pane.activeView()->commitInput();
    DocumentSession& session = m_pane.session();
    if (!isFree() || !session.editor().mayEdit())
        return;
    if (!mayWriteCopies(m_window, replacer.bytesToWrite(),
            i18n("Replacing can be stopped at any time; nothing is changed then."),
            KGuiItem(i18nc("@action:button", "Replace All"))))
        return;
    connect(&session.replacer(), &DocumentReplacer::ended, this, &ReplaceCommands::tellEnd,
        static_cast<Qt::ConnectionType>(Qt::UniqueConnection));
    replacer.replaceAll(leftOut);
}

void ReplaceCommands::tellEnd(const ReplaceOutcome& outcome)
{
    const Result<ReplacedDocument>& result = outcome.result;
    FindBar& bar = m_pane.finder().bar();
    if (!result && result.error().kind == ErrorKind::Cancelled)
        bar.say(i18n("Replacing was stopped. Nothing was changed."), false);
    else if (!result)
        m_pane.showMessage(Severity::Error,
            i18n("Nothing was replaced. %1", QString::fromStdString(result.error().message())));
    else if (!result->isWhole())
        bar.say(whyNothing(*result), true);
    else
        bar.say(i18np("%2 replacement", "%2 replacements", qlonglong(result->replaced.count),
                    numberText(result->replaced.count)),
            false);
}

QString ReplaceCommands::whyNothing(const ReplacedDocument& document) const
{
    const DocumentSession& session = m_pane.session();
    const SearchEnd& end = document.replaced.end;
    if (end.kind == SearchEnd::Kind::TooComplex) {
        const auto line = session.lineMap().lineAt(session.snapshot(), end.at);
        return line
            ? i18n("Nothing was replaced: the expression takes too many steps in line %1, at offset %2.",
                  numberText(line->value() + 1), numberText(end.at.value()))
            : i18n("Nothing was replaced: the expression takes too many steps at offset %1.",
                  numberText(end.at.value()));
    }
    if (end.kind == SearchEnd::Kind::OutOfMemory)
        return i18n("Nothing was replaced: there is not enough memory.");
    if (!end.unreadable.empty())
        return i18n("Nothing was replaced: bytes from offset %1 on could not be read.",
            numberText(end.unreadable.front().begin().value()));
    return i18nc("@info:status", "Not found.");
}

} // namespace megascope
