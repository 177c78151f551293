#include "ui/widgets/present/lesson_overlay.h"

#include "ui/widgets/common/style.h"
#include "ui/widgets/lessons/lesson_list.h"

#include <QVBoxLayout>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double overlayPart = 0.5; // of the presentation
constexpr double heightPart = 0.86;

} // namespace

LessonOverlay::LessonOverlay(model::Store& store, QWidget* presenter)
    : QFrame{presenter}, store_{store}, list_{new LessonList}
{
    setObjectName(QStringLiteral("lessonOverlay"));
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(list_);
    list_->searchByLetters();
    hide();
    connect(list_, &LessonList::chosen, this,
            [this](const QString& id) { store_.dispatch(model::OpenSource{id.toStdString()}); });
    connect(list_, &LessonList::partChosen, this,
            [this](int part) { store_.dispatch(model::HourAction{model::GoToPart{static_cast<std::size_t>(part)}}); });
    connect(list_, &LessonList::left, this, &LessonOverlay::left);
}

void LessonOverlay::apply(const model::Model& model, const model::Model* before)
{
    if (!isVisible()) return;
    if (before && (before->themeName() != model.themeName() || before->shownTextSize() != model.shownTextSize()))
        place();
    list_->apply(model, before);
}

void LessonOverlay::open()
{
    if (!isVisible()) {
        place();
        list_->apply(store_.model(), nullptr);
        show();
        raise();
    }
    list_->search();
}

void LessonOverlay::place()
{
    const QSize all = parentWidget()->size();
    const double text = projectedText(*parentWidget());
    wearLarger(*this, paint::Theme::named(store_.model().themeName()), text);
    list_->setTextSize(text);
    const QSize size{std::max(360, static_cast<int>(all.width() * overlayPart)),
                     static_cast<int>(all.height() * heightPart)};
    setGeometry(QRect{QPoint{(all.width() - size.width()) / 2, (all.height() - size.height()) / 2}, size});
}

} // namespace tcpstage::widgets
