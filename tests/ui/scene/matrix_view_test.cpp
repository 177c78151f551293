// The view of what each state does with each kind of segment.

#include "tests/ui/scene/staged_runs.h"
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

} // namespace
} // namespace tcpstage::scene
