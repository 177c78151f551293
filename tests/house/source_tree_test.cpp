// Checks the rules of docs/architecture.md on the source text: which folder may include which, which folders may use
// clocks and random numbers, and how long a file may be.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string_view>;

/// A folder and the project folders that it may include.
struct Layer {
    std::string_view folder;
    Words may_include;
};
const std::vector<Layer> layers{
    {"core/base/", {"core/base/"}},
    {"core/tcp/", {"core/base/", "core/tcp/"}},
    {"core/trace/", {"core/base/", "core/tcp/", "core/trace/"}},
    {"core/formats/", {"core/base/", "core/tcp/", "core/trace/", "core/formats/"}},
    {"core/compare/", {"core/base/", "core/tcp/", "core/trace/", "core/compare/"}},
    {"core/sim/", {"core/base/", "core/tcp/", "core/trace/", "core/sim/"}},
    {"core/lesson/", {"core/base/", "core/tcp/", "core/trace/", "core/sim/", "core/lesson/"}},
    {"core/run/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/sim/", "core/lesson/", "core/run/"}},
    {"core/captions/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/sim/", "core/lesson/", "core/run/",
      "core/captions/"}},
    {"core/packetdrill/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/sim/", "core/lesson/", "core/run/",
      "core/packetdrill/"}},
    {"core/predict/", {"core/base/", "core/tcp/", "core/trace/", "core/predict/"}},
    {"core/be_tcp/",
     {"core/base/", "core/tcp/", "core/trace/", "core/sim/", "core/lesson/", "core/run/", "core/predict/",
      "core/be_tcp/"}},
    {"core/diagram/", {"core/base/", "core/tcp/", "core/trace/", "core/sim/", "core/lesson/", "core/diagram/"}},
    {"core/live/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/compare/", "core/sim/", "core/lesson/",
      "core/run/", "core/capture/", "core/live/"}},
    {"core/capture/", {"core/base/", "core/tcp/", "core/trace/", "core/capture/"}},
    {"core/sources/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/sim/", "core/lesson/", "core/run/",
      "core/packetdrill/", "core/capture/", "core/sources/"}},
    {"core/terminal/",
     {"core/base/", "core/tcp/", "core/trace/", "core/formats/", "core/compare/", "core/sim/", "core/lesson/",
      "core/run/", "core/captions/", "core/capture/", "core/sources/", "core/terminal/"}},
    {"ui/scene/", {"core/", "ui/scene/"}},
    {"ui/paint/", {"core/", "ui/scene/", "ui/paint/"}},
    {"ui/page/", {"core/", "ui/scene/", "ui/paint/", "ui/page/"}},
    {"ui/model/", {"core/", "ui/scene/", "ui/model/"}},
    {"ui/widgets/", {"core/", "ui/"}},
    {"app/", {"core/", "ui/", "app/"}},
};

/// Words that the code of `folder` (any folder if empty) must not contain, except in the folders `except`.
struct Ban {
    std::string_view folder;
    Words except;
    Words words;
    std::string_view why;
};
const std::vector<Ban> bans{
    {"core/", {}, {"#include <Q", "#include <qt", "#include \"Q"}, "core never includes Qt"},
    {"core/tcp/",
     {},
     {"#include <boost/asio", "#include <thread>", "#include <mutex>", "#include <atomic>", "#include <sys/socket"},
     "core/tcp has no socket and no thread"},
    {"ui/scene/",
     {},
     {"#include <QPainter>", "#include <QWidget>", "#include <QtWidgets"},
     "a scene is geometry: it never paints"},
    {"ui/", {"ui/paint/", "ui/widgets/canvas/canvas"}, {"#include <QPainter>"}, "only ui/paint and the canvas paint"},
    {"",
     {"app/", "ui/model/", "core/live/"},
     {"system_clock", "steady_clock", "high_resolution_clock", "gettimeofday", "clock_gettime", "time(nullptr)",
      "currentDateTime", "currentTime", "currentMSecsSinceEpoch", "QElapsedTimer"},
     "only app, ui/model and core/live ask for the time"},
    {"",
     {"core/base/"},
     {"#include <random>", "mt19937", "random_device", "rand()", "QRandomGenerator"},
     "only core/base makes random numbers"},
    {"",
     {"core/base/", "core/live/", "ui/widgets/common/end_signals"}, // devices, /proc and a pipe, not user files
     {"#include <fstream>", "#include <fcntl.h>", "fopen(", "#include <QFile>", "#include <QSaveFile>",
      "#include <QTemporaryFile>", "#include <QImageWriter>", "setFileName("},
     "core/base/files.h reads and writes the user's files"},
    {"",
     {},
     {"TO"
      "DO",
      "FIX"
      "ME"},
     "no unfinished business: open an issue"},
};

bool starts_with_any(std::string_view text, const Words& beginnings)
{
    return std::ranges::any_of(beginnings, [text](auto beginning) { return text.starts_with(beginning); });
}

/// The path in `#include "core/tcp/segment/seq.h"`, if it is a project file.
std::optional<std::string_view> own_include(std::string_view line)
{
    constexpr std::string_view directive = "#include \"";
    if (!line.starts_with(directive)) return {};
    line.remove_prefix(directive.size());
    const auto name = line.substr(0, line.find('"'));
    if (!starts_with_any(name, {"core/", "ui/", "app/", "tests/"})) return {};
    return name;
}

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find("//")); }

std::string check_layer(std::string_view file, std::string_view line)
{
    const auto included = own_include(line);
    const auto layer = std::ranges::find_if(layers, [file](const Layer& l) { return file.starts_with(l.folder); });
    if (!included || layer == layers.end() || starts_with_any(*included, layer->may_include)) return {};
    return std::string{layer->folder} + " must not include " + std::string{*included};
}

std::string check_bans(std::string_view file, std::string_view line)
{
    for (const Ban& ban : bans) {
        if (!file.starts_with(ban.folder) || starts_with_any(file, ban.except)) continue;
        const bool in_comments_too = ban.why.starts_with("no unfinished");
        const auto code = in_comments_too ? line : without_comment(line);
        for (const auto word : ban.words)
            if (code.find(word) != std::string_view::npos) return std::string{word} + ": " + std::string{ban.why};
    }
    return {};
}

/// One sentence for each rule that `text`, the content of `file`, breaks.
std::vector<std::string> findings(const std::string& file, const std::string& text)
{
    std::vector<std::string> found;
    std::istringstream in{text};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        for (const std::string& wrong :
             {check_layer(file, line), file.starts_with("tests/") ? "" : check_bans(file, line)})
            if (!wrong.empty()) found.push_back(file + ":" + std::to_string(number) + ": " + wrong);
    }
    const int most = file.ends_with(".h") ? 120 : 400;
    if (number > most)
        found.push_back(file + ": " + std::to_string(number) + " lines, but at most " + std::to_string(most));
    return found;
}

std::vector<fs::path> sources()
{
    std::vector<fs::path> all;
    for (const auto* folder : {"app", "core", "ui", "tests"})
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{TCPSTAGE_SOURCE_DIR} / folder})
            if (entry.path().extension() == ".h" || entry.path().extension() == ".cpp") all.push_back(entry.path());
    return all;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SourceTree, KeepsItsRules)
{
    const auto files = sources();
    ASSERT_GT(files.size(), 50U);
    for (const auto& path : files) {
        std::ifstream in{path};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        const auto file = fs::relative(path, TCPSTAGE_SOURCE_DIR).generic_string();
        EXPECT_THAT(findings(file, text), IsEmpty());
    }
}

TEST(SourceRules, PassWhatIsInOrder)
{
    EXPECT_THAT(findings("core/trace/trace.h", "#include \"core/tcp/tcb/tcb.h\"\n#include <vector>\n"), IsEmpty());
    EXPECT_THAT(findings("ui/paint/painter.cpp", "#include <QPainter>\n#include \"ui/scene/marks/scene.h\"\n"),
                IsEmpty());
    EXPECT_THAT(findings("ui/widgets/canvas/canvas.cpp", "#include <QPainter>\n"), IsEmpty());
    EXPECT_THAT(findings("ui/model/store/store.cpp", "QElapsedTimer clock;\n"), IsEmpty());
    EXPECT_THAT(findings("core/base/time.h", "// never system_clock\n"), IsEmpty());
}

TEST(SourceRules, LetDependenciesPointOneWayOnly)
{
    EXPECT_THAT(findings("core/tcp/endpoint.h", "\n#include \"core/trace/record.h\"\n"),
                ElementsAre("core/tcp/endpoint.h:2: core/tcp/ must not include core/trace/record.h"));
    EXPECT_EQ(findings("core/base/bytes.h", "#include \"core/tcp/segment/seq.h\"\n").size(), 1U);
    EXPECT_EQ(findings("core/sim/world.h", "#include \"core/run/run.h\"\n").size(), 1U);
    EXPECT_EQ(findings("core/run/run.h", "#include \"ui/scene/marks/scene.h\"\n").size(), 1U);
    EXPECT_EQ(findings("ui/model/model.h", "#include \"ui/widgets/canvas/canvas.h\"\n").size(), 1U);
    EXPECT_EQ(findings("ui/scene/marks/scene.h", "#include \"ui/paint/painter.h\"\n").size(), 1U);
    EXPECT_EQ(findings("app/main.cpp", "#include \"tests/support/conversation.h\"\n").size(), 1U);
}

TEST(SourceRules, KeepQtOutOfTheCore)
{
    EXPECT_THAT(findings("core/sim/world.cpp", "#include <QString>\n"),
                ElementsAre("core/sim/world.cpp:1: #include <Q: core never includes Qt"));
}

TEST(SourceRules, LetOnlyPaintersPaint)
{
    EXPECT_EQ(findings("ui/scene/ladder/ladder.cpp", "#include <QWidget>\n").size(), 1U);
    EXPECT_EQ(findings("ui/scene/ladder/ladder.cpp", "#include <QPainter>\n").size(), 1U);
    EXPECT_EQ(findings("ui/widgets/main_window.cpp", "#include <QPainter>\n").size(), 1U);
}

TEST(SourceRules, KeepTimeAndChanceWhereTheyBelong)
{
    EXPECT_EQ(findings("core/tcp/recovery/rtt.cpp", "auto now = std::chrono::steady_clock::now();\n").size(), 1U);
    EXPECT_EQ(findings("ui/widgets/canvas/canvas.cpp", "QElapsedTimer clock;\n").size(), 1U);
    EXPECT_EQ(findings("core/sim/link.cpp", "#include <random>\n").size(), 1U);
    EXPECT_EQ(findings("core/tcp/endpoint.cpp", "#include <thread>\n").size(), 1U);
}

TEST(SourceRules, KeepOneWayToReadAndWriteFiles)
{
    EXPECT_THAT(findings("core/lesson/yaml/read.cpp", "#include <fstream>\n"),
                ElementsAre("core/lesson/yaml/read.cpp:1: #include <fstream>: core/base/files.h reads and writes the "
                            "user's files"));
    EXPECT_EQ(findings("app/output.cpp", "std::FILE* file = std::fopen(path, mode);\n").size(), 1U);
    EXPECT_EQ(findings("ui/widgets/services.cpp", "#include <QSaveFile>\n").size(), 1U);
    EXPECT_EQ(findings("ui/widgets/lessons/lesson_text.cpp", "#include <QFile>\n").size(), 1U);
    EXPECT_EQ(findings("ui/paint/export.cpp", "generator.setFileName(path);\n").size(), 1U);
    EXPECT_THAT(findings("core/base/write_file.cpp", "#include <fcntl.h>\n"), IsEmpty());
    EXPECT_THAT(findings("ui/widgets/lessons/files.cpp", "#include <QFileInfo>\n"), IsEmpty());
}

TEST(SourceRules, KeepFilesShortAndFinished)
{
    EXPECT_THAT(findings("core/base/a.h", std::string(121, '\n')),
                ElementsAre("core/base/a.h: 121 lines, but at most 120"));
    EXPECT_THAT(findings("core/base/a.cpp", std::string(400, '\n')), IsEmpty());
    EXPECT_EQ(findings("tests/core/a_test.cpp", std::string(401, '\n')).size(), 1U);
    EXPECT_EQ(findings("app/main.cpp", "int x; // TO"
                                       "DO: name it\n")
                  .size(),
              1U);
}

} // namespace
} // namespace tcpstage
