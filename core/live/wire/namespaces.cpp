#include "core/live/wire/namespaces.h"

#include "core/live/wire/failure.h"

#include <algorithm>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>

namespace tcpstage::live {

namespace {

constexpr const char* this_network = "/proc/thread-self/ns/net";

Descriptor current_network()
{
    return Descriptor{needed(Stage::NetworkNamespace, ::open(this_network, O_RDONLY | O_CLOEXEC))};
}

} // namespace

bool write_file(const std::string& path, const std::string& text)
{
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    return file.open() && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool set_sysctl(const std::string& name, const std::string& value)
{
    std::string path = "/proc/sys/" + name;
    std::replace(path.begin() + 10, path.end(), '.', '/');
    return write_file(path, value);
}

void enter_user_namespace()
{
    const std::string uid = std::to_string(::geteuid());
    const std::string gid = std::to_string(::getegid());
    ::prctl(PR_SET_DUMPABLE, 1); // a program that its user may not read could not write the maps below
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) throw Failure{Stage::UserNamespace, errno};
    write_file("/proc/self/setgroups", "deny"); // absent before Linux 3.19
    if (!write_file("/proc/self/uid_map", "0 " + uid + " 1")) throw Failure{Stage::UserMap, errno};
    if (!write_file("/proc/self/gid_map", "0 " + gid + " 1")) throw Failure{Stage::UserMap, errno};
}

Descriptor make_network_namespace()
{
    const Descriptor before = current_network();
    needed(Stage::NetworkNamespace, ::unshare(CLONE_NEWNET));
    Descriptor made = current_network();
    needed(Stage::NetworkNamespace, ::setns(before.get(), CLONE_NEWNET));
    return made;
}

Inside::Inside(const Descriptor& network) : before_{current_network()}
{
    needed(Stage::NetworkNamespace, ::setns(network.get(), CLONE_NEWNET));
}

Inside::~Inside() { ::setns(before_.get(), CLONE_NEWNET); }

} // namespace tcpstage::live
