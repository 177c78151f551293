#pragma once
// A sentence in both of the program's languages. Both are required: nothing can stay untranslated.

#include <cstdint>
#include <string>
#include <string_view>

namespace tcpstage {

enum class Language : std::uint8_t { English, Chinese };

/// Literals only: the views must outlive the program's use of them.
struct Text {
    std::string_view en;
    std::string_view zh;

    constexpr std::string_view operator[](Language language) const
    {
        return language == Language::English ? en : zh;
    }
};

/// The same for text that was read from a file.
struct OwnedText {
    std::string en;
    std::string zh;

    const std::string& operator[](Language language) const { return language == Language::English || zh.empty() ? en : zh; }
    bool empty() const { return en.empty() && zh.empty(); }
    friend bool operator==(const OwnedText&, const OwnedText&) = default;
};

} // namespace tcpstage
