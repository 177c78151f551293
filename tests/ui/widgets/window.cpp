#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/drawing/drawing_folder.h"
#include "ui/widgets/services.h"
#include "ui/widgets/stage/stage_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QTableWidget>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QWindow>

namespace tcpstage::widgets {

namespace {

model::Model start()
{
    model::Model model;
    model.animates = false;
    return model;
}

/// Those of the program, but no browser opens.
model::Services services(QSettings& settings, const QString& works, const QString& drawings, QStringList& browsed,
                         const bool& hasBrowser)
{
    model::Services all =
        programServices(settings, std::make_shared<WorkFolder>(works), std::make_shared<DrawingFolder>(drawings));
    all.browse = [&](const std::string& address) {
        browsed << QString::fromStdString(address);
        return hasBrowser;
    };
    return all;
}

} // namespace

Window::Window(const char* lesson)
    : settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat},
      store{start(), services(settings, workFolder(), drawingFolder(), browsed, hasBrowser)}, window{store, settings}
{
    open(lesson);
    window.setWindowState(Qt::WindowNoState); // the screen of the tests is small
    window.resize(1280, 800);
    window.show();
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
}

void Window::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget* focus = QApplication::focusWidget();
    QTest::keyClick(focus ? focus : QApplication::activeWindow(), key, modifiers);
    QApplication::processEvents();
}

void Window::open(const char* lesson)
{
    store.dispatch(model::OpenSource{lesson});
    store.settle();
    if (model().time > scene::StageTime{}) store.dispatch(model::Command::First); // from the opening to the handshake
    QApplication::processEvents();
}

QPoint Window::placeOf(const Canvas& canvas, scene::Ref::Kind kind) const
{
    for (int y = 0; y < canvas.height(); y += 2)
        for (int x = 0; x < canvas.width(); x += 2)
            if (scene::hit(canvas.scene(), QPointF(x, y)).kind == kind) return {x, y};
    return {-1, -1};
}

QList<QWidget*> Window::visible() const
{
    QList<QWidget*> all;
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (widget->isVisible()) all << widget;
    return all;
}

void Window::drop(const QStringList& paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    QDragEnterEvent enter{QPoint{300, 300}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QApplication::sendEvent(&window, &enter);
    QDropEvent event{QPointF{300, 300}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QApplication::sendEvent(&window, &event);
    store.settle();
    QApplication::processEvents();
}

void Window::settle()
{
    store.settle();
    QApplication::processEvents();
    store.settle();
}

QMenu* Window::rightClick(QWidget& widget, QPoint at)
{
    QWindow* native = widget.window()->windowHandle();
    QTest::mouseClick(native, Qt::RightButton, Qt::NoModifier, widget.mapTo(widget.window(), at));
    QApplication::processEvents();
    return qobject_cast<QMenu*>(QApplication::activePopupWidget());
}

void Window::choose(QMenu* menu, const QString& words)
{
    ASSERT_TRUE(menu) << "no menu with " << words.toStdString();
    for (QAction* action : menu->actions()) {
        if (!action->text().startsWith(words)) continue;
        ASSERT_TRUE(action->isEnabled()) << words.toStdString();
        QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(action).center());
        return settle();
    }
    menu->close();
    FAIL() << "no such item: " << words.toStdString();
}

void Window::chooseFrom(QWidget& button, const QString& words)
{
    // A button's menu runs its own event loop, so choose() must run from a timer.
    QTimer::singleShot(0, &window,
                       [this, words] { choose(qobject_cast<QMenu*>(QApplication::activePopupWidget()), words); });
    button.setFocus();
    press(Qt::Key_Space);
    settle();
}

void Window::call(trace::Side side, const QString& words)
{
    Canvas& panel = window.stage().panel(side);
    if (!panel.isVisible()) store.dispatch(model::Select{}); // details have taken its room
    choose(rightClick(panel, panel.rect().center()), words);
}

void Window::type(QWidget& field, const QString& text)
{
    QTest::keyClick(&field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(&field, text);
}

QStringList textsOf(const QWidget& widget)
{
    QStringList texts{widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()};
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) texts << button->text();
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) texts << label->text();
    if (const auto* field = qobject_cast<const QLineEdit*>(&widget)) texts << field->placeholderText();
    if (const auto* list = qobject_cast<const QListWidget*>(&widget))
        for (int row = 0; row < list->count(); ++row)
            texts << list->item(row)->text();
    for (const QMenu* menu : widget.findChildren<QMenu*>()) {
        texts << menu->title();
        for (const QAction* action : menu->actions())
            texts << action->text();
    }
    texts.removeAll(QString{});
    return texts;
}

} // namespace tcpstage::widgets
