// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <QWidget>

#include <memory>

class KSqueezedTextLabel;
class QProgressBar;
class QToolButton;

namespace megascope {

class DocumentHistogram;
class DocumentSession;
class TimeHistogram;

// The histogram of a document over time, with what it shows in words, and how far it is.
class HistogramPanel final : public QWidget {
    Q_OBJECT

public:
    explicit HistogramPanel(QWidget* parent = nullptr);
    ~HistogramPanel() override;

    // Makes the histogram of a document; null: shows nothing, to be called before the session goes.
    void setSession(DocumentSession* session);
    [[nodiscard]] TimeHistogram& plot() const { return *m_plot; }
    // Null while there is no document.
    [[nodiscard]] DocumentHistogram* histogram() const { return m_histogram.get(); }

signals:
    void placeChosen(megascope::ByteOffset place);

private:
    void showState();
    [[nodiscard]] QString summary() const;

    KSqueezedTextLabel* m_summary;
    QProgressBar* m_progress;
    QToolButton* m_stop;
    QToolButton* m_all;
    TimeHistogram* m_plot;
    std::unique_ptr<DocumentHistogram> m_histogram;
};

} // namespace megascope
