#include "ui/widgets/open_window.h"

#include "core/base/locale.h"
#include "core/run/sandbox.h"
#include "ui/model/catalogue.h"
#include "ui/model/kept/choices.h"
#include "ui/model/words.h"
#include "ui/paint/own_fonts.h"
#include "ui/paint/painter.h"
#include "ui/widgets/access/desktop_motion.h"
#include "ui/widgets/common/end_signals.h"
#include "ui/widgets/common/file_watch.h"
#include "ui/widgets/common/key_signs.h"
#include "ui/widgets/common/program_style.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/drawing/drawing_folder.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/missing_font.h"
#include "ui/widgets/present/screen_scale.h"
#include "ui/widgets/services.h"

#include <QApplication>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QTranslator>
#include <array>
#include <memory>
#include <utility>

namespace tcpstage::widgets {

namespace {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

/// Switches the language of Qt's own dialogs, if its translations are installed.
class QtWords {
public:
    void follow(Language language)
    {
        QCoreApplication::removeTranslator(&signs_);
        QCoreApplication::removeTranslator(&translator_);
        if (language == Language::Chinese &&
            translator_.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&translator_);
        QCoreApplication::installTranslator(&signs_); // the last one is asked first
    }

private:
    QTranslator translator_;
    KeySigns signs_;
};

/// Of the user's data.
QString folderOf(const char* name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QLatin1Char{'/'} +
           QLatin1String{name};
}

/// Offers the lesson with the latest work, unless it is opened now.
void offerToContinue(model::Store& store, const WorkFolder& works, const std::string& last, const std::string& first)
{
    if (last.empty() || last == first) return;
    const auto title = works.titleOf(last);
    if (!title) return;
    const auto sentence = [&](Language language) {
        return model::say(wording::leftOff, language, {QString::fromStdString((*title)[language])}).toStdString();
    };
    store.dispatch(model::Announce{model::Notice{
        {sentence(Language::English), sentence(Language::Chinese)}, false, model::Offer::Continue, last}});
}

/// So that the stage is never empty: what cannot be opened at the start has the first lesson in its place. (A lesson
/// file that has an error opens without a run, as its text with the error.)
void openInPlaceOfFailed(model::Store& store, const model::Model& before)
{
    const model::Model& now = store.model();
    const std::string& first = model::catalogue().front().id;
    if (before.loading && !now.loading && !now.staged && before.loading->source != first)
        store.dispatch(model::OpenSource{first});
}

struct StartView {
    std::string_view id;
    scene::View view;
};
constexpr std::array viewsAtStart{
#define TCPSTAGE_VIEW(name, id, ...) StartView{id, scene::View::name},
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
};

/// Once what was wanted is on the stage: the view, and the presentation.
void showAsWanted(model::Store& store, const WindowStart& start)
{
    for (const StartView& each : viewsAtStart)
        if (each.id == start.view) store.dispatch(model::SetView{each.view});
    if (start.present) store.dispatch(model::Command::TogglePresent);
}

} // namespace

std::vector<std::string> startViews()
{
    std::vector<std::string> ids;
    ids.reserve(viewsAtStart.size());
    for (const StartView& each : viewsAtStart)
        ids.emplace_back(each.id);
    return ids;
}

std::string firstSource(const std::string& wanted, const std::string& last)
{
    const QFileInfo file{QString::fromStdString(wanted)}; // by its full path, as file dialogs give it
    if (!wanted.empty())
        return !model::findLesson(wanted) && file.isFile() ? file.absoluteFilePath().toStdString() : wanted;
    if (model::findLesson(last) || last == run::sandbox_source) return last; // with what was in it
    return model::catalogue().empty() ? std::string{} : model::catalogue().front().id;
}

int openWindow(int& argc, char** argv, const WindowStart& start)
{
    QApplication::setApplicationVersion(QString::fromStdString(start.version));
    QApplication::setApplicationName(QStringLiteral("TCP Stage"));
    QApplication::setOrganizationName(QStringLiteral("tcpstage"));
    QApplication::setDesktopFileName(QStringLiteral("tcpstage"));
    const auto application = scaledApplication(argc, argv);
    QApplication::setStyle(new ProgramStyle);
    paint::chooseFonts();

    QSettings settings;
    model::Model model;
    model.display.language = environment_language();
    model.desktopIsDark = isDark(QApplication::palette());
    const std::string last = model::recall(settings, model);
    if (start.language) model.display.language = *start.language;
    QtWords qtWords;
    qtWords.follow(model.language());
    const auto works = std::make_shared<WorkFolder>(folderOf("unsaved"));
    const auto drawings = std::make_shared<DrawingFolder>(folderOf("drawings"));
    model::Services services = programServices(settings, works, drawings);
    model::Store store{model, std::move(services)};
    const auto& hour = model.lastHour;
    const bool goesOn = start.source.empty() && hour && QFileInfo{QString::fromStdString(hour->path)}.isFile();
    const std::string first = goesOn ? hour->path : firstSource(start.source, last);
    store.dispatch(
        model::OpenSource{first, false, start.step, start.at}); // loaded by a worker while the window is made
    offerToContinue(store, *works, last, first);
    if (auto notice = noticeOfMissingFont(paint::canShowChinese(), settings))
        store.dispatch(model::Announce{std::move(*notice)});
    // Before the window, which writes the names of keys anew.
    QObject::connect(&store, &model::Store::changed, &store, [&](const model::Model& before) {
        if (before.language() != store.model().language()) qtWords.follow(store.model().language());
    });
    MainWindow window{store, settings};
    QObject::connect(&store, &model::Store::changed, &window,
                     [&](const model::Model& before) { openInPlaceOfFailed(store, before); });
    new FileWatch{store, &window};
    const auto begins = std::make_shared<bool>(false);
    const auto begin = [&store, &start, begins] { // a run was loaded already, or is the next that comes
        if (!store.model().staged || std::exchange(*begins, true)) return;
        QMetaObject::invokeMethod(
            &store, [&store, &start] { showAsWanted(store, start); }, Qt::QueuedConnection);
    };
    QObject::connect(&store, &model::Store::changed, &window, begin);
    const EndSignals ends;
    QObject::connect(&ends, &EndSignals::wanted, &window, [&window] {
        window.close();
        QCoreApplication::quit();
    });
    QObject::connect(qApp, &QGuiApplication::commitDataRequest, &store, [&store] { store.keepAll(); });
    QCoreApplication::sendPostedEvents(&store); // usually loaded by now, so that everything is laid out only once
    window.show();
    QMetaObject::invokeMethod(
        &window,
        [&store, &window] {
            new DesktopMotion{store, &window};
        },
        Qt::QueuedConnection);
    begin();
    return QApplication::exec();
}

} // namespace tcpstage::widgets
