// How the model follows a live run while it grows.

#include "tests/ui/model/staged_run.h"
#include "tests/ui/scene/again.h"
#include "ui/model/store/store.h"
#include "ui/model/store/update.h"
#include "ui/scene/marks/scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <gtest/gtest.h>
#include <thread>

namespace tcpstage::model {

namespace {

/// Gives a lesson's run in pieces, as news of a live run.
class Newsroom {
public:
    explicit Newsroom(const char* lesson) : whole_{stagedOf(lesson)}, again_{whole_->trace(), trace::Source::Live} {}

    LiveNews next(std::size_t records)
    {
        again_.goOn(records);
        run::Run run{again_.trace(), {}, {}};
        staged_ =
            staged_ ? scene::stageLonger(*staged_, std::move(run)) : scene::stageRun(whole_->scenario, std::move(run));
        LiveNews news;
        news.play.ticket = ticket;
        news.play.stage = again_.left() > 0 ? LivePlay::Stage::Running : LivePlay::Stage::Ended;
        news.staged = staged_;
        return news;
    }
    bool goesOn() const { return again_.left() > 0; }
    std::uint64_t ticket = 0;

private:
    StagedRunPtr whole_;
    testing::Again again_;
    StagedRunPtr staged_;
};

trace::RecordId shown(const Model& model) { return model.staged->timeMap.moment(model.goal()).record; }

TEST(RunOnRealSockets, IsFollowedToItsNewestStep)
{
    Newsroom room{"four-way-close"};
    Model model = after(opened("four-way-close"), StartLive{"four-way-close", false, {}});
    room.ticket = model.live->ticket;
    while (room.goesOn()) {
        model = after(model, room.next(5));
        EXPECT_EQ(shown(model), model.staged->trace().records().size() - 1);
    }
}

TEST(RunOnRealSockets, LeavesAPersonWhoHasSteppedBackWhereHeIs)
{
    Newsroom room{"four-way-close"};
    Model model = after(opened("four-way-close"), StartLive{"four-way-close", false, {}});
    room.ticket = model.live->ticket;
    model = after(model, room.next(20), Command::PreviousStep, Command::PreviousStep,
                  Select{{scene::Ref::Kind::Segment, trace::Side::Left, 0}});
    const trace::RecordId place = shown(model);
    const scene::Ref selected = model.selection;
    while (room.goesOn()) {
        model = after(model, room.next(3));
        ASSERT_EQ(shown(model), place);
        ASSERT_EQ(model.selection, selected);
    }
    model = after(model, Command::Last);
    EXPECT_EQ(shown(model), model.staged->trace().records().size() - 1);
}

TEST(RunOnRealSockets, DoesNotPullBackWhoLooksElsewhere)
{
    for (const Command command : {Command::First, Command::PreviousFrame, Command::PreviousSegment, Command::ToCause}) {
        Newsroom room{"four-way-close"};
        Model model = after(opened("four-way-close"), StartLive{"four-way-close", false, {}});
        room.ticket = model.live->ticket;
        model = after(model, room.next(20), command);
        const trace::RecordId place = shown(model);
        while (room.goesOn()) {
            model = after(model, room.next(3));
            ASSERT_EQ(shown(model), place) << static_cast<int>(command);
        }
    }
}

TEST(RunOnRealSockets, GoesOnUnseenWhenSomebodyHasScrolledAway)
{
    Newsroom room{"four-way-close"};
    Model model = after(opened("four-way-close"), StartLive{"four-way-close", false, {}});
    room.ticket = model.live->ticket;
    model = after(model, room.next(20), Scrolled{});
    while (room.goesOn()) {
        model = after(model, room.next(3));
        ASSERT_FALSE(model.following);
        ASSERT_EQ(shown(model), model.staged->trace().records().size() - 1);
    }
    EXPECT_TRUE(after(model, Command::Last).following);
}

TEST(RunOnRealSockets, IsStagedWithAnotherTimeMapWhileItGoesOn)
{
    Newsroom room{"four-way-close"};
    Model model = after(opened("four-way-close"), StartLive{"four-way-close", false, {}});
    room.ticket = model.live->ticket;
    model = after(model, room.next(20));

    const Updated updated = update(model, SetTimeMap{scene::TimeMapKind::ToScale});

    EXPECT_FALSE(updated.model.loading) << "the run tells it, not a worker";
    const auto asked = std::ranges::find_if(
        updated.requests, [](const Request& request) { return std::holds_alternative<TimeMapLive>(request); });
    ASSERT_NE(asked, updated.requests.end());
    EXPECT_EQ(std::get<TimeMapLive>(*asked).kind, scene::TimeMapKind::ToScale);
}

class SilentLink : public LiveLink {
public:
    void decide(const DecideLive& /*decision*/) override {}
    void hold(bool /*on*/) override {}
    void timeMap(scene::TimeMapKind /*kind*/) override {}
    void stop() override {}
};

TEST(RunOnRealSockets, IsShownOnceHoweverManyNewsCome)
{
    std::function<void(LiveNews)> loadStore;
    Services services;
    services.live = [&](const BeginLive&, std::function<void(LiveNews)> stageRun) {
        loadStore = std::move(stageRun);
        return std::make_unique<SilentLink>();
    };
    Store store{opened("four-way-close"), services};
    store.dispatch(StartLive{"four-way-close", false, {}});
    Newsroom room{"four-way-close"};
    room.ticket = store.model().live->ticket;
    int changes = 0;
    QObject::connect(&store, &Store::changed, [&changes] { ++changes; });

    std::size_t news = 0;
    std::thread{[&] {
        for (; room.goesOn(); ++news)
            loadStore(room.next(1));
    }}.join();
    QCoreApplication::processEvents();

    EXPECT_GT(news, 20U);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(store.model().staged->trace().records().size(), stagedOf("four-way-close")->trace().records().size());
    EXPECT_EQ(store.model().live->stage, LivePlay::Stage::Ended);
}

} // namespace

} // namespace tcpstage::model
