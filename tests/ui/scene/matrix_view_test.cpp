// The view of what each state does with each kind of segment.

#include "core/sources/matrix.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_views.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

TEST(MatrixView, SaysThatUdpHasNoneUnlessTcpIsBesideIt)
{
    DisplayOptions display;
    display.view = View::Matrix;
    const auto words = [&](const char* lesson, bool presenting) {
        display.presenting = presenting;
        return texts(viewScene({*stagedRun(lesson), {}, {QSizeF{1280, 700}, 0, 1}, {}, display})).join(u' ');
    };
    for (const bool presenting : {false, true}) {
        EXPECT_TRUE(words("udp", presenting).startsWith(QStringLiteral("UDP has no states")));
        EXPECT_FALSE(words("udp", presenting).contains(QStringLiteral("ESTABLISHED")));
        for (const char* tcp : {"three-way-handshake", "tcp-and-udp"})
            EXPECT_TRUE(words(tcp, presenting).contains(QStringLiteral("ESTABLISHED"))) << tcp;
    }
}

TEST(MatrixView, CutsNoStateWhenProjectedAndNamesEachSectionOtherwise)
{
    const auto staged = stagedRun("three-way-handshake");
    DisplayOptions display;
    display.view = View::Matrix;
    for (const Language language : {Language::English, Language::Chinese}) {
        display.language = language;
        display.presenting = true;
        for (const QString& words : texts(stateMatrix({*staged, {}, {QSizeF{1890, 772}, 0, 1}, {}, display})))
            EXPECT_FALSE(words.contains(u'…')) << words.toStdString();
        display.presenting = false;
        for (const QSizeF size : {QSizeF{1280, 800}, QSizeF{1920, 1080}, QSizeF{3840, 2160}}) {
            const QStringList words = texts(stateMatrix({*staged, {}, {size, 0, 1}, {}, display}));
            // a section in each cell: "3.10.7.4 (1)" or "RFC 5961 4.2"; "taken" alone stands without
            const auto sections = std::ranges::count_if(words, [](const QString& text) {
                return text.startsWith(QStringLiteral("3.10.7")) || text.startsWith(QStringLiteral("RFC "));
            });
            const auto cells = static_cast<std::ptrdiff_t>(tcp::state_count * 8);
            EXPECT_EQ(sections + words.count(QStringLiteral("taken")) + words.count(QStringLiteral("收下")), cells)
                << size.width();
        }
    }
}

TEST(MatrixView, ExplainsTheEdgesOfItsCells)
{
    DisplayOptions display;
    display.view = View::Matrix;
    const auto staged = stagedRun("three-way-handshake");
    const QStringList words = texts(viewScene({*staged, {}, {QSizeF{1890, 1000}, 0, 1}, {}, display}));
    EXPECT_TRUE(words.contains(QStringLiteral("not taken")));
    EXPECT_TRUE(words.contains(QStringLiteral("colour of the state that follows")));
}

TEST(MatrixView, HasACellForEveryStateAndKindOfSegment)
{
    const auto staged = stagedRun("three-way-handshake");
    std::set<std::uint32_t> cells;
    DisplayOptions display;
    display.view = View::Matrix;
    for (const Mark& mark : stateMatrix({*staged, {}, {QSizeF{1200, 700}, 0, 1}, {}, display}).still)
        if (mark.ref.kind == Ref::Kind::Cell) cells.insert(mark.ref.id);
    EXPECT_EQ(cells.size(), 88U);
}

TEST(MatrixView, GrowsWithTheTextAndScrollsToWhatHasNoRoom)
{
    const auto staged = stagedRun("three-way-handshake");
    DisplayOptions display;
    display.view = View::Matrix;
    const auto nextStates = [](const Scene& scene, std::set<std::pair<std::uint32_t, QString>>& found) {
        for (const Mark& mark : scene.still)
            if (const auto* label = std::get_if<Label>(&mark.shape); label && mark.ref.kind == Ref::Kind::Cell)
                found.emplace(mark.ref.id, label->text);
    };
    const auto pixelsOf = [](const Scene& scene) {
        for (const Mark& mark : scene.still)
            if (const auto* label = std::get_if<Label>(&mark.shape); label && label->text == QStringLiteral("CLOSED"))
                return label->pixels;
        return 0.0;
    };
    for (const QSizeF size : {QSizeF{1120, 390}, QSizeF{1040, 330}, QSizeF{780, 250}}) {
        const double usual = pixelsOf(stateMatrix({*staged, {}, {size, 0, 1}, {}, display}));
        double before = usual;
        for (const double text : {1.15, 1.3, 1.6}) {
            ViewInput input{*staged, {}, {size, 0, 1}, {}, display};
            input.viewport.text = text;
            const double most = mostPan(input);
            std::set<std::pair<std::uint32_t, QString>> found;
            std::set<std::uint32_t> changing; // cells with an answer or a next state, and all others
            for (double scroll = 0;; scroll += 40) {
                input.viewport.scroll = std::min(scroll, most);
                const Scene scene = viewScene(input);
                EXPECT_GE(pixelsOf(scene) + (scroll > 0 ? 100 : 0), before) << size.width() << " " << text;
                if (scroll == 0) before = pixelsOf(scene);
                nextStates(scene, found);
                if (scroll >= most) break;
            }
            for (const auto& [cell, words] : found)
                changing.insert(cell);
            EXPECT_EQ(changing.size(), 88U) << size.width() << " " << text;
            for (const sources::MatrixCell& cell : sources::state_matrix()) {
                if (cell.next == cell.state) continue;
                const auto id =
                    static_cast<std::uint32_t>(static_cast<std::size_t>(cell.state) * sources::stimulus_count +
                                               static_cast<std::size_t>(cell.stimulus));
                const auto lines = std::ranges::count_if(found, [&](const auto& line) { return line.first == id; });
                EXPECT_GE(lines, cell.replies.empty() ? 1 : 2)
                    << "the next state is lost: " << size.width() << " " << text;
            }
        }
        EXPECT_GT(before, usual) << size.width();
    }
}

} // namespace
} // namespace tcpstage::scene
