#include "core/base/locale.h"

#include <gtest/gtest.h>

namespace tcpstage {
namespace {

constexpr const char* none = nullptr;

TEST(Locale, AsksForChineseInAnyOfItsForms)
{
    for (const char* locale : {"zh", "zh_CN", "zh_CN.UTF-8", "zh_TW.UTF-8", "zh_HK", "zh_SG.GB2312"})
        EXPECT_EQ(language_of({none, none, locale, none}), Language::Chinese) << locale;
    for (const char* locale : {"", "C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "de_DE", "za_CN"})
        EXPECT_EQ(language_of({none, none, locale, none}), Language::English) << locale;
    EXPECT_EQ(language_of({none, none, none, none}), Language::English);
}

TEST(Locale, TakesTheFirstVariableThatIsNotEmpty)
{
    EXPECT_EQ(language_of({"C", "zh_CN", "zh_CN", none}), Language::English);
    EXPECT_EQ(language_of({"zh_CN", "C", "en_US", none}), Language::Chinese);
    EXPECT_EQ(language_of({"", "zh_CN", "en_US", none}), Language::Chinese);
    EXPECT_EQ(language_of({none, "", "zh_CN", none}), Language::Chinese);
}

TEST(Locale, PrefersTheListOfLanguagesExceptInC)
{
    EXPECT_EQ(language_of({none, none, "zh_CN.UTF-8", "en_GB:zh"}), Language::English);
    EXPECT_EQ(language_of({none, none, "en_US.UTF-8", "zh_CN:en"}), Language::Chinese);
    EXPECT_EQ(language_of({"C", none, "en_US.UTF-8", "zh_CN:en"}), Language::English) << "as scripts set it";
    EXPECT_EQ(language_of({none, none, "C.UTF-8", "zh_CN"}), Language::English);
}

} // namespace
} // namespace tcpstage
