#pragma once
// Which processes of this machine have which sockets, as far as this user may know (/proc). Private to this folder.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tcpstage::live {

std::vector<std::uint32_t> all_processes();
/// Empty: it has ended.
std::string name_of_process(std::uint32_t process);
/// The inodes of its sockets; none of another user's process.
std::vector<std::uint32_t> sockets_of_process(std::uint32_t process);
/// The process of each socket, by inode.
std::map<std::uint32_t, std::uint32_t> processes_by_socket();

} // namespace tcpstage::live
