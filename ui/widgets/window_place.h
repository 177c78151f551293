#pragma once
// Where the main window stands: as it was left, where that is on a screen that exists; else in the middle of the
// screen, or over all of it where that is small. It never stands outside of the screens.

#include <QList>
#include <QObject>
#include <QPointer>
#include <QRect>
#include <optional>

class QScreen;
class QSettings;
class QWidget;

namespace tcpstage::widgets {

/// What a window may fill of a screen's free part, without its frame.
QRect insideOf(const QRect& screen);

struct Placing {
    QRect normal;           // without its frame, when it is not maximized
    bool maximized = false; // then `normal` is what it goes back to
    friend bool operator==(const Placing&, const Placing&) = default;
};
/// `screens` are what is free of panels on each, the first one for windows that were nowhere yet; at least one.
Placing placingOn(const QList<QRect>& screens, const std::optional<Placing>& left);
/// What a window that is on `screen` now is to be placed by next time. A maximized one may have been moved to another
/// screen than `normal` is on. `wanted` is the size that a person gave it, larger than `normal` where a screen was
/// small.
Placing leftOn(const QRect& screen, const Placing& now, QSize wanted);
/// The smallest window that is of use, or less: it can be maximized on each of these screens. (A compositor of Wayland
/// ends a program whose window is larger than it may be.)
QSize leastSizeOn(const QList<QRect>& screens);

class WindowPlace : public QObject {
    Q_OBJECT

public:
    /// Places the window, which is not shown yet, and keeps it on its screen when screens come, go or change.
    WindowPlace(QWidget& window, QSettings& settings);

    /// As large as now, if it fits there. Under Wayland a window cannot move itself: it fills that screen until it is
    /// moved to where it was, or comes back.
    void moveTo(QScreen& screen);
    /// From a screen that it fills because it could not move there.
    void comeBack();
    /// For the next start.
    void remember() const;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place(const Placing& placing);
    void make(const QRect& place);
    void fill(QScreen& screen);
    void follow(QScreen* screen);
    void stayOnScreen();

    QWidget& window_;
    QSettings& settings_;
    QPointer<QScreen> screen_;
    QSize wanted_;           // as a person made it; a small screen makes it smaller only for as long as it is there
    QSize made_;             // by this class
    QPointer<QScreen> home_; // where it was before it filled another; none: it does not
    Qt::WindowStates atHome_;
};

} // namespace tcpstage::widgets
