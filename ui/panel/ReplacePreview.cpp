// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/ReplacePreview.h"

#include "ui/panel/FindStatus.h"
#include "ui/panel/MatchTable.h"
#include "ui/session/DocumentSession.h"

#include <KLocalizedString>

#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace megascope {

ReplacePreview::ReplacePreview(DocumentSession& session, const std::shared_ptr<FoundMatches>& matches,
    const MatchReplacer& replacer, QWidget* parent)
    : QDialog(parent)
    , m_replacements(matches, replacer, matches->pattern().isOfBytes())
    , m_table(new MatchTable(session, matches, this, &m_replacements))
    , m_status(new QLabel(this))
    , m_replace(new QPushButton(i18nc("@action:button", "Replace &All"), this))
{
    setWindowTitle(i18nc("@title:window", "Replace All"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_replace, QDialogButtonBox::AcceptRole);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_status);
    layout->addWidget(m_table, 1);
    layout->addWidget(buttons);
    m_replace->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &MatchTable::chosen, this, &ReplacePreview::chosen);
    connect(m_table, &MatchTable::closeWanted, this, &QDialog::reject, Qt::QueuedConnection);
    connect(&m_replacements, &Replacements::changed, this, &ReplacePreview::showStatus);
    for (const auto signal : {&FoundMatches::grown, &FoundMatches::progressed, &FoundMatches::ended})
        connect(matches.get(), signal, this, &ReplacePreview::showStatus);
    connect(&session, &DocumentSession::snapshotChanged, this, &ReplacePreview::showStatus);
    m_table->setFocus();
    showStatus();
}

QSize ReplacePreview::sizeHint() const
{
    const QSize least(fontMetrics().averageCharWidth() * 130, fontMetrics().lineSpacing() * 28);
    return parentWidget() ? least.expandedTo(parentWidget()->size() * 0.8) : least;
}

void ReplacePreview::showStatus()
{
    const FoundMatches& matches = *m_replacements.matches();
    QStringList texts{findStatus(matches, {})};
    const std::int64_t leftOut = m_replacements.leftOutCount();
    if (leftOut > 0)
        texts.append(i18ncp("@info:status matches that will not be replaced", "%2 is left out",
            "%2 are left out", qlonglong(leftOut), QLocale().toString(qlonglong(leftOut))));
    if (leftOut >= Replacements::mostLeftOut)
        texts.append(i18nc("@info:status", "no more can be"));
    if (!matches.isKept())
        texts = {i18n("The document has changed meanwhile. Look at the preview again.")};
    if (const QString trouble = findTrouble(matches); !trouble.isEmpty())
        texts.append(trouble);
    m_status->setText(texts.join(QStringLiteral(" · ")));
    const bool isEmpty = !matches.isSearching() && matches.count() <= leftOut;
    m_replace->setEnabled(matches.isKept() && !isEmpty);
}

} // namespace megascope
