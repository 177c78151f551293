// A misbehaving helper: the program reports it in one sentence, ends it and continues.

#include "core/live/session/player.h"
#include "tests/core/live/live.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace tcpstage::live {
namespace {

/// Replaces the real helper by the false one with this misbehaviour.
class FalseHelper {
public:
    explicit FalseHelper(const std::string& how)
    {
        const std::string program = find_helper();
        const std::string folder = program.substr(0, program.rfind('/') + 1);
        ::setenv("TCPSTAGE_WIRE", (folder + "false-helper-" + how).c_str(), 1);
    }
    ~FalseHelper() { ::unsetenv("TCPSTAGE_WIRE"); }
    FalseHelper(const FalseHelper&) = delete;
    FalseHelper& operator=(const FalseHelper&) = delete;

    std::string sentence_of_a_run() const
    {
        LiveOptions options;
        options.vantage = Vantage::Wire;
        const auto run = run_live(*lesson::find_lesson("real-handshake"), options);
        return run ? "" : run.error().sentence();
    }
};

bool no_child_is_left() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

struct Misbehaviour {
    std::string how;
    std::string sentence;
};

TEST(LostHelper, EndsTheRunWithOneSentence)
{
    for (const auto& [how, sentence] : std::vector<Misbehaviour>{
             {"refuses", "cannot make a user namespace: no more user namespaces are allowed (ENOSPC); raise it: sudo "
                         "sysctl user.max_user_namespaces=15000"},
             {"lies", "cannot start tcpstage-wire: its answer is invalid (EPROTO); build or install both programs "
                      "together"},
             {"raves", "tcpstage-wire sent an invalid message (event: detail is out of its range) and was "
                       "killed; build or install both programs together"},
             {"fails", "cannot wait for events: there is not enough memory (ENOMEM); close some programs"},
             {"leaves", "tcpstage-wire has ended unexpectedly; run it again"},
             {"stopped", "cannot start tcpstage-wire: it does not answer (is it stopped?) (ETIMEDOUT); run it again"},
             {"is-silent", "tcpstage-wire no longer answers (is it stopped?) and was killed; run it again"}}) {
        const FalseHelper helper{how};
        const std::string said = helper.sentence_of_a_run();
        const bool limits = how == "refuses" && said.find("switched off") != std::string::npos; // this machine's
        EXPECT_TRUE(said == sentence || limits) << how << ": " << said;
        EXPECT_TRUE(no_child_is_left()) << how;
    }
}

/// The helper does not read, so the socket pair is full: the program gives up after the time limit for an answer.
TEST(LostHelper, IsNotWaitedForWhileItDoesNotRead)
{
    const FalseHelper helper{"is-deaf"};
    boost::asio::io_context io{1};
    const auto client = Client::start(io, plain_wire(Device::Veth));
    ASSERT_TRUE(client) << client.error().sentence();
    std::string why;
    (*client)->listen([](const Event&, auto) {}, [&](const Error& reason) { why = reason.sentence(); });
    const std::vector<std::uint8_t> data(30'000);
    Command send;
    send.kind = Command::Kind::Call;
    send.call = static_cast<std::uint8_t>(trace::Call::Send);

    for (int i = 0; i < 50; ++i)
        (*client)->send(send, data);
    io.run_for(patience);

    EXPECT_EQ(why, "tcpstage-wire no longer answers (is it stopped?) and was killed; run it again");
}

TEST(LostHelper, CannotReportWithoutEnd)
{
    boost::asio::io_context io{1};
    const lesson::Scenario lesson = *lesson::find_lesson("real-handshake");
    PlayOptions options;
    options.most_records = 100;
    Player player{io, lesson, options, [](const Command&, auto) {}};
    bool finished = false;
    player.begin([] {}, [&] { finished = true; });

    for (int i = 0; i < 1000 && !finished; ++i)
        player.take({.kind = Event::Kind::Called}, {});

    EXPECT_TRUE(finished);
    EXPECT_LT(player.trace().records().size(), 110U);
    const auto lesson_run = std::move(player).run();
    ASSERT_FALSE(lesson_run.warnings.empty());
    EXPECT_EQ(lesson_run.warnings[0].what.en, "the run was stopped after 100 records");
}

} // namespace
} // namespace tcpstage::live
