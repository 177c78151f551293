#include "ui/widgets/stage/caption_card.h"

#include "ui/model/catalogue.h"
#include "ui/model/explain.h"
#include "ui/model/guide/last_page.h"
#include "ui/model/words.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/labels.h"
#include "ui/widgets/canvas/spoken_name.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/common/paragraph_label.h"
#include "ui/widgets/common/style.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/stage/cut_text.h"

#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QStyle>
#include <QToolButton>
#include <algorithm>
#include <cmath>

namespace tcpstage::widgets {

namespace {

constexpr double leastHeight = 92;
constexpr double mostHeight = 190;
constexpr double mostPart = 0.24; // of the window's height
constexpr double titleHeight = 24;

/// Of the link to the next part of the hour.
QString nextPartLink() { return QStringLiteral("hour:next"); }

} // namespace

CaptionCard::CaptionCard(model::Store& store, QWidget* parent)
    : QFrame{parent}, store_{store}, title_{new ElidedLabel}, beside_{new ElidedLabel},
      text_{new CutText{[this](const QString& text) { return withLinks(text); }}}, source_{new ElidedLabel},
      numbers_{new QLabel}, depths_{new QWidget}, answer_{new QToolButton}
{
    setObjectName(QStringLiteral("caption"));
    title_->setObjectName(QStringLiteral("captionTitle"));
    text_->setObjectName(QStringLiteral("captionText"));
    source_->setObjectName(QStringLiteral("captionSource"));
    beside_->setObjectName(QStringLiteral("captionBeside"));
    numbers_->setObjectName(QStringLiteral("captionNumbers"));
    numbers_->setTextFormat(Qt::PlainText);
    numbers_->hide();
    text_->setWordWrap(true);
    text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    asLinks(*text_);
    connect(source_, &ElidedLabel::clicked, this,
            [this] { openOneOf(sectionsIn(source_->whole()), *source_, store_); });
    title_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    title_->setShrinks(leastTitle, titleLines);
    beside_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    depths_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* switches = new QHBoxLayout{depths_};
    switches->setContentsMargins(0, 0, 0, 0);
    switches->setSpacing(4);
    for (std::size_t i = 0; i < depthButtons_.size(); ++i) {
        auto* button = new QToolButton;
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        switches->addWidget(button);
        // No exclusive button group, because Tab would reach only one button of it.
        connect(button, &QToolButton::clicked, this, [this, i] {
            depthButtons_[i]->setChecked(true);
            store_.dispatch(model::SetDepth{static_cast<scene::Depth>(i)});
        });
        depthButtons_[i] = button;
    }
    answer_->setObjectName(QStringLiteral("showAnswer"));
    answer_->setCheckable(true);
    answer_->hide(); // until a lesson has one
    answer_->setFocusPolicy(Qt::TabFocus);
    connect(answer_, &QToolButton::clicked, this, [this] { store_.dispatch(model::Command::ShowAnswer); });
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(20, 11, 14, 10);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(4);
    auto* heading = new QHBoxLayout;
    heading->setSpacing(12);
    heading->addWidget(title_);
    heading->addWidget(beside_, 1, Qt::AlignVCenter);
    heading->addStretch();
    heading->addWidget(numbers_);
    heading->addWidget(answer_);
    grid->addLayout(heading, 0, 0);
    grid->addWidget(source_, 0, 1);
    grid->addWidget(depths_, 0, 2);
    grid->addWidget(text_, 1, 0, 1, 3);
    grid->setColumnStretch(0, 1);
    grid->setRowStretch(1, 1);
}

/// Its words can be marked and copied, and those that the glossary explains clicked.
void CaptionCard::asLinks(QLabel& label)
{
    label.setTextFormat(Qt::RichText);
    label.setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                  Qt::LinksAccessibleByKeyboard);
    label.setFocusPolicy(Qt::TabFocus);
    connect(&label, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link == nextPartLink()) return store_.dispatch(model::Command::NextPart);
        if (link != CutText::wholeLink() && !followLink(link, store_))
            store_.dispatch(model::OpenSource{link.toStdString()});
    });
}

QString CaptionCard::withLinks(const QString& text) const
{
    const model::Model& model = store_.model();
    return linked(text, model.language(), paint::Theme::named(model.themeName())(scene::Ink::Accent));
}

/// Under the last page of a lesson: the end, and the next lesson to click.
void CaptionCard::showLastPage(const model::Model& model)
{
    const scene::Caption said = model::lastPageCaption(model);
    title_->setWhole(said.title);
    const auto next = model::followingLesson(model);
    text_->release();
    text_->setText(next ? QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                              .arg(next->id.empty() ? nextPartLink() : QString::fromStdString(next->id),
                                   paint::Theme::named(model.themeName())(scene::Ink::Accent).name(),
                                   said.text.toHtmlEscaped())
                        : said.text.toHtmlEscaped());
    setSpokenName(*text_, said.text);
    source_->setWhole({});
    beside_->setWhole(model.staged->comparison ? legend_ : said.beside);
    setSpokenText(*this, said.title + QStringLiteral(". ") + said.text);
}

void CaptionCard::apply(const model::Model& model, const model::Model* before)
{
    const bool other = !before || !scene::isSameRun(before->staged, model.staged) ||
                       !(before->display == model.display) || before->shownTextSize() != model.shownTextSize() ||
                       before->themeName() != model.themeName() || before->lastPage != model.lastPage;
    const bool grown = !other && before->staged != model.staged;
    if (other) retranslate(model.language());
    if (model.staged) showDepths(model); // their buttons may be higher than the title
    if (other || grown) measure(other);
    if (!model.staged) return;
    const bool sameChoice = !model.staged->beside || before == nullptr || before->selection == model.selection;
    if (!other && !grown && before->goal() == model.goal() && sameChoice) return;
    showOther(model);
    if (model.lastPage) {
        showLastPage(model);
        showDepths(model);
        return shareTheLine();
    }
    const scene::Caption now = scene::caption(*model.staged, model.goal(), model.display);
    title_->setWhole(now.title);
    setSpokenName(*text_, now.text);
    source_->setWhole(now.source);
    setSpokenText(*this, spokenCaption(*model.staged, model.goal(), model.display));
    answer_->setVisible(hasAnswerHere(model));
    answer_->setChecked(model.display.answer);
    showDepths(model);
    shareTheLine();
}

/// Distributes the width of the first line: first to the title, then to the source, then to the line beside it. What
/// has no room there goes into the text.
CaptionCard::Arranged CaptionCard::arranged(const scene::Caption& said, bool pair) const
{
    const int spacing = static_cast<QGridLayout*>(layout())->horizontalSpacing();
    Arranged line{said.text, textRoom(pair)};
    for (const QWidget* button : {depths_, static_cast<QWidget*>(answer_)})
        if (!button->isHidden()) line.left -= button->sizeHint().width() + spacing;
    const auto takes = [&](const ElidedLabel& label, const QString& text) {
        const int needed = QFontMetrics{label.usualFont()}.horizontalAdvance(text) + 2 + 2 * spacing;
        const bool fits = !text.isEmpty() && needed <= line.left;
        if (fits) line.left -= needed;
        return fits;
    };
    line.forTitle = line.left - 2 * spacing; // the text below spans three columns: two gaps
    if (!takes(*title_, said.title)) line.left = 0;
    line.source = takes(*source_, said.source);
    line.beside = !pair && takes(*beside_, said.beside);
    const bool english = store_.model().language() == Language::English;
    if (!line.source && !said.source.isEmpty())
        line.text += (english ? QStringLiteral(" (%1)") : QStringLiteral("（%1）")).arg(said.source);
    if (!pair && !line.beside && said.noted && !said.beside.isEmpty())
        line.text.prepend(said.beside + (english ? QStringLiteral(". ") : QStringLiteral("。")));
    return line;
}

void CaptionCard::shareTheLine()
{
    const model::Model& model = store_.model();
    scene::Caption said =
        model.lastPage ? model::lastPageCaption(model) : scene::caption(*model.staged, model.goal(), model.display);
    if (model.lastPage && model.staged->comparison) said.beside = legend_;
    if (!model.lastPage && !model.staged->beside) {
        if (said.beside.isEmpty()) said.beside = legend_; // the line is free
        beside_->setWhole(said.beside);
    }
    const Arranged line = arranged(said, model.staged->beside && !model.lastPage);
    title_->setRoom(line.forTitle);
    source_->setVisible(line.source);
    beside_->setVisible(line.beside);
    if (!model.lastPage) text_->showWhole(line.text, model::say(wording::wholeText, model.language()));
    // What the numbers are has room beside the title, or stands at the choice of them below.
    numbers_->setVisible(!numbers_->text().isEmpty() && numbers_->sizeHint().width() <= line.left);
}

/// The width of a text: half of the card if there are two.
int CaptionCard::textRoom(bool pair) const
{
    const QMargins margins = layout()->contentsMargins();
    const int whole = width() - margins.left() - margins.right();
    return pair ? (whole - static_cast<QGridLayout*>(layout())->horizontalSpacing()) / 2 : whole;
}

void CaptionCard::retranslate(Language language)
{
    setAccessibleName(model::say(wording::captionName, language));
    depths_->setAccessibleName(model::say(wording::depth, language));
    answer_->setText(model::say(model::info(model::Command::ShowAnswer).words, language));
    constexpr std::array<Text, 3> words{wording::depthSimple, wording::depthExact, wording::depthAnalogy};
    for (std::size_t i = 0; i < words.size(); ++i) {
        depthButtons_[i]->setText(model::say(words[i], language));
        depthButtons_[i]->setAccessibleName(model::say(words[i], language));
    }
    source_->setClickable(model::say(wording::openSection, language));
    numbers_->setText(scene::numbersSign(store_.model().display));
}

void CaptionCard::showDepths(const model::Model& model)
{
    const std::array<bool, 3> there = model::depthsHere(model);
    const bool two = model.staged && model.staged->beside;        // the caption of two runs is not a note
    depths_->setVisible(model.staged && !two && !model.lastPage); // at every step, so that they keep their place
    const auto wanted = static_cast<std::size_t>(model.display.depth);
    const std::size_t shown = there[wanted] ? wanted : static_cast<std::size_t>(scene::Depth::Exact);
    for (std::size_t i = 0; i < there.size(); ++i) {
        depthButtons_[i]->setChecked(i == shown);
        depthButtons_[i]->setToolTip(model::say(there[i] ? wording::depth : wording::depthNotHere, model.language()));
        const bool absent = i == wanted && i != shown; // the choice stays seen where it has no text
        const bool grey = !there[i] && !absent;
        QToolButton& button = *depthButtons_[i];
        if (button.property("absent").toBool() == absent && button.property("grey").toBool() == grey) continue;
        button.setProperty("absent", absent);
        button.setProperty("grey", grey);
        button.style()->unpolish(&button);
        button.style()->polish(&button);
    }
}

void CaptionCard::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    if (event->size().width() == event->oldSize().width()) return;
    if (store_.model().staged) shareTheLine(); // a title may have other lines now
    measure(true);
}

void CaptionCard::measureCaptions(int width)
{
    const scene::StagedRun& staged = *store_.model().staged;
    for (QLabel* label : {static_cast<QLabel*>(text_), static_cast<QLabel*>(title_), static_cast<QLabel*>(source_),
                          static_cast<QLabel*>(beside_)})
        label->ensurePolished();
    const QFontMetrics metrics{text_->font()};
    QFont smallest = title_->usualFont();
    smallest.setPixelSize(static_cast<int>(std::ceil(QFontInfo{smallest}.pixelSize() * leastTitle)));
    const QFontMetrics titles{smallest};
    scene::DisplayOptions display = store_.model().display;
    display.answer = true; // so that nothing jumps when it is shown
    const auto add = [&](scene::StageTime time) {
        for (const std::size_t run : {0U, 1U}) {
            if (run == 1 && !staged.beside) break;
            scene::Caption said = scene::caption(staged.half(run), time, display);
            if (run == 1) said.source.clear(); // only the first has room for it
            const Arranged line = arranged(said, staged.beside != nullptr);
            if (line.text == last_) continue;
            last_ = line.text;
            const bool two = titles.horizontalAdvance(said.title) + 2 > line.forTitle;
            const int more = two ? titles.lineSpacing() : 0; // under the first line of the title
            const int height =
                metrics.boundingRect(QRect{0, 0, width, 2000}, Qt::TextWordWrap, line.text).height() + more;
            if (height + metrics.lineSpacing() / 2 < textHeight_) continue; // another one is a line longer
            textHeight_ =
                std::max({textHeight_, height, heightAsLinks(withLinks(line.text), text_->font(), width) + more});
        }
    };
    const std::size_t steps = std::min(staged.stepCount(), mostMeasuredSteps);
    if (measured_ == 0) add(scene::StageTime{});
    for (std::size_t i = measured_ == 0 ? 0 : measured_ - 1; i < steps; ++i) // the last one measured may have grown
        add(staged.stepTime(i));
    measured_ = std::max<std::size_t>(1, steps);
}

void CaptionCard::measure(bool anew)
{
    if (anew) {
        textHeight_ = 0;
        measured_ = 0;
        last_.clear();
    }
    const model::Model& model = store_.model();
    if (!anew && model.staged && measured_ == mostMeasuredSteps) return;
    const QMargins margins = layout()->contentsMargins();
    const bool pair = model.staged && model.staged->beside;
    const int room = textRoom(pair);
    auto* grid = static_cast<QGridLayout*>(layout());
    grid->setColumnMinimumWidth(3, pair && !model.lastPage ? room : 0);
    if (model.staged && room > 100) measureCaptions(room);
    const int below = pair && !model.lastPage ? heightOfDifference(textRoom(false)) + 6 : 0;
    int heading = sized(titleHeight) + 1; // the same at each step, whatever its title needs
    for (const QWidget* beside : {static_cast<QWidget*>(source_), depths_, static_cast<QWidget*>(answer_)})
        if (!beside->isHidden()) heading = std::max(heading, beside->sizeHint().height());
    const int twoLines = 2 * text_->fontMetrics().lineSpacing(); // a page needs the rest
    const bool page = pair && model.display.view == scene::View::Whole;
    const int text = model.lastPage ? twoLines : page ? std::min(textHeight_, twoLines) : textHeight_;
    const int wanted = margins.top() + heading + grid->verticalSpacing() + text + below + margins.bottom() + 1;
    const double part = pair ? mostPart : mostPart / std::max(1.0, model.shownTextSize()); // the ladder needs room
    const int most = std::min(sized(mostHeight), static_cast<int>(window()->height() * part));
    setFixedHeight(std::clamp(wanted, std::min(sized(leastHeight), most), most));
}

} // namespace tcpstage::widgets
