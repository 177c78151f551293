#pragma once
// A command of the command line. Its description and those of its options are written in both languages, side by side;
// help and errors are in the one that is asked for.

#include "core/base/text.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::app {

class Command {
public:
    /// Of the whole program. `app` must outlive it.
    Command(CLI::App& app, Language language);

    /// Adds a command, which takes --lang like all others.
    Command command(const std::string& name, const Text& description) const;
    CLI::Option* option(const std::string& names, std::string& value, const Text& description) const;
    CLI::Option* option(const std::string& names, std::vector<std::string>& values, const Text& description) const;
    CLI::Option* option(const std::string& names, std::int64_t& value, const Text& description) const;
    CLI::Option* option(const std::string& names, int& value, const Text& description) const;
    CLI::Option* flag(const std::string& names, bool& value, const Text& description) const;

    /// Accepts only one of these words.
    CLI::Validator one_of(std::vector<std::string> words) const;
    /// Names the words that an option takes, for the help and completions. Refuses none: the command says more about
    /// it.
    static CLI::Validator known_words(const std::vector<std::string>& words);
    /// Accepts only a whole number from `least` to `most`; the error is one sentence that names both limits.
    CLI::Validator whole_number(std::int64_t least, std::int64_t most) const;

    CLI::App& app() const { return app_; }
    Language language() const { return language_; }

private:
    void take_language() const;
    std::string in_words(const Text& text) const { return std::string{text[language_]}; }
    CLI::Option* named(CLI::Option* option, const Text& type) const;

    CLI::App& app_;
    Language language_;
};

/// What --lang says, wherever it stands on the command line; empty if it is not there or is neither en nor zh.
std::optional<Language> language_given(int argc, const char* const* argv);
/// That, or else what the environment says: of help, errors and text.
Language language_wanted(int argc, const char* const* argv);

} // namespace tcpstage::app
