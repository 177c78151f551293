#include "ui/paint/print.h"

#include "ui/paint/painter.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <QPageSize>
#include <QPagedPaintDevice>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace tcpstage::paint {

namespace {

constexpr double screenDotsPerInch = 96;
constexpr double margin = 16;       // millimetres
constexpr double repeated = 90;     // pixels of the ladder that the next page begins with
constexpr double leastLadder = 240; // pixels of it on each page, however small the paper is: each page shows more
constexpr double ladderZoom = 0.9;
constexpr double titlePixels = 22;
constexpr double textPixels = 13;
constexpr double footPixels = 11;
constexpr int mostSummary = 6; // lines

/// One run on the pages of a device, in pixels of 1/96 inch.
class Pages {
public:
    Pages(QPagedPaintDevice& device, const scene::StagedRun& staged, const scene::DisplayOptions& display)
        : device_{device}, staged_{staged}, display_{display}
    {
        display_.presenting = false;
        display_.view = scene::View::Ladder;
        display_.drawn.ofAllSteps = true; // the paper has all of them
    }

    Printed print(const PageBegins& begins)
    {
        if (!painter_.begin(&device_)) return Printed::Refused;
        const double scale = device_.logicalDpiX() / screenDotsPerInch;
        painter_.scale(scale, scale);
        size_ = QSizeF{device_.width() / scale, device_.height() / scale};
        const double top = heading();
        const std::vector<Page> pages = pagesFrom(top);
        for (std::size_t i = 0; i < pages.size(); ++i) {
            const int number = static_cast<int>(i) + 1;
            if (begins && !begins(number, static_cast<int>(pages.size()))) return Printed::Cancelled;
            if (i > 0 && !device_.newPage()) return Printed::Refused;
            ladder(pages[i]);
            foot(number);
        }
        return painter_.end() ? Printed::All : Printed::Refused;
    }

private:
    static constexpr double headerRoom = 57 * ladderZoom; // the names stand on each page
    struct Page {
        double top, high, scroll; // of the ladder on it
    };

    /// The first page's ladder begins below the heading.
    std::vector<Page> pagesFrom(double heading) const
    {
        std::vector<Page> pages;
        const double whole = scene::ladderHeight(inputFor({size_.width(), 1}, 0));
        const auto begin = [&](double top, double scroll) {
            pages.push_back({top, std::max(size_.height() - top - 2 * footPixels, leastLadder), scroll});
        };
        begin(heading, 0);
        while (pages.back().scroll + pages.back().high < whole)
            begin(0, std::floor(pages.back().scroll + pages.back().high - repeated - headerRoom));
        return pages;
    }

    scene::ViewInput inputFor(const QSizeF& size, double scroll) const
    {
        return {staged_, staged_.timeMap.end(), {size, scroll, ladderZoom}, {}, display_};
    }

    void write(const QString& text, QPointF at, double pixels, int weight, scene::Ink ink,
               scene::Align align = scene::Align::Left)
    {
        const scene::Mark mark{scene::Label{text, at, pixels, ink, scene::Face::Sans, weight, align, 0}, {}, 1};
        paint(painter_, mark, Theme::named(scene::ThemeName::Light));
    }

    double heading()
    {
        using scene::Face;
        double y = titlePixels;
        const Language language = display_.language;
        const QString title = QString::fromStdString(staged_.scenario.title[language]);
        write(scene::elided(title, Face::Sans, titlePixels, 700, size_.width()), {0, y}, titlePixels, 700,
              scene::Ink::Text);
        const QString summary = QString::fromStdString(staged_.scenario.summary[language]);
        if (!summary.isEmpty())
            for (const QString& line : scene::wrapped(summary, Face::Sans, textPixels, 450, size_.width(), mostSummary))
                write(line, {0, y += std::round(textPixels * 1.5)}, textPixels, 450, scene::Ink::Text);
        if (!staged_.scenario.rfc.empty())
            write(QStringLiteral("RFC ") +
                      QString::fromStdString(captions::section_text(staged_.scenario.rfc, language)),
                  {0, y += std::round(textPixels * 1.5)}, textPixels, 450, scene::Ink::Muted);
        return y + textPixels;
    }

    void ladder(const Page& page)
    {
        const scene::Scene scene = scene::ladder(inputFor({size_.width(), page.high}, page.scroll));
        painter_.save();
        painter_.translate(0, page.top);
        painter_.setClipRect(QRectF{0, 0, size_.width(), page.high});
        paint(painter_, scene, Theme::named(scene::ThemeName::Light));
        painter_.restore();
    }

    void foot(int page)
    {
        const double y = size_.height() - footPixels * 0.4;
        write(QStringLiteral("TCP Stage"), {0, y}, footPixels, 450, scene::Ink::Muted);
        write(QString::number(page), {size_.width(), y}, footPixels, 450, scene::Ink::Muted, scene::Align::Right);
    }

    QPagedPaintDevice& device_;
    const scene::StagedRun& staged_;
    scene::DisplayOptions display_;
    QPainter painter_;
    QSizeF size_;
};

} // namespace

void preparePages(QPagedPaintDevice& device)
{
    device.setPageSize(QPageSize{QPageSize::A4});
    device.setPageOrientation(QPageLayout::Portrait);
    device.setPageMargins(QMarginsF{margin, margin, margin, margin}, QPageLayout::Millimeter);
}

Printed printRun(QPagedPaintDevice& device, const scene::StagedRun& staged, const scene::DisplayOptions& display,
                 const PageBegins& begins)
{
    return Pages{device, staged, display}.print(begins);
}

} // namespace tcpstage::paint
