#include "ui/model/kept/choices.h"

#include "core/sources/capture_run.h"

#include <QSettings>
#include <array>

namespace tcpstage::model {

namespace {

template <typename T, std::size_t N>
void recallOne(const QSettings& settings, const char* key, const std::array<const char*, N>& names, T& place)
{
    const QString name = settings.value(QLatin1String{key}).toString();
    for (std::size_t i = 0; i < N; ++i)
        if (name == QLatin1String{names[i]}) place = static_cast<T>(i);
}

/// Writes only changed values, so that a start without changes does not touch the file.
void put(QSettings& settings, const char* key, const QString& value)
{
    if (settings.value(QLatin1String{key}).toString() != value) settings.setValue(QLatin1String{key}, value);
}

template <typename T, std::size_t N>
void rememberOne(QSettings& settings, const char* key, const std::array<const char*, N>& names, T value)
{
    put(settings, key, QLatin1String{names[static_cast<std::size_t>(value)]});
}

constexpr std::array languages{"en", "zh"};
constexpr std::array themes{"desktop", "light", "dark", "contrast"};
constexpr std::array timeMaps{"even", "to-scale"};
constexpr std::array numbers{"absolute", "relative", "both", "symbolic"};
constexpr std::array stateNames{"rfc", "netstat", "textbook"};
constexpr std::array flagNames{"names", "bits"};
constexpr std::array endNames{"own", "lettered"};
constexpr std::array windowUnits{"octets", "rounds"};
constexpr std::array depths{"simple", "exact", "analogy"};
constexpr std::array playStops{"never", "to-read", "at-notes"};
constexpr std::array audienceShapes{"full-screen", "16:9", "4:3", "window"};
constexpr std::array programs{"where-they-matter", "always", "never"};
constexpr std::array onOff{"off", "on"};

constexpr QLatin1String calmKey{"reduce-motion"};

using Ids = std::shared_ptr<const std::vector<std::string>>;

Ids recallIds(const QSettings& settings, const char* key)
{
    std::vector<std::string> ids;
    for (const QString& id : settings.value(QLatin1String{key}).toString().split(u' ', Qt::SkipEmptyParts))
        ids.push_back(id.toStdString());
    return ids.empty() ? nullptr : std::make_shared<const std::vector<std::string>>(std::move(ids));
}

void rememberIds(QSettings& settings, const char* key, const Ids& list)
{
    if (!list) return;
    QStringList ids;
    for (const std::string& id : *list)
        ids << QString::fromStdString(id);
    put(settings, key, ids.join(u' '));
}

void recallOwn(const QSettings& settings, OwnChoice& own)
{
    const auto text = [&](const char* key) { return settings.value(QLatin1String{key}).toString().toStdString(); };
    own.server = text("own-server");
    own.client = text("own-client");
    own.ip6 = text("own-ip6") == "on";
    own.byHand = text("own-hold") != "off";
    const int delay = settings.value(QLatin1String{"own-delay-ms"}, own.delayMs).toInt();
    if (delay >= 0 && delay <= longestOwnDelayMs) own.delayMs = delay;
}

void rememberOwn(QSettings& settings, const OwnChoice& own)
{
    if (own == OwnChoice{}) return;
    put(settings, "own-server", QString::fromStdString(own.server));
    put(settings, "own-client", QString::fromStdString(own.client));
    rememberOne(settings, "own-ip6", onOff, own.ip6);
    rememberOne(settings, "own-hold", onOff, own.byHand);
    put(settings, "own-delay-ms", QString::number(own.delayMs));
}

void recallTextSize(const QSettings& settings, Model& model)
{
    const double size = settings.value(QLatin1String{"text-factor"}).toDouble();
    if (size >= textSizes.front() && size <= textSizes.back()) model.textSize = size;
}

void recallFiles(const QSettings& settings, Model& model)
{
    for (const QString& path : settings.value(QLatin1String{"recent"}).toStringList())
        model.recent.push_back(path.toStdString());
    model.lessonFolder = settings.value(QLatin1String{"lesson-folder"}).toString().toStdString();
    model.lastFolder = settings.value(QLatin1String{"last-folder"}).toString().toStdString();
}

void rememberFiles(QSettings& settings, const Model& model)
{
    QStringList recent;
    for (const std::string& path : model.recent)
        recent << QString::fromStdString(path);
    if (settings.value(QLatin1String{"recent"}).toStringList() != recent)
        settings.setValue(QLatin1String{"recent"}, recent);
    put(settings, "lesson-folder", QString::fromStdString(model.lessonFolder));
    put(settings, "last-folder", QString::fromStdString(model.lastFolder));
}

} // namespace

std::string recall(QSettings& settings, Model& model)
{
    recallOne(settings, "language", languages, model.display.language);
    recallOne(settings, "theme", themes, model.theme);
    recallOne(settings, "pace", timeMaps, model.timeMap);
    recallOne(settings, "numbers", numbers, model.display.numbers);
    recallOne(settings, "state-names", stateNames, model.display.stateNames);
    recallOne(settings, "flag-names", flagNames, model.display.flagNames);
    recallOne(settings, "end-names", endNames, model.display.endNames);
    recallOne(settings, "depth", depths, model.display.depth);
    recallOne(settings, "window-units", windowUnits, model.display.windowUnits);
    recallOne(settings, "programs", programs, model.display.programs);
    recallOne(settings, "console", onOff, model.display.console);
    recallOne(settings, "play-stops", playStops, model.stops);
    recallOne(settings, "animate-steps", onOff, model.animates);
    if (const QString calm = settings.value(calmKey).toString(); !calm.isEmpty())
        model.calm = calm == QLatin1String{onOff[1]};
    recallOne(settings, "audience", audienceShapes, model.audience.shape);
    model.audience.screen = settings.value(QLatin1String{"audience-screen"}).toString().toStdString();
    recallTextSize(settings, model);
    recallOwn(settings, model.own);
    if (Ids ids = recallIds(settings, "finished")) model.finished = std::move(ids);
    if (Ids ids = recallIds(settings, "solved")) model.solved = std::move(ids);
    recallFiles(settings, model);
    if (const QString hour = settings.value(QLatin1String{"hour"}).toString(); !hour.isEmpty())
        model.lastHour = LastHour{hour.toStdString(), settings.value(QLatin1String{"hour-part"}).toUInt()};
    model.enlarges = enlarges(settings);
    return settings.value(QLatin1String{"lesson"}).toString().toStdString();
}

void remember(QSettings& settings, const Model& model)
{
    rememberOne(settings, "language", languages, model.display.language);
    rememberOne(settings, "theme", themes, model.theme);
    rememberOne(settings, "pace", timeMaps, model.timeMap);
    rememberOne(settings, "numbers", numbers, model.display.numbers);
    rememberOne(settings, "state-names", stateNames, model.display.stateNames);
    rememberOne(settings, "flag-names", flagNames, model.display.flagNames);
    rememberOne(settings, "end-names", endNames, model.display.endNames);
    rememberOne(settings, "depth", depths, model.display.depth);
    rememberOne(settings, "window-units", windowUnits, model.display.windowUnits);
    rememberOne(settings, "programs", programs, model.display.programs);
    rememberOne(settings, "console", onOff, model.display.console);
    rememberOne(settings, "play-stops", playStops, model.stops);
    rememberOne(settings, "animate-steps", onOff, model.animates);
    rememberOne(settings, "audience", audienceShapes, model.audience.shape);
    put(settings, "audience-screen", QString::fromStdString(model.audience.screen));
    if (model.calm) rememberOne(settings, calmKey.data(), onOff, *model.calm);
    rememberOne(settings, "enlarge", onOff, model.enlarges);
    rememberIds(settings, "finished", model.finished);
    rememberIds(settings, "solved", model.solved);
    const bool inHour = model.hour && !model.hour->path.empty();
    put(settings, "hour", inHour ? QString::fromStdString(model.hour->path) : QString{});
    put(settings, "hour-part", QString::number(inHour ? model.hour->part : 0));
    put(settings, "text-factor", QString::number(model.textSize));
    if (!isOfSeveral(sources::path_in(model.source))) // they are not run again by themselves
        put(settings, "lesson", QString::fromStdString(model.source));
    rememberOwn(settings, model.own);
    rememberFiles(settings, model);
}

bool enlarges(const QSettings& settings)
{
    bool value = Model{}.enlarges;
    recallOne(settings, "enlarge", onOff, value);
    return value;
}

scene::ThemeName Model::themeName() const
{
    switch (theme) {
    case ThemeChoice::Desktop:
        return desktopIsDark ? scene::ThemeName::Dark : scene::ThemeName::Light;
    case ThemeChoice::Light:
        return scene::ThemeName::Light;
    case ThemeChoice::Dark:
        return scene::ThemeName::Dark;
    case ThemeChoice::Contrast:
        return scene::ThemeName::Contrast;
    }
    return scene::ThemeName::Light;
}

} // namespace tcpstage::model
