#include "tests/ui/scene/overlap.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/why.h"

#include <QRegularExpression>
#include <gtest/gtest.h>

namespace tcpstage::scene {
namespace {

using testing::stagedRun;
using testing::texts;

TEST(Chinese, HasNoSpaceBetweenItsWords)
{
    static const QRegularExpression gap{QStringLiteral("[\\x{4e00}-\\x{9fff}] [\\x{4e00}-\\x{9fff}]")};
    for (const char* lesson : {"three-way-handshake", "zero-window", "why-2msl", "timeout-collapse", "syn-flood",
                               "letters", "peer-vanishes-idle", "delayed-ack", "tcp-and-udp"}) {
        const auto staged = stagedRun(lesson);
        for (const bool presenting : {false, true}) {
            DisplayOptions display{Language::Chinese};
            display.presenting = presenting;
            const auto check = [&](const QStringList& words) {
                EXPECT_EQ(words.filter(gap).join(u'|').toStdString(), "") << lesson;
            };
            for (std::size_t step = 0; step < std::min<std::size_t>(60, staged->stepCount()); ++step)
                check(texts(wholeStage({*staged, staged->stepTime(step), {{1366, 768}, 0, 1}, {}, display})));
            for (std::size_t view = 0; view < view_count; ++view) {
                display.view = static_cast<View>(view);
                check(texts(viewScene({*staged, staged->timeMap.end(), {{1366, 768}, 0, 1}, {}, display})));
            }
            for (std::uint32_t state = 0; state < tcp::state_count; ++state)
                check({whyNot(*staged, {Ref::Kind::State, trace::Side::Left, state},
                              staged->timeMap.moment(staged->timeMap.end()), display)});
        }
    }
}

} // namespace
} // namespace tcpstage::scene
