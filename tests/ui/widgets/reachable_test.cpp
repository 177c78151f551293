// What the window offers is there in every size and keeps its place: the header's buttons, the calls, the levels of the
// explanation, the titles of the lessons, the text on a field of a header.

#include "tests/ui/widgets/window.h"

#include "core/run/sandbox.h"
#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/fields.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/open_window.h"
#include "ui/widgets/stage/call_buttons.h"
#include "ui/widgets/stage/details.h"
#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class Reachable : public Window {
protected:
    Reachable() : Window{"three-way-handshake"} {}

    void size(int width, int height)
    {
        window.resize(width, height);
        QApplication::processEvents();
    }
    bool isOffered(const QString& name)
    {
        for (const QToolButton* button : window.findChildren<QToolButton*>())
            if (button->isVisible() && button->accessibleName() == name &&
                window.rect().contains(QRect{button->mapTo(&window, QPoint{}), button->size()}))
                return true;
        return false;
    }
    QToolButton* level(const Text& words)
    {
        for (QToolButton* button : window.findChildren<QToolButton*>())
            if (button->text() == model::say(words, model().language())) return button;
        return nullptr;
    }
};

TEST_F(Reachable, TheHeadersButtonsAreInTheRowOfTheMenusWhereThereIsNoHeader)
{
    for (const Language language : {Language::English, Language::Chinese}) {
        store.dispatch(model::SetLanguage{language});
        for (const QSize each : {QSize{1280, 800}, QSize{900, 560}})
            for (const int larger : {0, 3}) {
                store.dispatch(model::Command::ZoomReset);
                for (int i = 0; i < larger; ++i)
                    store.dispatch(model::Command::ZoomIn);
                size(each.width(), each.height());
                const bool all = isOffered(model::say(wording::predictHint, language)) &&
                                 isOffered(model::say(wording::presentHint, language));
                const bool more = isOffered(model::say(wording::headerMore, language));
                EXPECT_TRUE(all || more) << each.width() << "x" << each.height() << " text +" << larger;
            }
    }
}

TEST_F(Reachable, TheSlidersLeaveTheLadderItsHeight)
{
    press(Qt::Key_V);
    for (const QSize each : {QSize{1280, 800}, QSize{1024, 768}, QSize{900, 560}}) {
        size(each.width(), each.height());
        EXPECT_GE(window.stage().ladderCanvas().height(), 150) << each.width() << "x" << each.height();
    }
}

TEST_F(Reachable, ThereIsAButtonForTheCallsOfEachEnd)
{
    for (const char* lesson : {"three-way-handshake", "sandbox"}) {
        open(lesson);
        for (const QSize each : {QSize{1366, 768}, QSize{1024, 768}, QSize{900, 560}}) {
            size(each.width(), each.height());
            for (const trace::Side side : trace::both_sides) {
                const QToolButton& button = window.calls().button(side);
                EXPECT_TRUE(button.isVisible()) << lesson << " " << each.width();
                EXPECT_TRUE(window.stage().ladderCanvas().rect().contains(button.geometry())) << each.width();
            }
        }
    }
}

TEST_F(Reachable, EachCallSaysWhatItDoes)
{
    press(Qt::Key_End);
    Canvas& panel = window.stage().panel(trace::Side::Left);
    QMenu* menu = rightClick(panel, panel.rect().center());
    ASSERT_TRUE(menu);
    std::size_t calls = 0;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator()) {
            ++calls;
            EXPECT_FALSE(action->text().section(u'\t', 1).isEmpty()) << action->text().toStdString();
        }
    EXPECT_GT(calls, 8U);
    menu->close();
}

TEST_F(Reachable, TheLevelsOfTheExplanationKeepTheirPlace)
{
    std::optional<QPoint> place;
    for (const std::string id : {"three-way-handshake", "four-way-close", "exam-2009-38"}) {
        open(id.c_str());
        for (int i = 0; i < 2; ++i, press(Qt::Key_Right)) {
            const QToolButton* simple = level(wording::depthSimple);
            ASSERT_TRUE(simple && simple->isVisible()) << id;
            const QPoint at = simple->mapTo(&window, QPoint{});
            if (!place) place = at;
            EXPECT_EQ(at.x(), place->x()) << id;
            const bool there = simple->toolTip() == model::say(wording::depth, Language::English);
            EXPECT_NE(there, simple->property("grey").toBool() || simple->property("absent").toBool()) << id;
        }
    }
    open("three-way-handshake");
    press(Qt::Key_Right);
    press(Qt::Key_D);
    settle();
    EXPECT_TRUE(level(wording::depthSimple)->isVisible()) << "in a branch, too";
}

TEST_F(Reachable, TheTitlesOfLessonsAreReadToTheirEnd)
{
    for (const int width : {1366, 900}) {
        size(width, 768);
        const auto* list = window.findChild<QListWidget*>(QStringLiteral("lessons"));
        ASSERT_TRUE(list->isVisible());
        std::size_t long_ = 0;
        for (int row = 0; row < list->count(); ++row) {
            const QListWidgetItem* item = list->item(row);
            if (!item->data(Qt::UserRole).isValid()) continue; // a heading
            const QRect room = list->visualItemRect(item);
            const QFontMetrics metrics{item->font()};
            const int lines = room.height() / metrics.lineSpacing();
            const int wide = metrics.horizontalAdvance(item->text());
            if (wide > room.width() - 22) {
                ++long_;
                EXPECT_GE(lines, 2) << item->text().toStdString();
            }
        }
        EXPECT_GT(long_, 0U);
    }
}

TEST_F(Reachable, TheTextOnAFieldStandsInItsOwnRoom)
{
    press(Qt::Key_End);
    Details* details = nullptr;
    for (const QSize each : {QSize{1366, 768}, QSize{900, 560}}) {
        size(each.width(), each.height());
        store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 0}});
        details = &window.stage().details();
        for (std::uint32_t field = 0; field < static_cast<std::uint32_t>(scene::Field::Length); ++field) {
            const scene::Ref ref{scene::Ref::Kind::Field, trace::Side::Left, field};
            store.dispatch(model::Select{ref});
            QApplication::processEvents();
            QList<QScrollArea*> areas = details->findChildren<QScrollArea*>();
            ASSERT_EQ(areas.size(), 2);
            std::ranges::sort(areas, {}, [](const QScrollArea* area) { return area->y(); });
            EXPECT_LE(areas[0]->geometry().bottom(), areas[1]->geometry().top()) << field;
            EXPECT_GE(areas[0]->height(), areas[1]->height()) << field;
            EXPECT_TRUE(details->rect().contains(areas[1]->geometry())) << field;
            const auto* text = window.findChild<QLabel*>(QStringLiteral("fieldText"));
            EXPECT_GE(text->height(), text->heightForWidth(text->width())) << field;
            // Its octets are seen.
            QRectF place;
            const Canvas& canvas = details->canvas();
            for (const std::vector<scene::Mark>* marks : {&canvas.scene().still, &canvas.scene().moving})
                for (const scene::Mark& mark : *marks)
                    if (mark.ref == ref && scene::bounds(mark).bottom() > place.bottom()) place = scene::bounds(mark);
            const QRect seen = areas[0]->viewport()->rect().translated(0, areas[0]->verticalScrollBar()->value());
            if (!place.isNull()) {
                EXPECT_TRUE(seen.adjusted(-2, -2, 2, 2).contains(place.toRect())) << field << " " << each.width();
            }
        }
        store.dispatch(model::Select{});
    }
}

TEST_F(Reachable, ARightClickLeavesTheLadderWhereItIs)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    Canvas& ladder = window.stage().ladderCanvas();
    const QRect before{ladder.mapTo(&window, QPoint{}), ladder.size()};
    const QPoint arrow = placeOf(ladder, scene::Ref::Kind::Segment);
    QMenu* menu = rightClick(ladder, arrow);
    ASSERT_TRUE(menu);
    EXPECT_FALSE(window.stage().showsDetails());
    EXPECT_EQ((QRect{ladder.mapTo(&window, QPoint{}), ladder.size()}), before);
    EXPECT_EQ(model().selection.kind, scene::Ref::Kind::Segment) << "it is marked";
    QTest::keyClick(menu, Qt::Key_U); // the key that the menu shows
    settle();
    EXPECT_EQ(QApplication::activePopupWidget(), nullptr);
    ASSERT_EQ(model().branches.all.size(), 2U);
    EXPECT_EQ(model().branches.all[1].name.en, "SYN duplicated: segment 1 of client");

    store.dispatch(model::Select{{scene::Ref::Kind::Segment, trace::Side::Left, 0}});
    EXPECT_TRUE(window.stage().showsDetails()) << "a click opens them";
    menu = rightClick(ladder, placeOf(ladder, scene::Ref::Kind::Segment));
    EXPECT_TRUE(window.stage().showsDetails()) << "nor do those go that are open";
    if (menu) menu->close();
}

TEST_F(Reachable, TheKeysThatAMenuOfTheBarShowsWorkInIt)
{
    press(Qt::Key_V, Qt::AltModifier);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    ASSERT_TRUE(menu);
    QTest::keyClick(menu, Qt::Key_3);
    QApplication::processEvents();
    EXPECT_EQ(QApplication::activePopupWidget(), nullptr);
    EXPECT_EQ(model().display.view, scene::View::Spaces);
}

TEST_F(Reachable, TheSectionsOfALessonOpenFromTheHeader)
{
    EXPECT_EQ(sectionsOf("9293 3.6, 3.3.2 figure 5 note 2; 5961 4, appendix A.2, RFC 6528"),
              (QStringList{QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#section-3.6"),
                           QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2"),
                           QStringLiteral("https://www.rfc-editor.org/rfc/rfc5961#section-4"),
                           QStringLiteral("https://www.rfc-editor.org/rfc/rfc5961#appendix-A.2"),
                           QStringLiteral("https://www.rfc-editor.org/rfc/rfc6528")}));
    size(1366, 768);
    auto* rfc = window.findChild<ElidedLabel*>(QStringLiteral("lessonRfc"));
    ASSERT_TRUE(rfc->isVisible());
    QTest::mouseClick(rfc, Qt::LeftButton);
    if (auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) choose(menu, QStringLiteral("https://"));
    ASSERT_EQ(browsed.size(), 1);
    EXPECT_TRUE(browsed.front().startsWith(QStringLiteral("https://www.rfc-editor.org/rfc/rfc9293#section-")));
    settle();
    EXPECT_FALSE(model().notice);

    hasBrowser = false;
    store.dispatch(model::Browse{browsed.front().toStdString()});
    settle();
    ASSERT_TRUE(model().notice);
    EXPECT_NE(model().notice->sentence.en.find(browsed.front().toStdString()), std::string::npos);
    EXPECT_NE(model().notice->sentence.zh.find(browsed.front().toStdString()), std::string::npos);
}

TEST_F(Reachable, DialogsBeginInTheFolderOfTheLastFile)
{
    const auto dialog = [&](model::Command command) -> QFileDialog* {
        window.actions()[command]->trigger();
        QApplication::processEvents();
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (auto* found = qobject_cast<QFileDialog*>(widget); found && found->isVisible()) return found;
        return nullptr;
    };
    const auto folderOf = [&](model::Command command) {
        QFileDialog* found = dialog(command);
        const QString path = found ? found->directory().absolutePath() : QString{};
        if (found) found->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return path;
    };
    constexpr std::array all{model::Command::Open, model::Command::Save, model::Command::ExportPicture,
                             model::Command::SavePage};
    for (const model::Command command : all)
        EXPECT_NE(folderOf(command), QDir::currentPath()) << "never that of the process";
    const QString own = folder.filePath(QStringLiteral("own"));
    const QString runs = folder.filePath(QStringLiteral("runs"));
    QDir{}.mkpath(own);
    QDir{}.mkpath(runs);
    store.dispatch(model::SetLessonFolder{own.toStdString()});
    for (const model::Command command : all)
        EXPECT_EQ(folderOf(command), own);
    store.dispatch(model::SaveTo{(runs + QStringLiteral("/mine.tcptrace")).toStdString()});
    settle();
    for (const model::Command command : all)
        EXPECT_EQ(folderOf(command), runs);
    ASSERT_FALSE(model().recent.empty());
    EXPECT_EQ(model().recent.front(), (runs + QStringLiteral("/mine.tcptrace")).toStdString());
    store.dispatch(model::WriteTo{(own + QStringLiteral("/picture.png")).toStdString(), {640, 400}});
    settle();
    EXPECT_EQ(folderOf(model::Command::Save), own);
    EXPECT_EQ(model().recent.size(), 1U) << "a picture cannot be opened";
}

TEST_F(Reachable, TheSandboxIsOpenedAgain)
{
    const std::string first = model::catalogue().front().id;
    EXPECT_EQ(firstSource({}, std::string{run::sandbox_source}), run::sandbox_source);
    EXPECT_EQ(firstSource({}, "four-way-close"), "four-way-close");
    EXPECT_EQ(firstSource({}, "/not/there.yaml"), first);
    EXPECT_EQ(firstSource("four-way-close", std::string{run::sandbox_source}), "four-way-close");
}

TEST_F(Reachable, NoNumberIsCut)
{
    const QString text = QStringLiteral("Third segment: ACK, seq=101 ack=30144");
    ElidedLabel label;
    label.setWhole(text);
    label.setRoom(2000); // more than the layout gives it
    label.show();
    for (int width = 20; width < 400; ++width) {
        label.resize(width, 20);
        const QString shown = label.text();
        if (shown == text) continue;
        ASSERT_TRUE(shown.endsWith(u'…')) << shown.toStdString();
        const QString kept = shown.chopped(1);
        ASSERT_TRUE(text.startsWith(kept)) << shown.toStdString();
        const bool cuts = !kept.isEmpty() && kept.back().isDigit() && text[kept.size()].isDigit();
        EXPECT_FALSE(cuts) << shown.toStdString();
        EXPECT_LE(label.fontMetrics().horizontalAdvance(shown), width) << shown.toStdString();
    }
}

TEST_F(Reachable, NoNumberOfACaptionIsCutWhereAPanelIsOpen)
{
    size(1366, 768);
    press(Qt::Key_O);
    for (std::size_t i = 0; i < steps(); ++i) {
        press(Qt::Key_Right);
        for (const ElidedLabel* label : window.findChildren<ElidedLabel*>()) {
            if (!label->isVisible() || label->isShrunk()) continue;
            EXPECT_LE(label->fontMetrics().horizontalAdvance(label->text()), label->contentsRect().width())
                << label->text().toStdString();
        }
    }
}

} // namespace
} // namespace tcpstage::widgets
