// What is said of a call before it is made is what the engine does.
#include "ui/model/guide/calls.h"

#include "core/run/branch.h"
#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"

#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

/// Whether the engine refuses the call at the present moment: it signals an error at that instant.
bool isRefused(const Model& model, trace::Side side, trace::Call call)
{
    const scene::StagedRun& staged = *model.staged;
    const Instant at = staged.timeMap.moment(model.goal()).at;
    lesson::CallStep step{side, call, {}, {}};
    if (call == trace::Call::Send) step.data = Bytes::pattern(10);
    const auto scenario = run::branch(staged.scenario, staged.trace(), run::CallAt{at, step});
    EXPECT_TRUE(scenario);
    if (!scenario) return false;
    const trace::Trace trace = run::run(*scenario).trace;
    trace::RecordId made = trace::no_record; // the last call of its kind at that instant
    for (trace::RecordId id = 0; id < trace.records().size(); ++id)
        if (const trace::Record record = trace.record(id);
            record.kind == trace::Kind::Called && record.at == at && record.side == side && record.call() == call)
            made = id;
    EXPECT_NE(made, trace::no_record);
    for (trace::RecordId id = made + 1; id < trace.records().size(); ++id) {
        const trace::Record record = trace.record(id);
        if (record.cause != made) continue;
        if (record.kind != trace::Kind::Signal) continue;
        const auto signal = static_cast<tcp::Signal>(record.detail);
        if (signal == tcp::Signal::NoConnection || signal == tcp::Signal::AlreadyOpen || signal == tcp::Signal::Closing)
            return true;
    }
    return false;
}

TEST(Calls, AreGreyExactlyWhereTheEngineRefusesThem)
{
    using trace::Call;
    for (const char* lesson : {"four-way-close", "simultaneous-close", "half-close"}) {
        Model model = opened(lesson);
        for (std::size_t step = 0; step <= model.staged->stepCount(); ++step) {
            if (step > 0) model = after(model, Seek{model.staged->stepTime(step - 1)});
            for (const trace::Side side : trace::both_sides)
                for (const Call call :
                     {Call::Listen, Call::Connect, Call::Send, Call::Shutdown, Call::Close, Call::Abort})
                    ASSERT_EQ(obstacleTo(model, side, call).has_value(), isRefused(model, side, call))
                        << lesson << " step " << step << (side == trace::Side::Left ? " left " : " right ")
                        << trace::word(call);
        }
    }
}

TEST(Calls, SayWhatTheyDoAndWhyTheyAreImpossibleInBothLanguages)
{
    const Model model = after(opened("four-way-close"), Command::Last);
    for (std::size_t i = 0; i < trace::call_words.size(); ++i) {
        const auto call = static_cast<trace::Call>(i);
        EXPECT_FALSE(doesOf(call).en.empty() || doesOf(call).zh.empty()) << trace::word(call);
        if (const auto why = obstacleTo(model, trace::Side::Left, call)) {
            EXPECT_FALSE(why->en.empty() || why->zh.empty()) << trace::word(call);
        }
    }
    EXPECT_EQ(obstacleTo(model, trace::Side::Left, trace::Call::Send)->en, "there is no connection");
    EXPECT_TRUE(obstacleTo(opened("four-way-close"), trace::Side::Left, trace::Call::Accept));
}

TEST(Calls, OfUdpNeitherListenNorShakeHands)
{
    const Model model = after(opened("udp"), Command::Last);
    for (std::size_t i = 0; i < trace::call_words.size(); ++i) {
        const auto call = static_cast<trace::Call>(i);
        for (const char* word : {"SYN", "FIN", "RST", "OPEN", "window", "connection from", "报文段", "打开：", "监听"})
            for (const std::string& text : {std::string{doesOf(call, true).en}, std::string{doesOf(call, true).zh}})
                EXPECT_EQ(text.find(word), std::string::npos) << trace::word(call) << ": " << text;
        EXPECT_FALSE(doesOf(call, true).en.empty()) << trace::word(call);
    }
    EXPECT_EQ(trace::spoken_call(model.staged->trace().endpoint(trace::Side::Right), trace::Call::Listen), "bind");
    EXPECT_TRUE(obstacleTo(model, trace::Side::Right, trace::Call::Accept));
    EXPECT_FALSE(obstacleTo(model, trace::Side::Right, trace::Call::Send));
}

} // namespace

} // namespace tcpstage::model
