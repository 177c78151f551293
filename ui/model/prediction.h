#pragma once
// Prediction: the question before each step, the answers, and the content of the board.

#include "core/predict/answers.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/staged/staged_run.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::model {

enum class AskFor : std::uint8_t { Mixed, Flags, Seq, Ack, Window, State, BeLeft, BeRight };

struct Prediction {
    bool on = false;
    AskFor asks = AskFor::Mixed;
    bool counting = false;                             // counts the hands of a class instead of taking one answer
    std::shared_ptr<const predict::Question> question; // being asked, or just answered
    const scene::StagedRun* of = nullptr;              // the staged run that it is about; only compared
    bool answered = false;                             // its step has been played
    scene::StageTime shownAt{};                        // time of the stage then
    std::optional<predict::Verdict> verdict;
    predict::Hands hands{};
    std::size_t hand = 0;
    bool typing = false;
    bool refused = false; // the input is not a number
    std::string typed;
    // For the player of one end: the segment being composed.
    tcp::Flags flags{};
    std::array<std::string, 3> fields; // digits: seq, ack, octets of payload
    std::size_t field = 0;
    std::shared_ptr<const be_tcp::Ruling> ruling;
    OwnedText reply{};        // the peer's reaction to an illegal segment; empty: unknown, or not yet known
    std::uint64_t awaits = 0; // ticket of the awaited reply; 0: none
    bool waited = false;      // the player was told that waiting is wrong
    std::optional<predict::Verdict> firstMistake;
    std::string firstGiven;
    trace::RecordId askedHead = trace::no_record; // the event whose consequences were asked
    trace::TransitId askedTransit = trace::no_transit;
    std::shared_ptr<const std::vector<predict::Answered>> answers =
        std::make_shared<const std::vector<predict::Answered>>();
    bool reviewing = false; // the questions are over, and the mistakes are shown

    bool stands() const { return on && question && !answered; }
    /// The end that the user plays.
    std::optional<trace::Side> plays() const
    {
        if (asks < AskFor::BeLeft) return {};
        return asks == AskFor::BeLeft ? trace::Side::Left : trace::Side::Right;
    }
    bool shows() const { return on || reviewing; }
};

// Its actions.
struct ChooseAsked { // the kind of question
    AskFor asks;
};
struct AnswerChoice {
    std::size_t choice;
};
struct AnswerKey { // see takes()
    char key;
};
struct Revisit { // go to the moment of an answer
    std::size_t answer;
};
struct SaveAnswersTo {
    std::string path;
};

/// Whether this key answers a question now: 'A'-'D', '0'-'9', '+', '-', '\b', '\n'. While presenting, letters do not: a
/// clicker's B is the black screen, and answers are given by '1'-'4'.
bool takes(const Prediction& prediction, char key, bool presenting);
/// Whether no command has this key while the quiz runs, also at a step without a question.
bool reserves(const Prediction& prediction, char key, bool presenting);
/// The key that does what a mark of the editor does; 0: none.
char keyOf(std::uint32_t mark);
inline constexpr char first_field = 1; // pseudo keys of marks: go to this field
/// "7 of 9 right"
QString scoreText(const Prediction& prediction, Language language);
/// A mistake: the number of the answer and a line of text.
struct Mistake {
    std::size_t answer;
    QString text;
};
std::vector<Mistake> mistakesOf(const Prediction& prediction, const scene::DisplayOptions& display);

} // namespace tcpstage::model
