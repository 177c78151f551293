#pragma once
// A small lesson for tests, with the parts that do not matter filled in.

#include "core/lesson/library.h"
#include "core/run/check.h"
#include "core/run/run.h"
#include "tests/support/both_languages.h"

#include <gtest/gtest.h>
#include <string>

namespace tcpstage::lesson {

/// The head of a lesson takes the first four lines; `rest` begins on line 5.
inline std::string lesson_text(const std::string& rest)
{
    return "title: {en: A test, zh: 测试}\n"
           "endpoints:\n"
           "  client: {iss: 100}\n"
           "  server: {iss: 300}\n" +
           rest;
}

inline Scenario lesson(const std::string& rest)
{
    auto scenario = read_scenario(lesson_text(rest), "test.yaml");
    EXPECT_TRUE(scenario) << (scenario ? "" : scenario.error().sentence());
    return scenario ? *scenario : Scenario{};
}

inline const std::string handshake = "steps:\n"
                                     "  - server: listen\n"
                                     "  - client: connect\n"
                                     "  - wait: [client ESTABLISHED, server ESTABLISHED]\n";

/// The English error sentence if `text` is refused (checked to exist in Chinese too), otherwise "".
inline std::string refusal(const std::string& text)
{
    const auto scenario = read_scenario(text, "test.yaml");
    return scenario ? "" : said_in_both(scenario.error());
}

} // namespace tcpstage::lesson
