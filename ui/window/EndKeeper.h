// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <QHash>
#include <QObject>

namespace megascope {

class DocumentPane;
class DocumentView;

// Keeps the end of a document in sight while its file is followed. Who scrolls up, or goes somewhere, is left
// there; whoever comes back to the end stays there again. GUI thread only.
class EndKeeper final : public QObject {
    Q_OBJECT

public:
    // Belongs to the pane.
    explicit EndKeeper(DocumentPane& pane);

    // The file is followed, and nobody has scrolled away.
    [[nodiscard]] bool isKeeping() const;
    // Goes to the end, and stays there.
    void keep();

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // of viewports: another size

private:
    void followSession();
    void followViews();
    void takeContent();
    void takeSelection();
    void putSoon();
    void put();
    void judge(const DocumentView& view);
    void setKeeping(bool keeping);

    DocumentPane& m_pane;
    bool m_isKeeping = true; // as long as the file is followed
    bool m_isPutting = false; // put() is about to come
    ByteCount m_size; // of the document when it was seen last
    // The tops of the views as they were put: who is above that has scrolled up.
    QHash<const DocumentView*, ByteOffset> m_tops;
};

} // namespace megascope
