#pragma once
// The place of a call, for the message of a test that fails.

namespace tcpstage::testing {

/// What std::source_location gives; clang 14 has no such class. As a default argument, current() is the caller's place.
class Where {
public:
    static constexpr Where current(const char* file = __builtin_FILE(), int line = __builtin_LINE())
    {
        return Where{file, line};
    }
    constexpr const char* file_name() const { return file_; }
    constexpr int line() const { return line_; }

private:
    constexpr Where(const char* file, int line) : file_{file}, line_{line} {}
    const char* file_;
    int line_;
};

} // namespace tcpstage::testing
