#pragma once
// A temporary folder for one test, and a simulated full disk.

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <vector>

namespace tcpstage {

/// A new folder, removed at the end with everything in it.
class Folder {
public:
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tcpstage-XXXXXX").string();
        path_ = ::mkdtemp(name.data()) == nullptr ? "" : name;
        EXPECT_FALSE(path_.empty());
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    std::string operator/(std::string_view name) const { return path_ + "/" + std::string{name}; }
    const std::string& path() const { return path_; }
    /// The names in it, sorted.
    std::vector<std::string> names() const
    {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator{path_})
            all.push_back(entry.path().filename().string());
        std::ranges::sort(all);
        return all;
    }

private:
    std::string path_;
};

inline void put_file(const std::string& path, std::string_view octets)
{
    std::ofstream file{path, std::ios::binary};
    file << octets;
    EXPECT_TRUE(file.flush()) << path;
}

inline std::string file_octets(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    EXPECT_TRUE(file) << path;
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// While it lives, no file of this process can grow beyond `octets`: writing fails as on a full disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t octets) : signal_{::signal(SIGXFSZ, SIG_IGN)}
    {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{octets, before_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, signal_);
    }

private:
    rlimit before_{};
    sighandler_t signal_;
};

} // namespace tcpstage
