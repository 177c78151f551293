// In a narrow window no text is cut off: it is elided with the full text in a tool tip, or moved into a menu.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/branches/branch_strip.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/stage_view.h"
#include "ui/widgets/stage/transport_bar.h"
#include "ui/widgets/stage/view_tabs.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

bool isScrolled(const QWidget& widget)
{
    for (const QWidget* above = widget.parentWidget(); above; above = above->parentWidget())
        if (qobject_cast<const QAbstractScrollArea*>(above)) return true;
    return false;
}

class NarrowWindow : public Window {
protected:
    void expectWhole(const std::string& where)
    {
        QApplication::processEvents();
        for (QWidget* widget : visible()) {
            if (isScrolled(*widget) || widget->isWindow()) continue;
            const std::string which = where + ": " + widget->metaObject()->className() + " " +
                                      widget->objectName().toStdString() + " " + widget->accessibleName().toStdString();
            const QRect inParent = widget->geometry();
            const QRect room = widget->parentWidget()->rect();
            EXPECT_TRUE(room.contains(inParent))
                << which << " " << inParent.x() << "+" << inParent.width() << " of " << room.width() << ", "
                << inParent.y() << "+" << inParent.height() << " of " << room.height();
            if (const auto* button = qobject_cast<QToolButton*>(widget); button && !button->text().isEmpty()) {
                EXPECT_GE(button->width(), button->sizeHint().width()) << which;
            }
            if (const auto* label = qobject_cast<QLabel*>(widget); label && !label->wordWrap()) {
                EXPECT_LE(label->fontMetrics().horizontalAdvance(label->text()), label->width()) << which;
            }
        }
        expectNames(where);
    }
    /// Expects the unshortened names of both ends in the canvases.
    void expectNames(const std::string& where)
    {
        std::vector<const Canvas*> canvases{&window.stage().ladderCanvas()};
        for (const trace::Side side : trace::both_sides)
            if (window.stage().panel(side).isVisible()) canvases.push_back(&window.stage().panel(side));
        for (const Canvas* canvas : canvases)
            for (const auto* marks : {&canvas->scene().still, &canvas->scene().moving})
                for (const scene::Mark& mark : *marks)
                    if (const auto* label = std::get_if<scene::Label>(&mark.shape);
                        label && mark.ref.kind == scene::Ref::Kind::Endpoint) {
                        EXPECT_FALSE(label->text.endsWith(u'…')) << where << " " << label->text.toStdString();
                    }
    }
    static int arrowsIn(const Canvas& ladder)
    {
        int arrows = 0;
        for (const auto* marks : {&ladder.scene().still, &ladder.scene().moving})
            for (const scene::Mark& mark : *marks)
                arrows += std::holds_alternative<scene::Line>(mark.shape) && mark.ref.kind == scene::Ref::Kind::Segment;
        return arrows;
    }
    void expectWholeInBothLanguages(const std::string& where)
    {
        for (const Language language : {Language::English, Language::Chinese}) {
            store.dispatch(model::SetLanguage{language});
            settle();
            expectWhole(where + (language == Language::English ? " en" : " zh"));
        }
    }
};

TEST_F(NarrowWindow, CutsNothingOffWithAndWithoutAPanel)
{
    for (int i = 0; i < 5; ++i)
        press(Qt::Key_Right);
    for (const QSize size : {QSize{900, 560}, QSize{1000, 700}, QSize{1280, 800}}) {
        window.resize(size);
        QApplication::processEvents();
        ASSERT_EQ(window.size(), size);
        const std::string wide = std::to_string(size.width());
        expectWholeInBothLanguages(wide);
        press(Qt::Key_O);
        expectWholeInBothLanguages(wide + " options");
        press(Qt::Key_L, Qt::ControlModifier);
        expectWholeInBothLanguages(wide + " text");
        press(Qt::Key_L, Qt::ControlModifier);
        ASSERT_EQ(model().panel, model::SidePanel::None);
        press(Qt::Key_V);
        expectWholeInBothLanguages(wide + " network");
        press(Qt::Key_V);
    }
}

/// What screens of 1366x768 and 1024x768 have room for when the desktop draws everything twice as large.
TEST_F(NarrowWindow, ShowsTheStepsAndBothEndsOnASmallScreenThatIsScaled)
{
    for (const QSize size : {QSize{898, 470}, QSize{671, 342}, QSize{500, 342}}) {
        window.setMinimumSize(size);
        window.resize(size);
        QApplication::processEvents();
        ASSERT_EQ(window.size(), size) << window.minimumSizeHint().width();
        const std::string where = std::to_string(size.width());
        for (const Language language : {Language::English, Language::Chinese}) {
            store.dispatch(model::SetLanguage{language});
            store.dispatch(model::Command::First);
            for (int i = 0; i < 6; ++i)
                press(Qt::Key_Right);
            expectWhole(where);
            EXPECT_TRUE(window.stage().panel(trace::Side::Left).isVisible()) << where;
            EXPECT_EQ(window.stage().panel(trace::Side::Right).isVisible(), size.width() > 600) << where;
            const Canvas& ladder = window.stage().ladderCanvas();
            EXPECT_GE(ladder.height(), 0.3 * size.height()) << where;
            EXPECT_GE(arrowsIn(ladder), 2) << where << ": the steps are seen";
        }
    }
    store.dispatch(model::Command::ZoomReset);
}

TEST_F(NarrowWindow, CutsNothingOffWithBranchesAndAComparison)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    window.resize(1000, 700);
    press(Qt::Key_D);
    settle();
    expectWholeInBothLanguages("a branch");
    press(Qt::Key_O);
    press(Qt::Key_C);
    settle();
    expectWholeInBothLanguages("a comparison beside the options");
    press(Qt::Key_O);
    press(Qt::Key_V);
    window.resize(900, 560);
    expectWholeInBothLanguages("a comparison in the smallest window");
    EXPECT_GE(window.stage().ladderCanvas().height(), 150) << "sliders that change nothing give their room";
}

TEST_F(NarrowWindow, WhatIsFoldedIsStillReached)
{
    window.resize(1000, 700);
    press(Qt::Key_L, Qt::ControlModifier);
    QApplication::processEvents();
    ViewTabs& tabs = window.stage().tabs();
    ASSERT_TRUE(tabs.more().isVisible());
    ASSERT_FALSE(tabs.button(scene::View::Matrix).isVisible());
    chooseFrom(tabs.more(), tabs.button(scene::View::Matrix).accessibleName());
    EXPECT_EQ(model().display.view, scene::View::Matrix);
    EXPECT_TRUE(tabs.button(scene::View::Matrix).isVisible()) << "what is shown has its tab";

    TransportBar& transport = window.transport();
    ASSERT_TRUE(transport.more().isVisible());
    QMenu* menu = static_cast<QToolButton&>(transport.more()).menu();
    Q_EMIT menu->aboutToShow();
    EXPECT_FALSE(menu->actions().isEmpty());
}

TEST_F(NarrowWindow, AWideOneFoldsNothing)
{
    window.resize(1600, 900);
    QApplication::processEvents();
    EXPECT_FALSE(window.stage().tabs().more().isVisible());
    EXPECT_FALSE(window.transport().more().isVisible());
    EXPECT_TRUE(window.stage().panel(trace::Side::Right).isVisible());
}

TEST(ElidedLabels, EndBeforeAWordThatWouldBeCut)
{
    QWidget window;
    ElidedLabel label{&window};
    window.show();
    const auto shownAt = [&](const QString& whole, const QString& room) {
        label.setWhole(whole);
        label.resize(label.fontMetrics().horizontalAdvance(room) + 1, 30);
        return label.text();
    };
    const QString reference = QStringLiteral("RFC 9293 3.10.7.4 (5), RFC 6298 2");
    EXPECT_EQ(shownAt(reference, reference + u' '), reference);
    EXPECT_EQ(shownAt(reference, QStringLiteral("RFC 9293 3.10.7…")), QStringLiteral("RFC 9293…"));
    EXPECT_EQ(shownAt(QStringLiteral("ACK, ack=1024"), QStringLiteral("ACK, ack=10…")), QStringLiteral("ACK,…"))
        << "ack=10 would be another number";
    const QString chinese = QString::fromUtf8("第二次握手确认号");
    EXPECT_EQ(shownAt(chinese, chinese.left(4) + u'…'), chinese.left(4) + u'…');
}

} // namespace
} // namespace tcpstage::widgets
