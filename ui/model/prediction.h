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
    std::size_t page = 0;   // of the mistakes, in a presentation

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

/// Whether this key belongs to the current question: 'A'-'D', '0'-'9', '+', '-', '\b', '\n', and '^', 'v' for Up and
/// Down while counting; for the player of one end 'S', 'A', 'F', 'R', 'W', '^', 'v', digits, '\b', '\n' and first_field
/// on. While presenting, letters give no answers, because a clicker sends B for the black screen; '1'-'4' do.
bool takes(const Prediction& prediction, char key, bool presenting);
/// Whether this key triggers no command while the quiz runs, even at a step without a question.
bool reserves(const Prediction& prediction, char key, bool presenting);
/// The key with the effect of a click on this mark (scene::DraftMark) of the board; 0: none.
char keyOf(std::uint32_t mark);
inline constexpr char first_field = 1; // the keys 1, 2 and 3 (not '1') go to the field seq, ack or payload
/// "7 of 9 right", or that no question was answered; empty before the first question.
QString scoreText(const Prediction& prediction, Language language);
/// A mistake or a question that was not answered: the number of the answer and a line of text.
struct Mistake {
    std::size_t answer;
    QString text;
};
std::vector<Mistake> mistakesOf(const Prediction& prediction, const scene::DisplayOptions& display);
/// What a review says in place of mistakes when there is none; empty if no question was answered.
QString noMistakesText(const Prediction& prediction, Language language);

} // namespace tcpstage::model
