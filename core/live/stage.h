#pragma once
// The steps of the setup for real sockets, so that an error can name the one that failed.

#include "core/base/text.h"

#include <array>
#include <cstdint>

namespace tcpstage::live {

/// The helper's steps in order, then those for the loopback interface.
enum class Stage : std::uint8_t {
    Start,
    UserNamespace,
    UserMap,
    NetworkNamespace,
    Tun,
    Veth,
    Link,
    Address,
    Route,
    Neighbour,
    Capture,
    Diagnosis,
    Socket,
    Bind,
    Lock,
    Setup,
    Loop,
    Launch,
    BindLoopback,
    FindDumpcap,
    RunDumpcap,
    Pipe,
    StartDumpcap,
    Watch,
    WatchAll
};
inline constexpr std::size_t wire_stage_count = 18; // the helper's steps
inline constexpr std::array<Text, 25> stage_words{
    {{"start tcpstage-wire", "启动 tcpstage-wire"},
     {"make a user namespace", "创建用户命名空间"},
     {"map the user", "映射用户"},
     {"make a network namespace", "创建网络命名空间"},
     {"open /dev/net/tun", "打开 /dev/net/tun"},
     {"make a veth pair", "创建 veth 对"},
     {"bring up the link", "启用链路"},
     {"give an address", "分配地址"},
     {"set the route", "设置路由"},
     {"name the neighbour", "登记邻居"},
     {"open the wire", "打开线路"},
     {"open inet_diag", "打开 inet_diag"},
     {"make a socket", "创建套接字"},
     {"bind the address", "绑定地址"},
     {"drop all privileges", "放弃所有权限"},
     {"read the set-up message", "读取设置消息"},
     {"wait for events", "等待事件"},
     {"start the programs of the user", "启动用户的程序"},
     {"bind a socket to 127.0.0.1", "把套接字绑定到 127.0.0.1"},
     {"find dumpcap (of Wireshark)", "找到 Wireshark 的 dumpcap"},
     {"run dumpcap as this user", "以当前用户运行 dumpcap"},
     {"make a pipe", "创建管道"},
     {"start dumpcap", "启动 dumpcap"},
     {"capture on the loopback interface with dumpcap", "用 dumpcap 在回环接口上抓包"},
     {"capture on the interfaces of this machine with dumpcap", "用 dumpcap 在本机的接口上抓包"}}};
constexpr const Text& words(Stage stage) { return stage_words[static_cast<std::size_t>(stage)]; }

} // namespace tcpstage::live
