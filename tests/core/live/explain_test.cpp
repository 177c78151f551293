// The sentence that a user reads when a step of setting up real sockets fails, for each errno that occurs.

#include "core/live/explain.h"

#include <cerrno>
#include <gtest/gtest.h>

namespace tcpstage::live {
namespace {

struct Met {
    Stage stage;
    int reason;
    std::string sentence; // ends with the advice
};

TEST(Trouble, SaysWhatToDo)
{
    const std::vector<Met> met{
        {Stage::Start, ENOENT,
         "cannot start tcpstage-wire: the program is not there (ENOENT); put it beside tcpstage, or name it in "
         "TCPSTAGE_WIRE"},
        {Stage::Start, EACCES,
         "cannot start tcpstage-wire: it may not be executed (EACCES); chmod +x it, on a file system without noexec"},
        {Stage::Start, ETIMEDOUT,
         "cannot start tcpstage-wire: it does not answer (is it stopped?) (ETIMEDOUT); run it again"},
        {Stage::Start, EMFILE,
         "cannot start tcpstage-wire: this program has too many files open (EMFILE); raise the limit: ulimit -n 4096"},
        {Stage::Start, EAGAIN,
         "cannot start tcpstage-wire: this user has too many processes (EAGAIN); close some programs, or raise the "
         "limit: ulimit -u"},
        {Stage::Setup, EPROTO,
         "cannot read the set-up message: it has another version (EPROTO); build or install both programs together"},
        {Stage::UserNamespace, ENOSPC,
         "cannot make a user namespace: no more user namespaces are allowed (ENOSPC); raise it: sudo sysctl "
         "user.max_user_namespaces=15000"},
        {Stage::UserNamespace, EPERM,
         "cannot make a user namespace: this user has no permission (EPERM); outside a container run it there; in one, "
         "let its "
         "runtime allow user namespaces"},
        {Stage::NetworkNamespace, ENOSPC,
         "cannot make a network namespace: no more network namespaces are allowed (ENOSPC); raise it: sudo sysctl "
         "user.max_net_namespaces=15000"},
        {Stage::Tun, ENOENT,
         "cannot open /dev/net/tun: the device is not there (ENOENT); load it: sudo modprobe tun; in a container: "
         "--device /dev/net/tun"},
        {Stage::Tun, EACCES,
         "cannot open /dev/net/tun: this user has no permission (EACCES); sudo chmod 666 /dev/net/tun; in a container: "
         "--device "
         "/dev/net/tun"},
        {Stage::Veth, EOPNOTSUPP,
         "cannot make a veth pair: the kernel's driver is not loaded (EOPNOTSUPP); load it: sudo modprobe veth"},
        {Stage::Socket, ENOBUFS,
         "cannot make a socket: there is not enough memory for sockets (ENOBUFS); close some programs"},
        {Stage::BindLoopback, EADDRNOTAVAIL,
         "cannot bind a socket to 127.0.0.1: the loopback interface is down (EADDRNOTAVAIL); bring it up: sudo ip link "
         "set lo up"},
        {Stage::FindDumpcap, ENOENT,
         "cannot find dumpcap (of Wireshark): it is not installed (ENOENT); install it: sudo apt install "
         "wireshark-common"},
        {Stage::RunDumpcap, EACCES,
         "cannot run dumpcap as this user: this user has no permission (EACCES); sudo dpkg-reconfigure "
         "wireshark-common, then "
         "sudo usermod -aG wireshark $USER, and log in again"},
        {Stage::Watch, EPERM,
         "cannot capture on the loopback interface with dumpcap: this user has no permission (EPERM); sudo "
         "dpkg-reconfigure "
         "wireshark-common, then sudo usermod -aG wireshark $USER, and log in again"},
        {Stage::Route, ENODEV, "cannot set the route: No such device (ENODEV)"}, // no advice for this errno
        {Stage::Route, 4000, "cannot set the route: Unknown error 4000 (4000)"},
    };
    for (const Met& trouble : met) {
        const Error error = Trouble{trouble.stage, trouble.reason}.error(NamespaceSettings{});
        EXPECT_EQ(error.sentence(), trouble.sentence);
        EXPECT_FALSE(error.what.zh.empty());
        EXPECT_EQ(error.advice.en.empty(), error.advice.zh.empty());
    }
}

/// No advice mentions a full disk or exists in only one language, whatever the errno.
TEST(Trouble, IsExplainedInBothLanguagesForEveryStepAndErrno)
{
    for (std::size_t stage = 0; stage < stage_words.size(); ++stage)
        for (int reason = 1; reason < 134; ++reason) {
            const Error error = Trouble{static_cast<Stage>(stage), reason}.error(NamespaceSettings{});
            ASSERT_FALSE(error.what.en.empty() || error.what.zh.empty()) << stage << ' ' << reason;
            ASSERT_EQ(error.advice.en.empty(), error.advice.zh.empty()) << stage << ' ' << reason;
            EXPECT_TRUE(error.where.file.empty());
            const bool namespaces = stage == static_cast<std::size_t>(Stage::UserNamespace) ||
                                    stage == static_cast<std::size_t>(Stage::NetworkNamespace);
            EXPECT_FALSE(namespaces && error.what.en.find("space left") != std::string::npos);
        }
}

TEST(Trouble, NamesTheSettingOfThisMachineThatIsInTheWay)
{
    const auto sentence = [](Stage stage, int reason, const NamespaceSettings& settings) {
        return Trouble{stage, reason}.error(settings).sentence();
    };
    EXPECT_EQ(
        sentence(Stage::UserNamespace, ENOSPC, {.most_users = 0}),
        "cannot make a user namespace: user namespaces are switched off (user.max_user_namespaces is 0) (ENOSPC); "
        "raise it: sudo sysctl user.max_user_namespaces=15000");
    EXPECT_EQ(
        sentence(Stage::UserNamespace, ENOSPC, {.most_users = 9, .most_networks = 0}),
        "cannot make a user namespace: network namespaces are switched off (user.max_net_namespaces is 0) (ENOSPC); "
        "raise it: sudo sysctl user.max_net_namespaces=15000");
    EXPECT_EQ(sentence(Stage::UserNamespace, EPERM, {.unprivileged = 0}),
              "cannot make a user namespace: this machine keeps ordinary users out of user namespaces (EPERM); allow "
              "it: sudo sysctl kernel.unprivileged_userns_clone=1, or use --rung watch");
    for (const auto& [stage, reason] :
         {std::pair{Stage::UserMap, EPERM}, {Stage::UserMap, EACCES}, {Stage::Link, EPERM}})
        EXPECT_NE(sentence(stage, reason, {.apparmor = 1}).find("AppArmor keeps programs without a profile out"),
                  std::string::npos);
    EXPECT_EQ(sentence(Stage::Tun, EACCES, {.apparmor = 1}).find("AppArmor"), std::string::npos);
    EXPECT_EQ(sentence(Stage::UserNamespace, EPERM, {.most_users = 100, .unprivileged = 1, .apparmor = 0}),
              sentence(Stage::UserNamespace, EPERM, {}));
}

} // namespace
} // namespace tcpstage::live
