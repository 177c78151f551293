#pragma once
// Prediction: what is asked before each step, what was answered, and what the board says of it.

#include "core/predict/answers.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/staged/staged_run.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::model {

enum class AskFor : std::uint8_t { Mixed, Flags, Seq, Ack, Window, State, BeLeft, BeRight };
inline constexpr std::size_t ask_for_count = 8;

struct Prediction {
    bool on = false;
    AskFor asks = AskFor::Mixed;
    bool counting = false;                             // hands of a class, instead of one person's answer
    std::shared_ptr<const predict::Question> question; // it stands, or was answered just now
    const scene::StagedRun* of = nullptr;              // the story that it is about; only compared
    bool answered = false;                             // its step has been played
    scene::StageTime shownAt{};                        // where the stage stands then
    std::optional<predict::Verdict> verdict;
    predict::Hands hands{};
    std::size_t hand = 0;
    bool typing = false;
    bool refused = false; // what was typed is no number
    std::string typed;
    // Of who is the TCP of one end: the segment that is put together.
    tcp::Flags flags{};
    std::array<std::string, 3> fields; // digits: seq, ack, octets of payload
    std::size_t field = 0;
    std::shared_ptr<const be_tcp::Ruling> ruling;
    OwnedText reply{};        // what the peer would make of an illegal segment; empty: not known, or not yet
    std::uint64_t awaits = 0; // ticket of the reply that is being found out; 0: none is
    bool waited = false;      // it was said that waiting is wrong
    std::optional<predict::Verdict> firstMistake;
    std::string firstGiven;
    trace::RecordId askedHead = trace::no_record; // what follows from it was asked
    trace::TransitId askedTransit = trace::no_transit;
    std::shared_ptr<const std::vector<predict::Answered>> answers =
        std::make_shared<const std::vector<predict::Answered>>();
    bool reviewing = false; // it is over

    bool stands() const { return on && question && !answered; }
    /// The end that is played.
    std::optional<trace::Side> plays() const
    {
        if (asks < AskFor::BeLeft) return {};
        return asks == AskFor::BeLeft ? trace::Side::Left : trace::Side::Right;
    }
    bool shows() const { return on || reviewing; }
};

// What is done to it.
struct ChooseAsked { // what is predicted
    AskFor asks;
};
struct AnswerChoice {
    std::size_t choice;
};
struct AnswerKey { // see takes()
    char key;
};
struct Revisit { // the moment of an answer
    std::size_t answer;
};
struct SaveAnswersTo {
    std::string path;
};

/// Whether this key answers a question now: 'A'-'D', '0'-'9', '+', '-', '\b', '\n'.
bool takes(const Prediction& prediction, char key);
/// The key that does what a mark of the editor does; 0: none.
char keyOf(std::uint32_t mark);
inline constexpr char first_field = 1; // "keys" that only marks have: into this field
/// "7 of 9 right"
QString scoreText(const Prediction& prediction, Language language);
/// One line for each mistake, and which answer it is.
struct Mistake {
    std::size_t answer;
    QString text;
};
std::vector<Mistake> mistakesOf(const Prediction& prediction, const scene::DisplayOptions& display);

} // namespace tcpstage::model
