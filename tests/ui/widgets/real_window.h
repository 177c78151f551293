#pragma once
// The real window with a lesson that runs on real sockets.

#include "tests/ui/widgets/window.h"

#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/live/live_bar.h"
#include "ui/widgets/live/real_menu.h"
#include "ui/widgets/stage/stage_view.h"

#include <QTest>
#include <cmath>

namespace tcpstage::widgets {

using live::Vantage;
using trace::Reason;
using trace::Side;
using trace::Transit;

class RealSockets : public Window {
protected:
    RealSockets() : Window{"three-way-handshake"} {}

    template <typename Condition> bool until(Condition condition) { return QTest::qWaitFor(condition, 60'000); }
    bool over() const { return model().live && !model().live->goesOn(); }
    bool held() const { return model().live && !model().live->held.empty(); }

    void play(const std::string& lesson, bool byHand, std::optional<Vantage> vantage = {})
    {
        press(Qt::Key_R, Qt::ControlModifier);
        RealMenu& menu = window.realMenu();
        ASSERT_TRUE(menu.isVisible());
        menu.byHand()->setChecked(byHand);
        menu.vantage(vantage)->trigger();
        QAction* action = menu.lesson(lesson);
        ASSERT_NE(action, nullptr);
        menu.close();
        action->trigger();
        ASSERT_TRUE(model().live || model().notice);
    }
    LiveBar& bar() const { return *window.liveBar(); }
    trace::RecordId shown() const { return model().staged->timeMap.moment(model().goal()).record; }
    std::size_t segments() const { return model().staged->trace().transits().size(); }

    /// Runs until the answer to the SYN is held; false where nothing can be held.
    bool playUntilTheAnswerIsHeld()
    {
        play("real-close-three", true);
        const bool begun = until([&] { return held() || over(); });
        if (!begun || model().live->vantage != Vantage::Wire) return false;
        press(Qt::Key_Right);
        return until([&] { return held() && segments() > 1; });
    }
    /// The y coordinate where the SYN's arrow begins on the ladder; NaN if it is not in view.
    double heightOfTheSyn() const
    {
        for (const scene::Mark& mark : window.stage().ladderCanvas().scene().still)
            if (const auto* line = std::get_if<scene::Line>(&mark.shape))
                if (mark.ref == scene::Ref{scene::Ref::Kind::Segment, Side::Left, 0}) return line->from.y();
        return std::nan("");
    }
    void wheel(int turned)
    {
        Canvas& ladder = window.stage().ladderCanvas();
        const QPointF at{ladder.width() / 2.0, ladder.height() / 2.0};
        QWheelEvent event{
            at, ladder.mapToGlobal(at), {}, {0, turned}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false};
        QApplication::sendEvent(&ladder, &event);
        QApplication::processEvents();
    }
};

} // namespace tcpstage::widgets
