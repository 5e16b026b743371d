// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace megascope {

class DocumentHistogram;
class FoundMatches;

// Draws a histogram: a bar for each length of time, in it the matches that were found, below an axis, and a
// frame around what is in sight. A press, a drag or an arrow key chooses a place of the document; the wheel,
// + and - zoom, 0 shows all.
class TimeHistogram final : public QWidget {
    Q_OBJECT

public:
    explicit TimeHistogram(QWidget* parent = nullptr);

    // Null: nothing is shown. Borrowed.
    void setHistogram(DocumentHistogram* histogram);
    // What is in sight.
    void setShownRange(const ByteRange& range);
    void setMatches(const std::shared_ptr<FoundMatches>& matches);

    // What is said of a bucket: its times, lines and matches.
    [[nodiscard]] QString bucketText(std::size_t bucket) const;
    // From the left edge; places before and behind all buckets are at the edges.
    [[nodiscard]] double xOf(ByteOffset place) const;
    [[nodiscard]] ByteOffset placeAt(double x) const;
    // Of each bucket; none while nothing is looked for.
    [[nodiscard]] const std::vector<std::int64_t>& matchCounts() const { return m_matchCounts; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void placeChosen(megascope::ByteOffset place);

protected:
    bool event(QEvent* event) override; // tool tips
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void takeHistogram();
    void countMatches();
    [[nodiscard]] std::size_t buckets() const;
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] std::optional<std::size_t> bucketAt(double x) const;
    void paintBars(QPainter& painter, const QRectF& plot) const;
    void paintAxis(QPainter& painter, const QRectF& plot) const;
    void paintShown(QPainter& painter, const QRectF& plot) const;
    void choose(std::size_t bucket);
    void zoom(double x, double factor);

    QPointer<DocumentHistogram> m_histogram;
    ByteRange m_shown;
    std::shared_ptr<FoundMatches> m_matches;
    std::vector<std::int64_t> m_matchCounts;
    std::optional<std::size_t> m_current; // bucket that was chosen with the keyboard
    double m_wheel = 0; // turned, but not yet a notch
};

} // namespace megascope
