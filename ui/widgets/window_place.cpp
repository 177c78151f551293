#include "ui/widgets/window_place.h"

#include <QEvent>
#include <QGuiApplication>
#include <QResizeEvent>
#include <QScreen>
#include <QSettings>
#include <QWidget>
#include <QWindow>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QSize usualSize{1440, 900};
constexpr QSize smallestUseful{900, 560};
constexpr int frameTop = 36; // room for the title bar, whose height is known only after the window is shown
constexpr int frameSide = 6;
constexpr int waylandPanels = 80; // pixels that panels may take: a program is not told
constexpr const char* normalKey = "window/normal";
constexpr const char* maximizedKey = "window/maximized";

bool isWayland() { return QGuiApplication::platformName().startsWith(QLatin1String{"wayland"}); }

/// The nearest place in `room`, smaller if it has to be.
QRect movedInto(const QRect& room, QRect place)
{
    place.setSize(place.size().boundedTo(room.size()));
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() + 1 - place.width()));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() + 1 - place.height()));
    return place;
}

int shared(const QRect& a, const QRect& b)
{
    const QRect both = a & b;
    return both.isEmpty() ? 0 : both.width() * both.height();
}

/// The screen that most of `window` is on; the first one if it is on none.
const QRect& screenOf(const QRect& window, const QList<QRect>& screens)
{
    return *std::ranges::max_element(screens, {}, [&](const QRect& screen) { return shared(screen, window); });
}

QList<QRect> screensNow()
{
    QList<QRect> free;
    for (const QScreen* screen : QGuiApplication::screens()) // the primary one is the first
        free << screen->availableGeometry();
    return free;
}

} // namespace

QRect insideOf(const QRect& screen) { return screen.adjusted(frameSide, frameTop, -frameSide, -frameSide); }

Placing placingOn(const QList<QRect>& screens, const std::optional<Placing>& left)
{
    if (left) {
        const QRect& nearest = screenOf(left->normal, screens);
        if (shared(nearest, left->normal) > 0) return {movedInto(insideOf(nearest), left->normal), left->maximized};
    }
    const QRect room = insideOf(screens.front());
    const QSize wanted = left ? left->normal.size() : usualSize;
    const bool fits = wanted.width() <= room.width() && wanted.height() <= room.height();
    // One that fills the screen becomes smaller when it is not maximized any more.
    QRect place{{}, fits ? wanted : wanted.boundedTo(room.size() * 0.94).expandedTo(leastSizeOn(screens))};
    place.moveCenter(room.center());
    return {place, left ? left->maximized : !fits};
}

Placing leftOn(const QRect& screen, const Placing& now, QSize wanted)
{
    QRect normal{now.normal.topLeft(), now.normal.size().expandedTo(wanted)};
    if (now.maximized && !screen.contains(now.normal.center())) normal.moveCenter(screen.center());
    return {normal, now.maximized};
}

QSize leastSizeOn(const QList<QRect>& screens)
{
    const QSize unknown = isWayland() ? QSize{0, waylandPanels} : QSize{};
    QSize least = smallestUseful;
    for (const QRect& screen : screens)
        least = least.boundedTo(insideOf(screen).size() - unknown);
    return least;
}

WindowPlace::WindowPlace(QWidget& window, QSettings& settings) : QObject{&window}, window_{window}, settings_{settings}
{
    const QRect normal = settings_.value(QLatin1String{normalKey}).toRect();
    std::optional<Placing> left;
    wanted_ = normal.size();
    if (!normal.isEmpty()) left = Placing{normal, settings_.value(QLatin1String{maximizedKey}).toBool()};
    place(placingOn(screensNow(), left));
    window_.installEventFilter(this);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &WindowPlace::stayOnScreen, Qt::QueuedConnection);
    connect(qGuiApp, &QGuiApplication::screenAdded, this, &WindowPlace::stayOnScreen, Qt::QueuedConnection);
}

void WindowPlace::place(const Placing& placing)
{
    window_.setMinimumSize(leastSizeOn(screensNow()));
    make(placing.normal);
    if (placing.maximized) window_.setWindowState(window_.windowState() | Qt::WindowMaximized);
}

void WindowPlace::moveTo(QScreen& screen)
{
    if (isWayland()) return fill(screen);
    const bool maximized = window_.isMaximized();
    if (maximized) window_.showNormal();
    QRect place = window_.geometry();
    place.moveCenter(screen.availableGeometry().center());
    make(placingOn({screen.availableGeometry()}, Placing{place, false}).normal);
    if (maximized) window_.showMaximized();
}

/// A size of its own while it changes between the two would end the program: the compositor knows its size.
void WindowPlace::fill(QScreen& screen)
{
    if (home_ == &screen) return comeBack();
    if (!home_) {
        home_ = window_.screen();
        atHome_ = window_.windowState();
    }
    if (QWindow* native = window_.windowHandle()) native->setScreen(&screen);
    window_.showFullScreen();
}

void WindowPlace::comeBack()
{
    if (!home_) return;
    window_.hide(); // then it is shown as at the start: see fill()
    if (QWindow* native = window_.windowHandle()) native->setScreen(home_);
    window_.setWindowState(atHome_);
    window_.show();
    home_.clear();
}

void WindowPlace::remember() const
{
    const bool maximized = home_ ? atHome_.testFlag(Qt::WindowMaximized) : window_.isMaximized();
    const Placing now{maximized || home_ ? window_.normalGeometry() : window_.geometry(), maximized};
    const QScreen* screen = window_.screen() ? window_.screen() : QGuiApplication::primaryScreen();
    const Placing left = leftOn(screen->availableGeometry(), now, wanted_);
    settings_.setValue(QLatin1String{normalKey}, left.normal);
    settings_.setValue(QLatin1String{maximizedKey}, left.maximized);
}

void WindowPlace::make(const QRect& place)
{
    made_ = place.size();
    window_.setGeometry(place);
}

void WindowPlace::follow(QScreen* screen)
{
    if (screen_ == screen || !screen) return;
    if (screen_) screen_->disconnect(this);
    screen_ = screen;
    window_.setMinimumSize(leastSizeOn(screensNow()));
    connect(screen, &QScreen::availableGeometryChanged, this, &WindowPlace::stayOnScreen, Qt::QueuedConnection);
}

void WindowPlace::stayOnScreen()
{
    if (!window_.isVisible()) return;
    if (window_.windowHandle()) follow(window_.windowHandle()->screen());
    window_.setMinimumSize(leastSizeOn(screensNow()));
    if (window_.isMaximized() || window_.isFullScreen()) return; // the desktop sees to that
    const QRect now = window_.geometry();
    const QRect wanted{now.topLeft(), now.size().expandedTo(wanted_)};
    const QList<QRect> screens = screensNow();
    const QRect& here = screenOf(now, screens);
    const QRect place = placingOn(shared(here, now) > 0 ? QList<QRect>{here} : screens, Placing{wanted, false}).normal;
    if (place != now) make(place);
}

bool WindowPlace::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Show && window_.windowHandle()) {
        QWindow* native = window_.windowHandle();
        follow(native->screen());
        connect(native, &QWindow::screenChanged, this, &WindowPlace::follow, Qt::UniqueConnection);
    }
    if (event->type() == QEvent::Resize && !window_.isMaximized() && !window_.isFullScreen()) {
        const QSize size = static_cast<QResizeEvent*>(event)->size();
        if (size != made_) wanted_ = size;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
