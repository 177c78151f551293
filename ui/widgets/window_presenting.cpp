// The window and the presentation beside it, or over it.

#include "ui/widgets/main_window.h"

#include "ui/model/words.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/common/actions.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/present/audience_place.h"
#include "ui/widgets/present/presenter.h"
#include "ui/widgets/present/presenter_notes.h"
#include "ui/widgets/window_place.h"

#include <QScreen>

namespace tcpstage::widgets {

void MainWindow::makePresenter()
{
    presenter_ = std::make_unique<Presenter>(store_, *actions_);
    actions_->explainKeysOf(*presenter_);
    connect(presenter_.get(), &Presenter::segmentAsked, this,
            [this](const QPoint& at) { whatIf_->openForSegment(at, *presenter_); });
    connect(presenter_.get(), &Presenter::endpointAsked, this,
            [this](trace::Side side, const QPoint& at) { whatIf_->openCalls(side, at, *presenter_); });
}

void MainWindow::applyPresenting()
{
    const bool presenting = store_.model().presenting;
    if (presenting) notes_->startClock(false);
    const bool hidden = presenting && coversWorkshop(store_.model().audience, *this);
    notes_->setVisible(presenting && !hidden);
    fitHeight();
    if (presenting && !presenter_) makePresenter();
    actions_->setWorkshopHidden(hidden);
    if (presenting && !presenter_->isVisible()) presenter_->open(*this);
    dialogs_->setOwner(hidden ? static_cast<QWidget&>(*presenter_) : *this, hidden);
    if (!presenting && presenter_ && presenter_->isVisible()) {
        place_->comeBack();
        presenter_->hide();
        activateWindow();
    }
}

/// A projector was plugged in or pulled out: the presentation goes to where the class is, or stays where the teacher
/// sees it.
void MainWindow::followScreens()
{
    if (!store_.model().presenting || !presenter_) return;
    const bool alone = coversWorkshop(store_.model().audience, *this);
    if (alone && store_.model().curtain != model::Curtain::Open) store_.dispatch(model::Command::NextStep);
    presenter_->hide(); // window managers do not move a window that fills a screen
    applyPresenting();
    if (alone) store_.dispatch(model::Announce{model::answer(wording::projectorGone)});
}

/// The presentation goes where the workshop is, and the workshop where it was.
void MainWindow::swapScreens()
{
    const model::Audience& audience = store_.model().audience;
    QScreen* there = audienceScreen(audience, *this);
    QScreen* here = screen();
    if (audience.shape != model::AudienceShape::FullScreen)
        return store_.dispatch(model::Announce{model::answer(wording::noSwapOfWindow)});
    if (there == here) return store_.dispatch(model::Announce{model::answer(wording::oneScreenOnly)});
    presenter_->hide();
    place_->moveTo(*there);
    store_.dispatch(model::SetAudience{{audience.shape, here->name().toStdString()}});
}

} // namespace tcpstage::widgets
