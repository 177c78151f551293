#include "ui/widgets/open_window.h"

#include "ui/model/catalogue.h"
#include "ui/model/choices.h"
#include "ui/model/words.h"
#include "ui/paint/painter.h"
#include "ui/widgets/common/program_style.h"
#include "ui/widgets/main_window.h"
#include "ui/widgets/present/screen_scale.h"
#include "ui/widgets/services.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QSettings>
#include <QTranslator>
#include <memory>

namespace tcpstage {

namespace {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

/// Qt's own dialogs follow the language, where its translations are installed.
class QtWords {
public:
    void follow(Language language)
    {
        QCoreApplication::removeTranslator(&translator_);
        if (language != Language::Chinese) return;
        if (translator_.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&translator_);
    }

private:
    QTranslator translator_;
};

std::string firstSource(const std::string& wanted, const std::string& last)
{
    if (!wanted.empty()) return wanted;
    if (findLesson(last)) return last;
    return catalogue().empty() ? std::string{} : catalogue().front().id;
}

} // namespace

int openWindow(int& argc, char** argv, const std::string& lessonOrFile)
{
    QApplication::setApplicationName(QStringLiteral("TCP Stage"));
    QApplication::setOrganizationName(QStringLiteral("tcpstage"));
    QApplication::setDesktopFileName(QStringLiteral("tcpstage"));
    const auto application = scaledApplication(argc, argv);
    QApplication::setStyle(new ProgramStyle);
    chooseFonts();

    QSettings settings;
    Model model;
    model.showing.language = systemLanguage();
    model.desktopIsDark = isDark(QApplication::palette());
    const std::string last = recall(settings, model);
    QtWords qtWords;
    qtWords.follow(model.language());
    Store store{model, programServices(settings)};
    store.dispatch(OpenSource{firstSource(lessonOrFile, last)}); // told by a worker while the window is made
    MainWindow window{store, settings};
    QObject::connect(&store, &Store::changed, &window, [&](const Model& before) {
        if (before.language() != store.model().language()) qtWords.follow(store.model().language());
    });
    QObject::connect(&store, &Store::changed, &window, [&store](const Model& before) { // never an empty stage
        const Model& now = store.model();
        if (before.telling && !now.telling && !now.story && before.telling->source != catalogue().front().id)
            store.dispatch(OpenSource{catalogue().front().id});
    });
    QCoreApplication::sendPostedEvents(&store); // told by now, as a rule: then all is laid out only once
    window.show();
    return QApplication::exec();
}

} // namespace tcpstage
