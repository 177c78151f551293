#include "core/live/watch/processes.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

namespace tcpstage::live {

namespace {

namespace fs = std::filesystem;

fs::path folder_of(std::uint32_t process) { return fs::path{"/proc"} / std::to_string(process); }

std::optional<std::uint32_t> whole_number(std::string_view text)
{
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return number;
}

/// Of a link such as socket:[1234].
std::optional<std::uint32_t> inode_in(const std::string& link)
{
    constexpr std::string_view before = "socket:[";
    if (!link.starts_with(before) || !link.ends_with(']')) return {};
    return whole_number(std::string_view{link}.substr(before.size(), link.size() - before.size() - 1));
}

} // namespace

std::vector<std::uint32_t> all_processes()
{
    std::vector<std::uint32_t> all;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator{"/proc", error})
        if (const auto process = whole_number(entry.path().filename().string())) all.push_back(*process);
    return all;
}

std::string name_of_process(std::uint32_t process)
{
    std::ifstream in{folder_of(process) / "comm"};
    std::string name;
    std::getline(in, name);
    return name;
}

std::vector<std::uint32_t> sockets_of_process(std::uint32_t process)
{
    std::vector<std::uint32_t> inodes;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder_of(process) / "fd", error}) {
        std::error_code unreadable;
        if (const auto inode = inode_in(fs::read_symlink(entry.path(), unreadable).string())) inodes.push_back(*inode);
    }
    return inodes;
}

std::map<std::uint32_t, std::uint32_t> processes_by_socket()
{
    std::map<std::uint32_t, std::uint32_t> by_socket;
    for (const std::uint32_t process : all_processes())
        for (const std::uint32_t inode : sockets_of_process(process))
            by_socket.emplace(inode, process);
    return by_socket;
}

} // namespace tcpstage::live
