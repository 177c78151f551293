// The part of the caption's card that only two worlds have: the second caption, what differs, and the signs' meaning.

#include "ui/model/words.h"
#include "ui/scene/words/caption.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/stage/caption_card.h"
#include "ui/widgets/stage/cut_text.h"

#include <QFontMetrics>
#include <QGridLayout>
#include <QLabel>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr int mostDifferenceLinesInWindow = 3; // with what the signs mean

} // namespace

void CaptionCard::setLegend(const QString& legend)
{
    if (legend == legend_) return;
    legend_ = legend;
    const model::Model& model = store_.model();
    if (!model.staged || !model.staged->beside) return;
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
    if (!pair) return;
    const scene::Caption other = scene::caption(*model.staged->beside, model.goal(), model.display);
    otherTitle_->setWhole(other.title);
    otherText_->showWhole(other.text, model::say(wording::wholeText, model.language()));
    otherText_->setAccessibleName(other.text);
    if (difference_->toolTip() == here) return;
    difference_->setToolTip(here);
    showDifference();
}

/// What the signs mean is left out rather than cut.
void CaptionCard::showDifference()
{
    const QString& all = difference_->toolTip();
    difference_->setText(fits(all) ? all : asFarAsItFits(all.section(u'\n', 0, 0)));
}

/// What differs here, and under it what the signs on the stage mean.
QString CaptionCard::differenceText(scene::StageTime time, const scene::Ref& selection, const QString& legend) const
{
    const model::Model& model = store_.model();
    QStringList parts{scene::differenceHere(*model.staged, time, selection, model.language(), model.display.numbers),
                      legend};
    parts.removeAll(QString{});
    return parts.join(u'\n');
}

void CaptionCard::addOther()
{
    otherTitle_ = new ElidedLabel;
    otherText_ = new CutText{[this](const QString& text) { return withLinks(text); }};
    difference_ = new QLabel;
    otherTitle_->setObjectName(QStringLiteral("captionTitle"));
    otherText_->setObjectName(QStringLiteral("captionText"));
    difference_->setObjectName(QStringLiteral("captionDifference"));
    otherText_->setWordWrap(true);
    otherText_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    asLinks(*otherText_);
    difference_->setTextFormat(Qt::PlainText);
    difference_->setWordWrap(true);
    difference_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    for (QLabel* label : {static_cast<QLabel*>(otherTitle_), difference_})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    otherText_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->addWidget(otherTitle_, 0, 3);
    grid->addWidget(otherText_, 1, 3);
    grid->addWidget(difference_, 2, 0, 1, 4);
}

bool CaptionCard::fits(const QString& difference) const
{
    const QRect lines{0, 0, textRoom(false), 2000};
    return QFontMetrics{difference_->font()}.boundingRect(lines, Qt::TextWordWrap, difference).height() <=
           difference_->height();
}

/// The text, elided if it is too long; the tool tip has the full text.
QString CaptionCard::asFarAsItFits(const QString& text) const
{
    if (fits(text)) return text;
    qsizetype most = 0;
    for (qsizetype step = text.size(); step > 0; step /= 2)
        while (most + step < text.size() && fits(text.left(most + step) + u'…'))
            most += step;
    return text.left(most).trimmed() + u'…';
}

int CaptionCard::heightOfDifference(int width)
{
    if (!otherTitle_) addOther();
    difference_->ensurePolished();
    const QFontMetrics metrics{difference_->font()};
    const scene::StagedRun& staged = *store_.model().staged;
    int lines = 0; // pixels, the same for all steps, so that the stage keeps its size
    for (std::size_t step = 0; step <= std::min(staged.stepCount(), mostMeasuredSteps); ++step) {
        const scene::StageTime time = step == 0 ? scene::StageTime{} : staged.stepTime(step - 1);
        const bool last = step == staged.stepCount(); // there the signs of all of it are explained
        const Language language = store_.model().language();
        const QString here = differenceText(time, {}, last ? signsLegend(staged, time, language) : QString{});
        lines = std::max(lines, metrics.boundingRect(QRect{0, 0, width, 2000}, Qt::TextWordWrap, here).height());
    }
    difference_->setFixedHeight(std::min(lines, mostDifferenceLinesInWindow * metrics.lineSpacing()) + 2);
    showDifference();
    return difference_->height();
}

} // namespace tcpstage::widgets
