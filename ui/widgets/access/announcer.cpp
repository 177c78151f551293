#include "ui/widgets/access/announcer.h"

#include "ui/model/guide/spoken.h"
#include "ui/widgets/access/canvas_access.h"
#include "ui/widgets/access/news.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/canvas/spoken_name.h"

#include <QApplication>
#include <utility>

namespace tcpstage::widgets {

Announcer::Announcer(Canvas& stage) : QObject{&stage}, stage_{stage}, news_{new News{stage}} {}

void Announcer::apply(const model::Model& model, const model::Model* before)
{
    const QString news = before ? model::spokenNews(model, *before) : QString{};
    bool isNew = false;
    if (!before || model::mayBeSpoken(model, *before)) {
        const QString now = model::spokenNow(model);
        isNew = now != std::exchange(now_, now);
        setSpokenText(stage_, now_);
    }
    const bool otherView = before && before->display.view != model.display.view && !model.lastPage &&
                           !before->lastPage && before->goal() == model.goal();
    if (isNew && otherView) return say(model::spokenView(model));
    if (isNew || !news.isEmpty()) say(isNew && !news.isEmpty() ? news + u' ' + now_ : isNew ? now_ : news);
}

void Announcer::say(const QString& sentence)
{
    const QWidget* focus = QApplication::focusWidget();
    onSelection_ = false;
    announce(stage_, sentence);
    if (focus && focus != &stage_ && focus->window() == stage_.window()) news_->say(sentence);
}

} // namespace tcpstage::widgets
