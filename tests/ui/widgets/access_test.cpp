// In every state of the window, every widget can be reached by keyboard and has an accessible name in both languages,
// and every change can be undone.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/branches/network_bar.h"
#include "ui/widgets/branches/segment_editor.h"
#include "ui/widgets/branches/what_if_menu.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QScrollBar>
#include <QTest>
#include <algorithm>

namespace tcpstage::widgets {
namespace {

bool writesChinese(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() < 0xA000; });
}

/// Whether the text is the same in every language: "listen()", "SYN", "mss", "100 ms".
bool isCode(const QString& text)
{
    const QString plain = QString{text}.remove(u'&');
    return !plain.contains(u' ') || std::none_of(plain.begin(), plain.end(), [](QChar c) { return c.isLetter(); });
}

/// Whether the widget is an inner part of another one, which carries the name.
bool isInner(const QWidget& widget)
{
    return qobject_cast<const QLineEdit*>(widget.parentWidget()) || qobject_cast<const QScrollBar*>(&widget) ||
           widget.inherits("QMenuBarExtension") || widget.inherits("QHeaderView") ||
           widget.inherits("QTableCornerButton") || widget.objectName() == QStringLiteral("qt_scrollarea_viewport") ||
           widget.inherits("QSplitterHandle");
}

QString nameOf(QWidget& widget)
{
    QAccessibleInterface* heard = QAccessible::queryAccessibleInterface(&widget);
    return heard ? heard->text(QAccessible::Name) : QString{};
}

class EverythingInTheWindow : public Window {
protected:
    /// Checks the names of everything that is open now: window, dialogs, sheets.
    void expectNames(const char* where)
    {
        for (const Language language : {Language::Chinese, Language::English}) {
            store.dispatch(model::SetLanguage{language});
            QApplication::processEvents();
            for (QWidget* top : QApplication::topLevelWidgets()) {
                if (!top->isVisible() || qobject_cast<QMenu*>(top)) continue;
                for (QWidget* widget : top->findChildren<QWidget*>())
                    if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus && !isInner(*widget))
                        expectName(*widget, language, where);
            }
        }
    }
    void expectName(QWidget& widget, Language language, const char* where)
    {
        const QString name = nameOf(widget);
        const std::string which =
            std::string{where} + ": " + widget.metaObject()->className() + " " + widget.objectName().toStdString();
        EXPECT_FALSE(name.isEmpty()) << which;
        const bool lesson = widget.parentWidget() && widget.parentWidget()->objectName() == QStringLiteral("branches");
        if (language == Language::English) {
            EXPECT_FALSE(writesChinese(name) && name != QStringLiteral("切换到中文"))
                << which << " " << name.toStdString();
        } else if (!lesson) {
            EXPECT_TRUE(writesChinese(name) || isCode(name) || name == QStringLiteral("Switch to English"))
                << which << " " << name.toStdString();
        }
    }
    /// Checks every action of the menu and its submenus.
    void walk(QMenu& menu, Language language, int& count)
    {
        Q_EMIT menu.aboutToShow();
        for (QAction* action : menu.actions()) {
            if (action->isSeparator()) continue;
            ++count;
            const QString text = action->text();
            EXPECT_FALSE(text.isEmpty());
            const bool offers = text.contains(QStringLiteral("English")) || text.contains(QStringLiteral("中文"));
            if (!offers && language == Language::English) {
                EXPECT_FALSE(writesChinese(text)) << text.toStdString();
            }
            if (!offers && language == Language::Chinese) {
                EXPECT_TRUE(writesChinese(text) || isCode(text)) << text.toStdString();
            }
            if (action->menu()) walk(*action->menu(), language, count);
        }
    }
    void key(Qt::Key what, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        press(what, modifiers);
        settle();
    }
};

TEST_F(EverythingInTheWindow, HasANameInBothLanguages)
{
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Right);
    expectNames("a lesson");
    key(Qt::Key_N);
    expectNames("the details of a segment");
    press(Qt::Key_Escape);
    for (int i = 0; i < 4; ++i)
        press(Qt::Key_M);
    expectNames("the details of something else");
    press(Qt::Key_Escape);
    key(Qt::Key_D);
    expectNames("a branch");
    key(Qt::Key_F2);
    expectNames("a name that is written");
    press(Qt::Key_Escape);
    key(Qt::Key_C);
    expectNames("a comparison");
    key(Qt::Key_C);
    key(Qt::Key_V);
    expectNames("the network");
    key(Qt::Key_V);
    key(Qt::Key_O);
    expectNames("the options");
    key(Qt::Key_L, Qt::ControlModifier);
    expectNames("the lesson as text");
    key(Qt::Key_L, Qt::ControlModifier);
    key(Qt::Key_E);
    expectNames("an edit");
    press(Qt::Key_Escape);
    call(trace::Side::Left, QStringLiteral("send(…)"));
    expectNames("a call");
    press(Qt::Key_Escape);
    key(Qt::Key_N, Qt::ControlModifier);
    expectNames("the sandbox");
}

TEST_F(EverythingInTheWindow, HasANameWhilePredictingToo)
{
    key(Qt::Key_Q);
    expectNames("a question");
    key(Qt::Key_A);
    expectNames("an answer");
    key(Qt::Key_Escape);
    expectNames("the review");
    key(Qt::Key_I);
    expectNames("being the TCP");
}

TEST_F(EverythingInTheWindow, ThatCanBeDoneStandsInAMenuInBothLanguages)
{
    press(Qt::Key_Right);
    for (const Language language : {Language::Chinese, Language::English}) {
        store.dispatch(model::SetLanguage{language});
        int count = 0;
        for (QAction* top : window.menuBar()->actions()) {
            ASSERT_TRUE(top->menu());
            EXPECT_TRUE(top->text().contains(u'&')) << "a letter opens it: " << top->text().toStdString();
            walk(*top->menu(), language, count);
        }
        EXPECT_GT(count, 90);
    }
}

TEST_F(EverythingInTheWindow, WhatIsOnTheStageIsSelectedByTheKeyboard)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    std::vector<scene::Ref> met;
    for (int i = 0; i < 400; ++i) {
        press(Qt::Key_M);
        const scene::Ref now = model().selection;
        ASSERT_NE(now.kind, scene::Ref::Kind::Nothing);
        if (std::ranges::find(met, now) != met.end()) break;
        met.push_back(now);
    }
    for (const scene::Ref::Kind kind :
         {scene::Ref::Kind::Segment, scene::Ref::Kind::State, scene::Ref::Kind::Variable, scene::Ref::Kind::Step})
        EXPECT_NE(std::ranges::find(met, kind, &scene::Ref::kind), met.end()) << static_cast<int>(kind);
    const scene::Ref last = model().selection;
    press(Qt::Key_M);
    press(Qt::Key_M, Qt::ShiftModifier);
    EXPECT_EQ(model().selection, last);
}

/// Each of these actions opens or changes a branch; Ctrl+Z restores the state before.
class Undoing : public Window {
protected:
    void undoes(const char* what, const std::function<void()>& act)
    {
        SCOPED_TRACE(what);
        const model::StagedRunPtr before = model().staged;
        const auto names = model().branches.all.size();
        act();
        settle();
        EXPECT_NE(model().staged, before) << "nothing was done";
        window.stage().take();
        press(Qt::Key_Z, Qt::ControlModifier);
        settle();
        EXPECT_EQ(model().staged, before);
        EXPECT_EQ(model().branches.all.size(), names);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        settle();
        EXPECT_NE(model().staged, before) << "it is done again";
        press(Qt::Key_Z, Qt::ControlModifier);
        settle();
    }
};

TEST_F(Undoing, BringsBackWhatWasBeforeEveryAct)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    for (const Qt::Key key : {Qt::Key_D, Qt::Key_U, Qt::Key_Y, Qt::Key_X})
        undoes(QKeySequence{key}.toString().toStdString().c_str(), [this, key] { press(key); });
    undoes("edit", [this] {
        press(Qt::Key_E);
        type(window.whatIf().segmentEditor().window(), QStringLiteral("77"));
        press(Qt::Key_Return);
    });
    undoes("call", [this] { call(trace::Side::Right, QStringLiteral("abort()")); });
    undoes("network", [this] {
        if (!model().network) press(Qt::Key_V);
        window.sides().network()->slider(trace::Side::Left, model::Knob::Loss).setFocus();
        press(Qt::Key_Right);
    });
    press(Qt::Key_D);
    settle();
    const model::StagedRunPtr dropped = model().staged;
    press(Qt::Key_W, Qt::ControlModifier);
    EXPECT_NE(model().staged, dropped);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_EQ(model().staged, dropped) << "closing is undone";
}

} // namespace
} // namespace tcpstage::widgets
