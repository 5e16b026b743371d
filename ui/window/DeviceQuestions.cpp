// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/DeviceQuestions.h"

#include "core/file/DeviceUse.h"
#include "ui/session/DocumentSession.h"
#include "ui/window/Commands.h"

#include <KGuiItem>
#include <KLocalizedString>
#include <KMessageBox>
#include <KStandardGuiItem>

namespace megascope {

namespace {

QString useText(const DeviceUse& use)
{
    const QString device = QString::fromStdString(use.device);
    return use.place.empty()
        ? i18nc("how a device is used", "%1 is swap space.", device)
        : i18nc("how a device is used", "%1 is mounted on %2.", device, QString::fromStdString(use.place));
}

bool isConfirmed(QWidget& window, const QString& text, const QString& button)
{
    return KMessageBox::warningContinueCancel(&window, text, i18nc("@title:window", "Write to a Device"),
               KGuiItem(button), KStandardGuiItem::cancel(), QString(),
               KMessageBox::Notify | KMessageBox::Dangerous)
        == KMessageBox::Continue;
}

} // namespace

bool mayWriteToDevice(QWidget& window, const DocumentSession& session)
{
    const FileSource* const source = session.fileSource();
    if (!source || source->status().type != FileType::BlockDevice)
        return true;
    const Result<std::vector<DeviceUse>> uses = usesOfDevice(systemVfs(), source->status().deviceNumber);
    QStringList words;
    if (!uses)
        words.append(
            i18n("Whether it is in use cannot be told: %1.", QString::fromStdString(uses.error().message())));
    for (const DeviceUse& use : uses.value_or(std::vector<DeviceUse>()))
        words.append(useText(use));
    if (words.isEmpty() && systemVfs().isClaimed(source->path()))
        words.append(i18n("It is in use: mounted out of sight, or a part of another device."));
    const bool isFree = words.isEmpty();
    if (isFree)
        words.append(i18n("Nothing of it is mounted."));
    const QString use = words.join(QLatin1Char(' '));
    if (!isConfirmed(window,
            i18n("“%1” is a device of %2, not a file. What you changed will be written into it. %3",
                session.path(), sizeText(source->size()), use),
            i18nc("@action:button", "Write to %1", session.path())))
        return false;
    return isFree
        || isConfirmed(window,
            i18n("The system works with what “%1” holds, and does not expect anybody else to write there: "
                 "files on it may be lost. %2 Unmount it first, unless you know better.",
                session.path(), use),
            i18nc("@action:button", "Write Although It Is in Use"));
}

} // namespace megascope
