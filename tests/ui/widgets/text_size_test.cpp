// "Larger text" makes all text of the window larger: that of Qt's widgets, and that of every canvas.

#include "tests/ui/widgets/window.h"

#include "ui/model/kept/choices.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/code_edit.h"
#include "ui/widgets/stage/stage_view.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <map>

namespace tcpstage::widgets {
namespace {

class TextSize : public Window {
protected:
    TextSize() { window.resize(1800, 1000); }

    /// The pixels of every text that is seen, by the widget it stands in.
    std::map<std::string, double> sizes()
    {
        QApplication::processEvents();
        std::map<std::string, double> all;
        for (const QWidget* widget : visible()) {
            const bool text = qobject_cast<const QLabel*>(widget) || qobject_cast<const QAbstractButton*>(widget) ||
                              qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QListWidget*>(widget) ||
                              qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QMenuBar*>(widget);
            const std::string name = std::string{widget->metaObject()->className()} + " " +
                                     widget->objectName().toStdString() + " " + widget->accessibleName().toStdString();
            if (text) all[name] = widget->fontInfo().pixelSize();
            if (const auto* canvas = qobject_cast<const Canvas*>(widget)) addLabels(*canvas, name, all);
        }
        return all;
    }

    void expectAllGrow(const char* where)
    {
        const auto reset = [&] {
            store.dispatch(model::Command::ZoomReset);
            store.dispatch(model::DismissNotice{}); // it says so where nothing was enlarged
        };
        reset();
        const auto usual = sizes();
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Plus);
        EXPECT_GE(model().shownTextSize(), 1.4);
        const auto large = sizes();
        int compared = 0;
        for (const auto& [name, pixels] : usual) {
            const auto found = large.find(name);
            if (found == large.end()) continue; // it has no room any more
            ++compared;
            EXPECT_GE(found->second, 1.2 * pixels) << where << ": " << name << " " << pixels;
        }
        EXPECT_GE(compared, static_cast<int>(usual.size() / 4)) << where << ": too much has no room any more";
        reset();
        EXPECT_EQ(sizes(), usual) << where;
    }

private:
    /// Its name stands between two rows of the state diagram, which are as far apart as the panel is high.
    static bool isTransition(const scene::Label& label) { return label.text.contains(QStringLiteral(" / snd")); }
    static void addLabels(const Canvas& canvas, const std::string& name, std::map<std::string, double>& all)
    {
        for (const auto* marks : {&canvas.scene().still, &canvas.scene().moving})
            for (const scene::Mark& mark : *marks)
                if (const auto* label = std::get_if<scene::Label>(&mark.shape); label && !isTransition(*label))
                    all[name + ": " + label->text.toStdString()] = label->pixels;
    }
};

TEST_F(TextSize, GrowsEverywhere)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    expectAllGrow("a lesson");
    press(Qt::Key_N);
    expectAllGrow("the details of a segment");
    press(Qt::Key_Escape);
    press(Qt::Key_D);
    settle();
    press(Qt::Key_V);
    expectAllGrow("a branch, and the network");
    press(Qt::Key_V);
    press(Qt::Key_O);
    window.stage().take();
    expectAllGrow("the options");
    press(Qt::Key_L, Qt::ControlModifier);
    window.stage().take();
    expectAllGrow("the lesson as text");
    press(Qt::Key_L, Qt::ControlModifier);
    for (const Qt::Key key : {Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_6, Qt::Key_7, Qt::Key_8}) {
        press(key);
        expectAllGrow(QKeySequence{key}.toString().toStdString().c_str());
    }
}

TEST_F(TextSize, IsRememberedAndHasLimits)
{
    for (int i = 0; i < 20; ++i)
        press(Qt::Key_Plus);
    EXPECT_EQ(model().textSize, model::textSizes.back());
    for (int i = 0; i < 20; ++i)
        press(Qt::Key_Minus);
    EXPECT_EQ(model().textSize, model::textSizes.front());
    press(Qt::Key_Plus);
    model::Model next;
    model::recall(settings, next);
    EXPECT_EQ(next.textSize, model::textSizes[1]);
    store.dispatch(model::Command::ZoomReset); // the program's style is everybody's
}

TEST_F(TextSize, FitsTheWindowUntilOneIsChosen)
{
    for (const auto& [size, shown] : {std::pair{QSize{1366, 730}, 1.0}, std::pair{QSize{1024, 732}, 0.9},
                                      std::pair{QSize{900, 560}, 0.8}, std::pair{QSize{1366, 730}, 1.0}}) {
        window.resize(size);
        QApplication::processEvents();
        EXPECT_EQ(model().shownTextSize(), shown) << size.width();
        EXPECT_FALSE(window.stage().panel(trace::Side::Left).isHidden()) << size.width();
        EXPECT_FALSE(window.stage().panel(trace::Side::Right).isHidden()) << size.width();
    }
    press(Qt::Key_Plus);
    EXPECT_EQ(model().shownTextSize(), 1.15);
    window.resize(1920, 1040);
    QApplication::processEvents();
    EXPECT_EQ(model().shownTextSize(), 1.15) << "what a person chose stays";
    store.dispatch(model::Command::ZoomReset);
}

TEST_F(TextSize, SaysWhenTheWindowHasNoRoomForMore)
{
    window.resize(900, 560);
    QApplication::processEvents();
    for (int i = 0; i < 9 && !model().notice; ++i) {
        const double before = model().shownTextSize();
        press(Qt::Key_Plus);
        EXPECT_TRUE(model().shownTextSize() > before || model().notice) << "a key does something, or says why not";
    }
    ASSERT_TRUE(model().notice);
    EXPECT_LT(model().shownTextSize(), model::textSizes.back());
    store.dispatch(model::Command::ZoomReset);
}

} // namespace
} // namespace tcpstage::widgets
