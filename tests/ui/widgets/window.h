#pragma once
// A real window with a lesson on its stage, in a test's hands.

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
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void open(const char* lesson);
    /// The position in `canvas` where a mark of this kind can be clicked.
    QPoint placeOf(const Canvas& canvas, scene::Ref::Kind kind) const;
    /// All widgets of the window that can be seen now.
    QList<QWidget*> visible() const;
    void drop(const QStringList& paths);
    /// Waits for what a worker tells, and for what that leads to.
    void settle();
    /// A right click as the window system reports it. The menu that opens; nullptr: none.
    QMenu* rightClick(QWidget& widget, QPoint at);
    /// A click on the item whose words begin so; then whatever it started is over.
    void choose(QMenu* menu, const QString& words);
    /// The same in the menu of a button, which is opened by the keyboard.
    void chooseFrom(QWidget& button, const QString& words);
    /// A right click on an endpoint, and the call of these words: "listen()".
    void call(trace::Side side, const QString& words);
    /// Types in the place of what a field holds.
    void type(QWidget& field, const QString& text);

    QTemporaryDir folder;
    QSettings settings;
    model::Store store;
    MainWindow window;
};

/// The texts that a person reads on the widget: its own, its items', its menus'.
QStringList textsOf(const QWidget& widget);

} // namespace tcpstage::widgets
