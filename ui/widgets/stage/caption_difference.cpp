// The part of the caption's card that only two worlds have: the second caption, what differs, and the signs' meaning.

#include "ui/model/words.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/common/paragraph_label.h"
#include "ui/widgets/stage/caption_card.h"
#include "ui/widgets/stage/cut_text.h"

#include <QGridLayout>
#include <QLabel>
#include <QStyle>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr int mostDifferenceLinesInWindow = 3; // with what the signs mean

/// A title of an earlier step is paler.
void markAsBefore(QLabel& title, bool before)
{
    if (title.property("before").toBool() == before) return;
    title.setProperty("before", before);
    title.style()->unpolish(&title);
    title.style()->polish(&title);
}

} // namespace

void CaptionCard::setLegend(const QString& legend)
{
    if (legend == legend_) return;
    legend_ = legend;
    const model::Model& model = store_.model();
    if (!model.staged) return;
    if (!model.staged->beside && !model.lastPage) return shareTheLine();
    if (!model.staged->beside) return;
    if (model.lastPage) {
        beside_->setWhole(legend_);
        return shareTheLine();
    }
    showOther(model);
}

void CaptionCard::showOther(const model::Model& model)
{
    const bool pair = model.staged->beside != nullptr && !model.lastPage;
    if (pair && !otherTitle_) addOther();
    if (!otherTitle_) return;
    const QString here = pair ? differenceText(model.goal(), model.selection, legend_) : QString{};
    for (QLabel* label : {static_cast<QLabel*>(otherTitle_), static_cast<QLabel*>(otherText_)})
        label->setVisible(pair);
    difference_->setVisible(!here.isEmpty()); // else the texts have its room
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->setColumnStretch(3, pair ? 1 : 0);
    grid->setColumnMinimumWidth(3, pair ? textRoom(true) : 0);
    markAsBefore(*title_, pair && isOfBefore(*model.staged, 0, model.goal()));
    if (!pair) return;
    markAsBefore(*otherTitle_, isOfBefore(*model.staged, 1, model.goal()));
    const scene::Caption other = scene::caption(*model.staged->beside, model.goal(), model.display);
    otherTitle_->setRoom(textRoom(true));
    otherTitle_->setWhole(other.title);
    otherText_->showWhole(other.text, model::say(wording::wholeText, model.language()));
    otherText_->setAccessibleName(other.text);
    // Anew: where the line has appeared, the ladders are lower, and may have other signs by now.
    difference_->setWhole(differenceText(model.goal(), model.selection, legend_));
}

/// What differs here, and under it what the signs on the stage mean.
QString CaptionCard::differenceText(scene::StageTime time, const scene::Ref& selection, const QString& legend) const
{
    const model::Model& model = store_.model();
    const QString gap = model.language() == Language::English ? QStringLiteral(" ") : QString{};
    QStringList parts{scene::differencesBeside(*model.staged, time, selection, model.display).join(gap), legend};
    parts.removeAll(QString{});
    return parts.join(u'\n');
}

void CaptionCard::addOther()
{
    otherTitle_ = new ElidedLabel;
    otherText_ = new CutText{[this](const QString& text) { return withLinks(text); }};
    difference_ = new ParagraphLabel;
    otherTitle_->setObjectName(QStringLiteral("captionTitle"));
    otherText_->setObjectName(QStringLiteral("captionText"));
    difference_->setObjectName(QStringLiteral("captionDifference"));
    otherText_->setWordWrap(true);
    otherText_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    asLinks(*otherText_);
    otherTitle_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    otherTitle_->setShrinks(leastTitle, titleLines);
    otherText_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->addWidget(otherTitle_, 0, 3);
    grid->addWidget(otherText_, 1, 3);
    grid->addWidget(difference_, 2, 0, 1, 4);
}

int CaptionCard::heightOfDifference(int width)
{
    if (!otherTitle_) addOther();
    difference_->ensurePolished();
    const scene::StagedRun& staged = *store_.model().staged;
    int lines = 0; // pixels, the same for all steps, so that the stage keeps its size
    for (std::size_t step = 0; step <= std::min(staged.stepCount(), mostMeasuredSteps); ++step) {
        const scene::StageTime time = step == 0 ? scene::StageTime{} : staged.stepTime(step - 1);
        const bool last = step == staged.stepCount(); // there the signs of all of it are explained
        const Language language = store_.model().language();
        const QString here = differenceText(time, {}, last ? signsLegend(staged, time, language) : QString{});
        lines = std::max(lines, difference_->heightOf(here, width));
    }
    difference_->setRoom(lines, mostDifferenceLinesInWindow);
    return difference_->height();
}

} // namespace tcpstage::widgets
