// A note that is added at a step stands at that step, and so does the stage.
#include "core/run/note_here.h"

#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"
#include "ui/widgets/services.h"

#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

/// The model after the text was written and run.
Model written(const Model& model, const std::string& text)
{
    Updated asked = update(model, WriteLesson{text});
    const auto* request = std::get_if<LoadSource>(&asked.requests.front());
    if (!request) return asked.model;
    const auto staged = widgets::loadSource(*request);
    EXPECT_TRUE(staged) << text;
    return staged ? after(asked.model, RunLoaded{request->ticket, *staged, {}}) : asked.model;
}

TEST(NoteAdded, StandsAtTheStepWhereItWasAddedAndTheStageStaysThere)
{
    for (const char* lesson :
         {"three-way-handshake", "four-way-close", "syn-lost", "zero-window", "simultaneous-open"}) {
        const Model begin = opened(lesson);
        const std::string text = lesson::write_scenario(begin.staged->scenario);
        for (std::size_t step = 0; step < begin.staged->stepCount(); ++step) {
            const Model there = after(begin, Seek{begin.staged->stepTime(step)});
            const scene::StagedRun& staged = *there.staged;
            const trace::RecordId record = staged.timeMap.moment(there.goal()).record;
            const std::string at = run::moment_text(staged.scenario, staged.trace(), record);
            const Model noted = written(there, run::with_note(text, at, Language::English).text);
            ASSERT_EQ(noted.staged->stepsUntil(noted.goal()), step + 1) << lesson << " step " << step + 1 << ": " << at;
            const lesson::Note* note = scene::noteAt(*noted.staged, noted.staged->timeMap.moment(noted.goal()));
            ASSERT_TRUE(note) << lesson << " step " << step + 1 << ": " << at;
            EXPECT_EQ(note->title.en, "Title") << lesson << " step " << step + 1 << ": " << at;
        }
    }
}

} // namespace

} // namespace tcpstage::model
