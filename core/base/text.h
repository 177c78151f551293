#pragma once
// A sentence in both of the program's languages. Both are required: nothing can stay untranslated.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tcpstage {

enum class Language : std::uint8_t { English, Chinese };

/// Literals only: the views must outlive the program's use of them.
struct Text {
    std::string_view en;
    std::string_view zh;

    constexpr std::string_view operator[](Language language) const { return language == Language::English ? en : zh; }
};

/// The same for text made at run time or read from a file. Never made from one string: both languages are required.
struct OwnedText {
    std::string en;
    std::string zh;

    OwnedText() = default;
    OwnedText(std::string english, std::string chinese) : en{std::move(english)}, zh{std::move(chinese)} {}
    OwnedText(Text text) : en{text.en}, zh{text.zh} {}

    const std::string& operator[](Language language) const
    {
        return language == Language::English || zh.empty() ? en : zh;
    }
    bool empty() const { return en.empty() && zh.empty(); }
    friend bool operator==(const OwnedText&, const OwnedText&) = default;
};

} // namespace tcpstage
