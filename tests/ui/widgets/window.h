#pragma once
// A real window with a lesson on its stage, driven by a test.

#include "ui/model/store/store.h"
#include "ui/widgets/main_window.h"

#include <QSettings>
#include <QTemporaryDir>
#include <gtest/gtest.h>

class QMenu;

namespace tcpstage::widgets {

class Canvas;

class Window : public ::testing::Test {
protected:
    explicit Window(const char* lesson = "four-way-close");

    const model::Model& model() const { return store.model(); }
    std::size_t step() const { return model().staged->timeMap.stepsUntil(model().goal()); }
    std::size_t steps() const { return model().staged->timeMap.stepCount(); }
    /// Where unsaved work is kept.
    QString workFolder() const { return folder.filePath(QStringLiteral("unsaved")); }
    /// Where what is drawn on built-in lessons is kept.
    QString drawingFolder() const { return folder.filePath(QStringLiteral("drawings")); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// A lesson that opens later is at its very beginning.
    void open(const char* lesson);
    /// The position in `canvas` where a mark of this kind can be clicked.
    QPoint placeOf(const Canvas& canvas, scene::Ref::Kind kind) const;
    /// All widgets of the window that are visible now.
    QList<QWidget*> visible() const;
    void drop(const QStringList& paths);
    /// Waits for the worker's results and their effects.
    void settle();
    /// Sends a right click as the window system would. Returns the menu that opens, or nullptr.
    QMenu* rightClick(QWidget& widget, QPoint at);
    /// Clicks the item whose text begins with `words`, and settles.
    void choose(QMenu* menu, const QString& words);
    /// The same in a button's menu, which is opened by keyboard.
    void chooseFrom(QWidget& button, const QString& words);
    /// Right-clicks an endpoint and chooses a call, e.g. "listen()".
    void call(trace::Side side, const QString& words);
    /// Replaces the content of a field by typing.
    void type(QWidget& field, const QString& text);

    QTemporaryDir folder;
    QSettings settings;
    QStringList browsed; // the addresses that a browser would have opened
    bool hasBrowser = true;
    model::Store store;
    MainWindow window;
};

/// The visible texts of the widget: its own, its items' and its menus'.
QStringList textsOf(const QWidget& widget);

} // namespace tcpstage::widgets
