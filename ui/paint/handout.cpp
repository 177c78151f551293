#include "ui/paint/handout.h"

#include "core/base/say.h"
#include "ui/paint/painter.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <algorithm>
#include <cmath>
#include <filesystem>

namespace tcpstage::paint {

namespace {

constexpr int resolution = 96; // pixels per inch: sizes are as on the screen
constexpr double marginMm = 14;
constexpr double gap = 18;
constexpr double headingPixels = 20;
constexpr double smallPixels = 10.5;
constexpr double captionTitlePixels = 13;
constexpr double captionPixels = 11;
constexpr double lineHeight = 1.35; // of a text's size
constexpr int summaryLines = 3;     // lines
constexpr int mostOfTwo = 2;        // steps of two worlds on a page
constexpr int mostQuestion = 10;    // lines of the question of an exam
constexpr int mostTitle = 2;        // lines of a caption's title
constexpr double mostText = 0.5;    // of a cell's height
constexpr double besideText = 0.56; // of its width has the picture
constexpr double fullLadder = 430;  // pixels: a wider one has its usual letters
constexpr double leastZoom = 0.7;
constexpr double stageZoom = 0.6; // of what is made for a screen
constexpr double plotZoom = 0.85;

constexpr Text answersWord{"Answers", "答案"};

struct Grid {
    int columns = 1;
    int rows = 1;
};
Grid gridOf(int perPage) { return perPage <= 3 ? Grid{1, perPage} : Grid{2, (perPage + 1) / 2}; }

/// What is said of a step, of both worlds where there are two.
struct Said {
    QString title;
    QString text;
    QString source;
};

class HandoutPages {
public:
    HandoutPages(const scene::StagedRun& staged, const Handout& handout, bool filled)
        : staged_{staged}, handout_{handout}, filled_{filled}, blanker_{staged, handout.blanks, handout.display},
          perPage_{staged.beside ? std::min(handout.perPage, mostOfTwo) : handout.perPage}, grid_{gridOf(perPage_)}
    {}

    /// Empty: cancelled.
    QByteArray pdf(const Progress& progress)
    {
        QByteArray octets;
        QBuffer buffer{&octets};
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer{&buffer};
        writer.setTitle(inOwn(staged_.scenario.title));
        writer.setCreator(QStringLiteral("TCP Stage"));
        writer.setResolution(resolution);
        writer.setPageSize(QPageSize{QPageSize::A4});
        writer.setPageMargins(QMarginsF{marginMm, marginMm, marginMm, marginMm}, QPageLayout::Millimeter);
        painter_.begin(&writer);
        size_ = QSizeF(writer.width(), writer.height());
        for (std::size_t i = 0; i < handout_.steps.count(); ++i) {
            if (progress && !progress(i, handout_.steps.count())) {
                painter_.end();
                return {};
            }
            if (i % perPage() == 0) beginPage(writer, i / perPage());
            cell(handout_.steps.first + i, areaOf(i % perPage()));
        }
        painter_.end();
        return octets;
    }

private:
    std::size_t perPage() const { return static_cast<std::size_t>(perPage_); }
    QString inOwn(const OwnedText& text) const { return QString::fromStdString(text[handout_.display.language]); }

    double write(const QString& text, QPointF at, double pixels, int weight, scene::Ink ink = scene::Ink::Text,
                 scene::Align align = scene::Align::Left)
    {
        paint(painter_, {scene::Label{text, at, pixels, ink, scene::Face::Sans, weight, align, 0}, {}, 1},
              Theme::onPaper());
        return pixels * lineHeight;
    }

    void beginPage(QPdfWriter& writer, std::size_t page)
    {
        if (page > 0) writer.newPage();
        top_ = heading(page == 0);
        const std::size_t pages = (handout_.steps.count() + perPage() - 1) / perPage();
        const double y = size_.height() - smallPixels * 0.3;
        write(QStringLiteral("TCP Stage"), {0, y}, smallPixels, 450, scene::Ink::Muted);
        write(QStringLiteral("%1 / %2").arg(page + 1).arg(pages), {size_.width(), y}, smallPixels, 450,
              scene::Ink::Muted, scene::Align::Right);
    }

    /// Returns where the steps begin.
    double heading(bool first)
    {
        const double pixels = first ? headingPixels : captionTitlePixels;
        const bool areAnswers = handout_.blanks.any() && filled_;
        const QString answers = areAnswers ? scene::inLanguage(answersWord, handout_.display.language) : QString{};
        const double room = size_.width() - scene::textWidth(answers, scene::Face::Sans, pixels, 700) - gap;
        double y = pixels;
        write(scene::elided(inOwn(staged_.scenario.title), scene::Face::Sans, pixels, 700, room), {0, y}, pixels, 700);
        write(answers, {size_.width(), y}, pixels, 700, scene::Ink::Text, scene::Align::Right);
        if (first) {
            for (const QString& part :
                 scene::wrapped(hidden(inOwn(staged_.scenario.summary), filled_), scene::Face::Sans, captionPixels, 450,
                                size_.width(), summaryLines))
                y += write(part, {0, y + captionPixels * 1.6}, captionPixels, 450);
            for (const QString& part : question())
                y += write(part, {0, y + captionPixels * 1.6}, captionPixels, 450);
            y += goal(y);
            if (!staged_.scenario.rfc.empty()) {
                const std::string rfc = captions::section_text(staged_.scenario.rfc, handout_.display.language);
                y += write(QStringLiteral("RFC ") + QString::fromStdString(rfc), {0, y + smallPixels * 1.7},
                           smallPixels, 450, scene::Ink::Muted);
            }
            if (!staged_.trace().is_tcp())
                y += write(scene::notTcpText(handout_.display.language), {0, y + smallPixels * 1.7}, smallPixels, 700);
        }
        return y + gap;
    }

    /// The goal of the lesson under `y`, and what may be done for it. Returns its height.
    double goal(double y)
    {
        const scene::GoalLines goal = scene::goalOf(staged_, handout_.display.language);
        const double top = y;
        for (const auto& [text, weight] : {std::pair{goal.goal, 700}, std::pair{goal.state, 450}})
            if (!text.isEmpty())
                for (const QString& part :
                     scene::wrapped(text, scene::Face::Sans, captionPixels, weight, size_.width(), summaryLines))
                    y += write(part, {0, y + captionPixels * 1.6}, captionPixels, weight);
        return y - top;
    }

    /// Of an exam, with its answer among the answers: it is said where the lesson opens, before its first step.
    QStringList question() const
    {
        if (staged_.scenario.group != lesson::Group::Exam) return {};
        scene::DisplayOptions display = handout_.display;
        display.answer = handout_.blanks.any() && filled_;
        const QString text = scene::caption(staged_, staged_.opening(), display).text;
        return scene::wrapped(hidden(text, filled_), scene::Face::Sans, captionPixels, 450, size_.width(),
                              mostQuestion);
    }

    QRectF areaOf(std::size_t place) const
    {
        const double foot = smallPixels * 2.2;
        const double width = (size_.width() - (grid_.columns - 1) * gap) / grid_.columns;
        const double height = (size_.height() - top_ - foot - (grid_.rows - 1) * gap) / grid_.rows;
        const auto column = static_cast<double>(place % static_cast<std::size_t>(grid_.columns));
        const std::size_t above = place / static_cast<std::size_t>(grid_.columns); // rows
        const auto row = static_cast<double>(above);
        return {column * (width + gap), top_ + row * (height + gap), width, height};
    }

    QString hidden(const QString& text, bool filled) const { return filled ? text : blanker_.text(text); }

    Said said(scene::StageTime time, bool filled) const
    {
        const QString stop =
            handout_.display.language == Language::Chinese ? QStringLiteral("。") : QStringLiteral(".");
        Said said;
        for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
            if (which == 1 && !staged_.beside) break;
            const scene::StagedRun& world = staged_.half(which);
            const scene::Caption caption = scene::caption(world, time, handout_.display);
            if (!staged_.beside) return {hidden(caption.title, filled), hidden(caption.text, filled), caption.source};
            const QString name = inOwn(world.scenario.half_title());
            said.text += QStringLiteral("%1: %2%3 %4 ")
                             .arg(name, hidden(caption.title, filled), stop, hidden(caption.text, filled));
            if (!said.source.contains(caption.source))
                said.source += (said.source.isEmpty() ? QString{} : QStringLiteral("; ")) + caption.source;
        }
        return said;
    }

    /// The words of a step in `area`. Returns how high they are; with `draw` false they are only measured.
    double words(const Said& said, std::size_t step, const QRectF& area, double room, bool draw)
    {
        double y = area.top();
        const auto put = [&](const QString& text, double pixels, int weight, scene::Ink ink) {
            y += pixels * lineHeight;
            if (draw) write(text, {area.left(), y}, pixels, weight, ink);
        };
        const std::size_t shown = staged_.shownStep(timeOf(staged_, step));
        put(QString::fromStdString(tcpstage::said(handout_.display.language, {"Step {}", "第 {} 步"}, shown)),
            smallPixels, 450, scene::Ink::Muted);
        if (!said.title.isEmpty())
            for (const QString& part :
                 scene::wrapped(said.title, scene::Face::Sans, captionTitlePixels, 700, area.width(), mostTitle))
                put(part, captionTitlePixels, 700, scene::Ink::Text);
        const double rest =
            room - (y - area.top()) - (said.source.isEmpty() ? 0 : smallPixels * lineHeight) - captionPixels * 0.4;
        const int lines = std::max(1, static_cast<int>(rest / (captionPixels * lineHeight)));
        const QString text = scene::wholeSentences(said.text, captionPixels, 450, area.width(), lines);
        for (const QString& part : scene::wrapped(text, scene::Face::Sans, captionPixels, 450, area.width(), lines))
            put(part, captionPixels, 450, scene::Ink::Text);
        if (!said.source.isEmpty())
            put(scene::elided(said.source, scene::Face::Sans, smallPixels, 450, area.width()), smallPixels, 450,
                scene::Ink::Muted);
        return y - area.top() + captionPixels * 0.4;
    }

    void cell(std::size_t step, const QRectF& area)
    {
        const Said what = said(timeOf(staged_, step), filled_);
        const bool beside = grid_.columns == 1 && perPage_ > 1 && !staged_.beside;
        if (beside) {
            const double wide = std::floor(area.width() * besideText);
            picture(step, {area.left(), area.top(), wide, area.height()});
            words(what, step, area.adjusted(wide + gap, 0, 0, 0), area.height(), true);
            return;
        }
        double high = 0; // with and without blanks the same
        for (const bool filled : {true, !handout_.blanks.any()})
            high =
                std::max(high, words(said(timeOf(staged_, step), filled), step, area, area.height() * mostText, false));
        picture(step, area.adjusted(0, 0, 0, -high));
        words(what, step, area.adjusted(0, area.height() - high, 0, 0), high + 1, true);
    }

    scene::Scene sceneIn(QSizeF size, scene::StageTime time) const
    {
        Picture picture{handout_.view, time, size, scene::ThemeName::Light, handout_.display};
        if (handout_.view != PictureKind::Ladder) return sceneOf(staged_, picture);
        scene::ViewInput input{staged_, time, {size, 0, 1}, {}, handout_.display};
        input.display.view = scene::View::Ladder;
        input.viewport.zoom = std::clamp(size.width() / fullLadder, leastZoom, 1.0);
        input.viewport.scroll = scene::followingScroll(input);
        return scene::ladder(input);
    }

    void picture(std::size_t step, const QRectF& area)
    {
        const double scale = handout_.view == PictureKind::Ladder ? 1
                             : handout_.view == PictureKind::View ? plotZoom
                                                                  : stageZoom;
        scene::Scene scene = sceneIn((area.size() / scale).toSize(), timeOf(staged_, step));
        if (!filled_) blanker_.picture(scene);
        painter_.save();
        painter_.setClipRect(area);
        painter_.translate(area.topLeft());
        painter_.scale(scale, scale);
        paint(painter_, scene, Theme::onPaper());
        painter_.restore();
        const scene::Box frame{area, 4, scene::Ink::None, scene::Ink::Rule, 1, scene::Stroke::Solid};
        paint(painter_, {frame, {}, 1}, Theme::onPaper());
    }

    const scene::StagedRun& staged_;
    const Handout& handout_;
    bool filled_; // nothing is left blank
    Blanker blanker_;
    int perPage_;
    Grid grid_;
    QPainter painter_;
    QSizeF size_;
    double top_ = 0;
};

Result<void> write(const std::string& path, const QByteArray& octets, Special special)
{
    return write_whole_file(path, {octets.constData(), static_cast<std::size_t>(octets.size())}, special);
}

} // namespace

std::string answersOf(const std::string& path)
{
    const std::filesystem::path name{path};
    std::filesystem::path answers = name.parent_path() / name.stem();
    answers += "-answers" + name.extension().string();
    return answers.string();
}

Result<Finished> writeHandout(const scene::StagedRun& staged, const Handout& handout, const std::string& path,
                              const Progress& progress, Special special)
{
    const bool two = handout.blanks.any();
    const auto counted = [&](std::size_t before) {
        return [&progress, two, before](std::size_t done, std::size_t all) {
            return !progress || progress(before * all + done, two ? 2 * all : all);
        };
    };
    const QByteArray pages = HandoutPages{staged, handout, !two}.pdf(counted(0));
    if (pages.isEmpty()) return Finished::Cancelled;
    if (two) {
        const QByteArray answers = HandoutPages{staged, handout, true}.pdf(counted(1));
        if (answers.isEmpty()) return Finished::Cancelled;
        if (auto done = write(answersOf(path), answers, special); !done) return tl::unexpected{done.error()};
    }
    return write(path, pages, special).map([] { return Finished::All; });
}

} // namespace tcpstage::paint
