// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/CopyRoom.h"

#include "core/file/Vfs.h"
#include "ui/session/DocumentConverter.h"
#include "ui/window/Commands.h"

#include <KLocalizedString>
#include <KMessageBox>
#include <KStandardGuiItem>

#include <QFile>

namespace megascope {

// The folder may not be there yet; it will be on the disk of the nearest one above it that is.
Result<ByteCount> roomForCopies()
{
    std::filesystem::path folder = DocumentConverter::folder();
    Result<ByteCount> free = systemVfs().freeSpace(folder);
    while (!free && free.error().kind == ErrorKind::NotFound && folder.has_relative_path()) {
        folder = folder.parent_path();
        free = systemVfs().freeSpace(folder);
    }
    return free;
}

QString folderOfCopies()
{
    return QFile::decodeName(DocumentConverter::folder().c_str());
}

bool mayWriteCopies(QWidget* window, ByteCount size, const QString& promise, const KGuiItem& go)
{
    const Result<ByteCount> free = roomForCopies();
    const bool mayNotFit = free && size > *free;
    if (size <= writtenWithoutAsking && !mayNotFit)
        return true;
    QString text = i18n("Up to about %1 will be written to the folder %2, and stay there until the document "
                        "is closed.",
        sizeText(size), folderOfCopies());
    if (free)
        text += QLatin1Char(' ') + i18n("It has room for %1.", sizeText(*free));
    if (mayNotFit)
        text += QLatin1Char(' ')
            + i18n("That is enough only if large parts of the document stay as they are.");
    text += QLatin1String("<br><br>") + i18n("The file itself stays as it is until the document is saved.")
        + QLatin1Char(' ') + promise;
    return KMessageBox::questionTwoActions(
               window, text, KGuiItem(go).plainText(), go, KStandardGuiItem::cancel())
        == KMessageBox::PrimaryAction;
}

} // namespace megascope
