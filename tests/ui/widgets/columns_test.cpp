// What was clicked stays in sight beside its explanation; the list of lessons is there when it is searched.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/lessons/lesson_list.h"
#include "ui/widgets/lessons/lesson_text.h"
#include "ui/widgets/side_panels.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/end_switch.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

namespace tcpstage::widgets {
namespace {

const std::vector<QSize> allSizes{{900, 560}, {1024, 700}, {1280, 760}, {1366, 730}, {1920, 1040}};

class Columns : public Window {
protected:
    bool isSeen(const scene::Ref& ref) const
    {
        const StageView& stage = window.stage();
        for (const Canvas* canvas :
             {&stage.panel(trace::Side::Left), &stage.panel(trace::Side::Right), &stage.ladderCanvas()}) {
            if (!canvas->isVisible()) continue;
            for (const auto* marks : {&canvas->scene().still, &canvas->scene().moving})
                for (const scene::Mark& mark : *marks)
                    if (mark.ref == ref && scene::bounds(mark).intersects(QRectF{canvas->rect()})) return true;
        }
        return false;
    }

    void expectSeen(const scene::Ref& ref, const std::string& where)
    {
        store.dispatch(model::Select{ref});
        QApplication::processEvents();
        EXPECT_TRUE(window.stage().showsDetails()) << where;
        EXPECT_TRUE(isSeen(ref)) << where << ", kind " << static_cast<int>(ref.kind) << " side "
                                 << static_cast<int>(ref.side);
        EXPECT_TRUE(window.rect().contains(window.stage().geometry())) << where;
    }
};

TEST_F(Columns, DetailsHideNothingThatWasClicked)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    for (const QSize size : allSizes)
        for (const auto panel : {model::SidePanel::None, model::SidePanel::Text}) {
            store.dispatch(model::Select{});
            window.resize(size);
            if (model().panel != panel) press(Qt::Key_L, Qt::ControlModifier);
            QApplication::processEvents();
            const std::string where = std::to_string(size.width()) + (panel == model::SidePanel::Text ? " text" : "");
            for (const trace::Side side : trace::both_sides) {
                const trace::Moment now = model().staged->timeMap.moment(model().goal());
                const tcp::State state = model().staged->trace().at(side, now).state;
                expectSeen({scene::Ref::Kind::State, side, static_cast<std::uint32_t>(state)}, where);
                expectSeen({scene::Ref::Kind::Variable, side, 0}, where); // SND.UNA
            }
            expectSeen({scene::Ref::Kind::Segment, trace::Side::Left, 0}, where);
        }
}

TEST_F(Columns, TheWhyOfASegmentStandsUnderItsNumbers)
{
    window.resize(1280, 700);
    press(Qt::Key_N);
    QApplication::processEvents();
    const Details& details = window.stage().details();
    EXPECT_FALSE(details.why().isEmpty());
    const auto* why = details.findChild<QWidget*>(QStringLiteral("whyText"));
    ASSERT_TRUE(why);
    EXPECT_GE(why->mapTo(&details, QPoint{}).y(),
              details.canvas().mapTo(&details, QPoint{}).y() + details.canvas().height())
        << "it hides nothing";
    EXPECT_EQ(details.canvas().scene().size.height(), details.canvas().height()) << "nothing is cut off";
}

TEST_F(Columns, DetailsThatAreCutFadeWhereTheyGoOn)
{
    for (const QSize size : allSizes) {
        store.dispatch(model::Select{});
        window.resize(size);
        press(Qt::Key_N);
        QApplication::processEvents();
        store.dispatch(model::Select{{scene::Ref::Kind::Field, trace::Side::Left, 3}});
        QApplication::processEvents();
        std::size_t areas = 0;
        for (const auto* area : window.stage().details().findChildren<QScrollArea*>()) {
            if (!area->isVisible()) continue;
            ++areas;
            const QScrollBar& bar = *area->verticalScrollBar();
            const auto fades = [&](const char* name) {
                const auto* edge = area->findChild<QWidget*>(QLatin1String{name}, Qt::FindDirectChildrenOnly);
                return edge && edge->isVisible() && edge->width() == area->viewport()->width();
            };
            EXPECT_EQ(fades("moreBelow"), bar.value() < bar.maximum()) << size.width();
            EXPECT_EQ(fades("moreAbove"), bar.value() > 0) << size.width();
        }
        EXPECT_EQ(areas, 2U) << "the segment, and the field that is selected";
    }
}

TEST_F(Columns, TheListIsThereWhenItIsSearched)
{
    auto* field = window.lessons().findChild<QLineEdit*>();
    for (const QSize size : allSizes) {
        window.resize(size);
        for (const auto panel : {model::SidePanel::None, model::SidePanel::Text, model::SidePanel::Options}) {
            store.dispatch(model::Select{});
            if (model().panel != panel)
                store.dispatch(panel == model::SidePanel::None
                                   ? (model().panel == model::SidePanel::Text ? model::Command::ShowText
                                                                              : model::Command::ShowOptions)
                               : panel == model::SidePanel::Text ? model::Command::ShowText
                                                                 : model::Command::ShowOptions);
            window.stage().take();
            press(Qt::Key_N); // details
            press(Qt::Key_F, Qt::ControlModifier);
            EXPECT_TRUE(field->isVisible()) << size.width() << " " << static_cast<int>(panel);
            EXPECT_TRUE(field->hasFocus()) << size.width() << " " << static_cast<int>(panel);
            press(Qt::Key_Escape);
            EXPECT_FALSE(field->hasFocus());
        }
    }
}

TEST_F(Columns, TheListStaysBesideTheTextWhereThereIsRoom)
{
    window.resize(1366, 730);
    press(Qt::Key_L, Qt::ControlModifier);
    QApplication::processEvents();
    EXPECT_TRUE(window.lessons().isVisible());
    EXPECT_TRUE(window.sides().text()->isVisible());
    EXPECT_TRUE(window.stage().panel(trace::Side::Left).isVisible());
}

TEST_F(Columns, AButtonShowsTheEndThatHasNoRoom)
{
    EXPECT_EQ(window.findChildren<EndSwitch*>().count(), 2);
    const auto shown = [&] {
        QList<EndSwitch*> all;
        for (EndSwitch* one : window.findChildren<EndSwitch*>())
            if (one->isVisible()) all << one;
        return all;
    };
    EXPECT_TRUE(shown().isEmpty()) << "both are there";
    window.resize(900, 560);
    QApplication::processEvents();
    for (int i = 0; i < 2; ++i)
        press(Qt::Key_Plus);
    for (const trace::Side side : trace::both_sides) {
        ASSERT_EQ(shown().size(), 1);
        EXPECT_TRUE(window.stage().panel(side).isVisible());
        const QString other = side == trace::Side::Left ? QStringLiteral("Server") : QStringLiteral("Client");
        EXPECT_TRUE(shown().front()->text().contains(other)) << shown().front()->text().toStdString();
        shown().front()->click();
        QApplication::processEvents();
    }
    store.dispatch(model::Command::ZoomReset);
}

TEST_F(Columns, AClickOnItsNameShowsTheEndThatHasNoRoom)
{
    window.resize(900, 560);
    QApplication::processEvents();
    for (int i = 0; i < 2; ++i)
        press(Qt::Key_Plus);
    ASSERT_EQ(model().shownTextSize(), 1);
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Right);
    ASSERT_TRUE(window.stage().panel(trace::Side::Left).isVisible());
    ASSERT_FALSE(window.stage().panel(trace::Side::Right).isVisible());
    Canvas& ladder = window.stage().ladderCanvas();
    const QPoint name{ladder.width() - 40, placeOf(ladder, scene::Ref::Kind::Endpoint).y() + 6};
    ASSERT_EQ(scene::hit(ladder.scene(), name).kind, scene::Ref::Kind::Endpoint);
    QTest::mouseClick(&ladder, Qt::LeftButton, Qt::NoModifier, name);
    QApplication::processEvents();
    EXPECT_TRUE(window.stage().panel(trace::Side::Right).isVisible());
    EXPECT_FALSE(window.stage().panel(trace::Side::Left).isVisible());
    store.dispatch(model::Command::ZoomReset);
}

} // namespace
} // namespace tcpstage::widgets
