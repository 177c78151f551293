#include "ui/widgets/hour_to_page.h"

#include "ui/model/words.h"
#include "ui/page/hour_page.h"
#include "ui/widgets/lessons/files.h"
#include "ui/widgets/services.h"

#include <QFileInfo>
#include <QProgressDialog>

namespace tcpstage::widgets {

void writeHourTo(const QString& path, model::Store& store, QWidget* parent)
{
    if (!store.model().hour) return;
    const Language language = store.model().language();
    QProgressDialog progress{model::say(wording::stepsWriting, language), model::say(wording::cancel, language), 0, 0,
                             parent};
    progress.setWindowModality(Qt::WindowModal);
    progress.setMinimumDuration(500);
    const model::HourPtr hour = store.model().hour->hour;
    scene::DisplayOptions display = store.model().display;
    display.presenting = false;
    display.answer = false;
    display.view = scene::View::Ladder;
    const auto drawnOn = [&, isHidden = store.model().drawing.hidden,
                          file = store.model().hour->path](const std::string& source) {
        return isHidden ? scene::DrawingPtr{} : store.drawnOn({source, file});
    };
    const auto done = page::writeHourPage(*hour, pageOfStage(display), path.toStdString(), drawnOn,
                                          [&](std::size_t now, std::size_t all) {
                                              progress.setMaximum(static_cast<int>(all));
                                              progress.setValue(static_cast<int>(now)); // lets the window answer
                                              return !progress.wasCanceled();
                                          });
    if (!done) return store.dispatch(model::Announce{model::Notice{done.error().sentences(), true}});
    if (*done == paint::Finished::All) store.dispatch(model::FileWritten{path.toStdString()});
}

void saveHourPage(model::Store& store, QWidget* parent)
{
    const model::Model& model = store.model();
    if (!model.hour) return;
    const QString name = model.hour->path.empty()
                             ? QString::fromStdString(model.hour->hour->title[model.language()])
                             : QFileInfo{QString::fromStdString(model.hour->path)}.completeBaseName();
    askToSave(parent, model, {wording::hourPageTitle, wording::pageFilter, name},
              [&store, parent](const QString& path) {
                  const auto begin = [&store, parent, path] { writeHourTo(path, store, parent); };
                  QMetaObject::invokeMethod(parent, begin, Qt::QueuedConnection); // when the file dialog is gone
              });
}

} // namespace tcpstage::widgets
