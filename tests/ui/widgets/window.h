#pragma once
// A real window with a lesson on its stage, in a test's hands.

#include "ui/model/store.h"
#include "ui/widgets/main_window.h"

#include <QSettings>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace tcpstage {

class Canvas;

class Window : public testing::Test {
protected:
    explicit Window(const char* lesson = "four-way-close");

    const Model& model() const { return store.model(); }
    std::size_t step() const { return model().story->pace.stepsUntil(model().goal()); }
    std::size_t steps() const { return model().story->pace.stepCount(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void open(const char* lesson);
    /// The position in `canvas` where a mark of this kind can be clicked.
    QPoint placeOf(const Canvas& canvas, Ref::Kind kind) const;
    /// All widgets of the window that can be seen now.
    QList<QWidget*> visible() const;
    void drop(const QStringList& paths);

    QTemporaryDir folder;
    QSettings settings;
    Store store;
    MainWindow window;
};

/// The texts that a person reads on the widget: its own, its items', its menus'.
QStringList textsOf(const QWidget& widget);

} // namespace tcpstage
