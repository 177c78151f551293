#include "core/live/explain.h"

#include "core/base/say.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tcpstage::live {

namespace {

struct Known {
    Stage stage;
    int reason;
    Text why;
    Text advice;
};

constexpr Text no_rights{"this user has no permission", "当前用户没有权限"};
constexpr Text more_users{"raise it: sudo sysctl user.max_user_namespaces=15000",
                          "请调高：sudo sysctl user.max_user_namespaces=15000"};
constexpr Text more_networks{"raise it: sudo sysctl user.max_net_namespaces=15000",
                             "请调高：sudo sysctl user.max_net_namespaces=15000"};
constexpr Text both_together{"build or install both programs together", "请一起构建或安装这两个程序"};
constexpr Text allow_users{"outside a container run it there; in one, let its runtime allow user namespaces",
                           "请在容器之外运行，或让容器运行时允许用户命名空间"};
constexpr Text allow_watching{
    "sudo dpkg-reconfigure wireshark-common, then sudo usermod -aG wireshark $USER, and log in again",
    "请运行 sudo dpkg-reconfigure wireshark-common 和 sudo usermod -aG wireshark $USER，然后重新登录"};
constexpr Text lo_up{"bring it up: sudo ip link set lo up", "请启用它：sudo ip link set lo up"};
constexpr Text load_tun{"load it: sudo modprobe tun; in a container: --device /dev/net/tun",
                        "请加载：sudo modprobe tun；在容器中：--device /dev/net/tun"};
constexpr Text open_tun{"sudo chmod 666 /dev/net/tun; in a container: --device /dev/net/tun",
                        "请运行 sudo chmod 666 /dev/net/tun；在容器中：--device /dev/net/tun"};
constexpr Text load_veth{"load it: sudo modprobe veth", "请加载：sudo modprobe veth"};
constexpr Text load_packet{"load it: sudo modprobe af_packet", "请加载：sudo modprobe af_packet"};
constexpr Text load_diag{"load it: sudo modprobe tcp_diag", "请加载：sudo modprobe tcp_diag"};
constexpr Text other_kernel{"use a kernel that has it, or --rung watch or gauges",
                            "请换用支持它的内核，或用 --rung watch 或 gauges"};

constexpr auto known = std::to_array<Known>({
    {Stage::Start,
     ENOENT,
     {"the program is not there", "找不到这个程序"},
     {"put it beside tcpstage, or name it in TCPSTAGE_WIRE", "它应与 tcpstage 放在一起，或用 TCPSTAGE_WIRE 指定"}},
    {Stage::Start,
     EACCES,
     {"it may not be executed", "不允许执行它"},
     {"chmod +x it, on a file system without noexec", "请对它 chmod +x，且文件系统不能带 noexec"}},
    {Stage::Start, ENOEXEC, {"it is not a program for this machine", "它不是本机的程序"}, both_together},
    {Stage::Start,
     ETIMEDOUT,
     {"it does not answer (is it stopped?)", "它没有应答（是否被暂停？）"},
     {"run it again", "请重新运行"}},
    {Stage::Start, EPIPE, {"it ended at once", "它立即结束了"}, both_together},
    {Stage::Start, EPROTO, {"its answer is invalid", "它的应答没有意义"}, both_together},
    {Stage::Setup, EPROTO, {"it has another version", "版本不一致"}, both_together},
    {Stage::UserNamespace, ENOSPC, {"no more user namespaces are allowed", "不允许更多用户命名空间"}, more_users},
    {Stage::UserNamespace, EUSERS, {"no more user namespaces are allowed", "不允许更多用户命名空间"}, more_users},
    {Stage::UserNamespace, EINVAL, {"this kernel has no user namespaces", "这个内核没有用户命名空间"}, other_kernel},
    {Stage::UserNamespace, EPERM, no_rights, allow_users},
    {Stage::UserMap, EPERM, no_rights, allow_users},
    {Stage::NetworkNamespace,
     ENOSPC,
     {"no more network namespaces are allowed", "不允许更多网络命名空间"},
     more_networks},
    {Stage::NetworkNamespace, EPERM, no_rights, allow_users},
    {Stage::NetworkNamespace,
     EINVAL,
     {"this kernel has no network namespaces", "这个内核没有网络命名空间"},
     other_kernel},
    {Stage::Tun, ENOENT, {"the device is not there", "没有这个设备"}, load_tun},
    {Stage::Tun, ENODEV, {"the kernel's driver is not loaded", "内核没有加载它的驱动"}, load_tun},
    {Stage::Tun, EACCES, no_rights, open_tun},
    {Stage::Tun, EPERM, no_rights, open_tun},
    {Stage::Veth, EOPNOTSUPP, {"the kernel's driver is not loaded", "内核没有加载它的驱动"}, load_veth},
    {Stage::Veth, EPERM, no_rights, allow_users},
    {Stage::Link, EPERM, no_rights, allow_users},
    {Stage::Address, EPERM, no_rights, allow_users},
    {Stage::Route, EPERM, no_rights, allow_users},
    {Stage::Neighbour, EPERM, no_rights, allow_users},
    {Stage::Capture, EPERM, no_rights, allow_users},
    {Stage::Capture, EAFNOSUPPORT, {"the kernel has no packet sockets", "内核没有 packet 套接字"}, load_packet},
    {Stage::Diagnosis, EPROTONOSUPPORT, {"the kernel's module is not loaded", "内核没有加载它的模块"}, load_diag},
    {Stage::Lock, EINVAL, {"this kernel has no seccomp filters", "这个内核没有 seccomp 过滤器"}, other_kernel},
    {Stage::BindLoopback, EADDRNOTAVAIL, {"the loopback interface is down", "回环接口没有启用"}, lo_up},
    {Stage::FindDumpcap,
     ENOENT,
     {"it is not installed", "没有安装"},
     {"install it: sudo apt install wireshark-common", "请安装：sudo apt install wireshark-common"}},
    {Stage::RunDumpcap, EACCES, no_rights, allow_watching},
    {Stage::StartDumpcap, EACCES, no_rights, allow_watching},
    {Stage::StartDumpcap, EPERM, no_rights, allow_watching},
    {Stage::WatchAll, EPERM, no_rights, allow_watching},
    {Stage::Watch, EPERM, no_rights, allow_watching},
    {Stage::Watch,
     ETIMEDOUT,
     {"it does not answer (is it stopped?)", "它没有应答（是否被暂停？）"},
     {"run it again", "请重新运行"}},
});

/// Reasons that do not depend on the step.
constexpr auto known_everywhere = std::to_array<Known>({
    {Stage::Start,
     EMFILE,
     {"this program has too many files open", "本程序打开的文件太多"},
     {"raise the limit: ulimit -n 4096", "请调高限制：ulimit -n 4096"}},
    {Stage::Start,
     ENFILE,
     {"this machine has too many files open", "本机打开的文件太多"},
     {"close some programs", "请关闭一些程序"}},
    {Stage::Start,
     EAGAIN,
     {"this user has too many processes", "当前用户的进程太多"},
     {"close some programs, or raise the limit: ulimit -u", "请关闭一些程序，或调高限制：ulimit -u"}},
    {Stage::Start, ENOMEM, {"there is not enough memory", "内存不足"}, {"close some programs", "请关闭一些程序"}},
    {Stage::Start,
     ENOBUFS,
     {"there is not enough memory for sockets", "套接字的内存不足"},
     {"close some programs", "请关闭一些程序"}},
});

constexpr Text apparmor_why{"AppArmor keeps programs without a profile out of user namespaces",
                            "AppArmor 不允许没有配置文件的程序使用用户命名空间"};
constexpr Text apparmor_advice{
    "give tcpstage-wire a profile in /etc/apparmor.d with \"flags=(unconfined) { userns, }\", or use --rung watch",
    "请在 /etc/apparmor.d 中为 tcpstage-wire 添加含 \"flags=(unconfined) { userns, }\" 的配置文件，或用 --rung watch"};
constexpr Text unprivileged_why{"this machine keeps ordinary users out of user namespaces",
                                "本机不允许普通用户使用用户命名空间"};
constexpr Text unprivileged_advice{"allow it: sudo sysctl kernel.unprivileged_userns_clone=1, or use --rung watch",
                                   "请允许：sudo sysctl kernel.unprivileged_userns_clone=1，或用 --rung watch"};

/// Whether the step needs privileges in the helper's own namespaces.
bool needs_namespace(Stage stage)
{
    return stage >= Stage::UserNamespace && stage <= Stage::Capture && stage != Stage::Tun;
}

std::optional<Explanation> of_settings(Stage stage, int reason, const NamespaceSettings& settings)
{
    if (stage == Stage::UserNamespace && reason == ENOSPC && settings.most_users == 0)
        return Explanation{Text{"user namespaces are switched off (user.max_user_namespaces is 0)",
                                "用户命名空间被关闭（user.max_user_namespaces 为 0）"},
                           more_users};
    // One unshare makes both kinds of namespace.
    if (stage == Stage::UserNamespace && reason == ENOSPC && settings.most_networks == 0)
        return Explanation{Text{"network namespaces are switched off (user.max_net_namespaces is 0)",
                                "网络命名空间被关闭（user.max_net_namespaces 为 0）"},
                           more_networks};
    if ((reason != EPERM && reason != EACCES) || !needs_namespace(stage)) return {};
    if (settings.unprivileged == 0) return Explanation{unprivileged_why, unprivileged_advice};
    if (settings.apparmor.value_or(0) != 0) return Explanation{apparmor_why, apparmor_advice};
    return {};
}

std::optional<long> number_in(const char* file)
{
    std::ifstream in{file};
    long value = 0;
    return in >> value ? std::optional{value} : std::nullopt;
}

} // namespace

NamespaceSettings read_namespace_settings()
{
    return {.most_users = number_in("/proc/sys/user/max_user_namespaces"),
            .most_networks = number_in("/proc/sys/user/max_net_namespaces"),
            .unprivileged = number_in("/proc/sys/kernel/unprivileged_userns_clone"),
            .apparmor = number_in("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")};
}

Explanation explain(Stage stage, int reason, const NamespaceSettings& settings)
{
    if (auto explained = of_settings(stage, reason, settings)) return *std::move(explained);
    const auto* const here =
        std::ranges::find_if(known, [&](const Known& entry) { return entry.stage == stage && entry.reason == reason; });
    if (here != known.end()) return {here->why, here->advice};
    const auto* const anywhere = std::ranges::find(known_everywhere, reason, &Known::reason);
    if (anywhere != known_everywhere.end()) return {anywhere->why, anywhere->advice};
    const char* const words = std::strerror(reason);
    return {{words, words}, {}};
}

std::string errno_name(int reason)
{
    const char* const name = ::strerrorname_np(reason);
    return name == nullptr ? std::to_string(reason) : name;
}

Error Trouble::error() const { return error(read_namespace_settings()); }

Error Trouble::error(const NamespaceSettings& settings) const
{
    Explanation explained = explain(stage, reason, settings);
    return {say({"cannot {}: {} ({})", "无法{}：{}（{}）"}, words(stage), explained.why, errno_name(reason)),
            {},
            std::move(explained.advice)};
}

} // namespace tcpstage::live
