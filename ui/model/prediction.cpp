#include "ui/model/prediction.h"

#include "ui/model/model.h"
#include "ui/model/words.h"

namespace tcpstage {

namespace {

constexpr std::size_t mostReviewed = 5; // on the board of a presentation

const Text& hintOf(const Prediction& prediction)
{
    if (!prediction.question) return wording::predictIdle;
    if (prediction.plays()) return prediction.refused ? wording::playIncomplete : wording::playHint;
    if (prediction.refused) return wording::predictNoNumber;
    if (prediction.typing) return wording::predictType;
    if (prediction.counting) return wording::predictCount;
    return is_number(prediction.question->asked) ? wording::predictChooseOrType : wording::predictChoose;
}

QString givenText(const Answered& answer, const Showing& showing)
{
    if (!answer.right.empty()) return QString::fromStdString(answer.given);
    if (answer.verdict) return valueText(answer.verdict->given, answer.question.asked, showing);
    return say(wording::reviewHands, showing.language,
               {QString::number(answer.hands_right()), QString::number(answer.hands_raised())});
}

} // namespace

bool takes(const Prediction& prediction, char key)
{
    if (!prediction.stands()) return false;
    if (prediction.plays()) {
        constexpr std::string_view all = "SAFRW^v0123456789\b\n";
        return all.find(key) != std::string_view::npos || (key >= first_field && key < first_field + 3);
    }
    if (key == 'S' || key == 'F' || key == 'R' || key == 'W' || key == '^' || key == 'v') return false;
    const auto letter = static_cast<std::size_t>(key - 'A');
    if (letter < 4) return letter < prediction.question->choices.size();
    if (key == '\n' || key == '\b') return prediction.typing || prediction.counting;
    const bool number = is_number(prediction.question->asked);
    if (key == '+' || key == '-') return number && !prediction.counting;
    if (key >= '1' && key <= '4') return true;
    return number || prediction.counting;
}

char keyOf(std::uint32_t mark)
{
    constexpr std::string_view keys{"SAFR\1\2\3\nW", 9};
    const std::uint32_t first = static_cast<std::uint32_t>(DraftMark::Syn);
    return mark >= first && mark - first < keys.size() ? keys[mark - first] : '\0';
}

QString scoreText(const Prediction& prediction, Language language)
{
    const Score sum = score(*prediction.answers);
    if (prediction.answers->empty()) return {};
    QStringList parts;
    if (sum.hands == 0 || sum.right + sum.wrong > 0)
        parts << say(wording::predictScore, language,
                     {QString::number(sum.right), QString::number(sum.right + sum.wrong)});
    if (sum.hands > 0)
        parts << say(wording::predictHandsScore, language,
                     {QString::number(sum.hands_right), QString::number(sum.hands)});
    return parts.join(QStringLiteral("  ·  "));
}

std::vector<Mistake> mistakesOf(const Prediction& prediction, const Showing& showing)
{
    std::vector<Mistake> found;
    const auto& answers = *prediction.answers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const Answered& answer = answers[i];
        if (!answer.is_mistake()) continue;
        const Question& asked = answer.question;
        const OwnedText& reason = answer.verdict ? answer.verdict->reason : asked.answer().reason;
        found.push_back({i, say(wording::reviewItem, showing.language,
                                {QString::number(answer.number), QString::fromStdString(answer.endpoint),
                                 inLanguage(label(asked.asked), showing.language), givenText(answer, showing),
                                 answer.right.empty() ? valueText(asked.answer().value, asked.asked, showing)
                                                      : QString::fromStdString(answer.right),
                                 QString::fromStdString(reason[showing.language])})});
    }
    return found;
}

Board boardOf(const Model& model)
{
    const Prediction& now = model.prediction;
    const Language language = model.language();
    Board board;
    board.score = scoreText(now, language);
    if (now.reviewing && !now.on) {
        board.score = say(wording::reviewTitle, language, {board.score});
        for (const Mistake& mistake : mistakesOf(now, model.showing))
            if (board.review.size() < static_cast<qsizetype>(mostReviewed)) board.review << mistake.text;
        if (board.review.isEmpty()) board.review << say(wording::reviewNone, language);
        return board;
    }
    board.question = now.question.get();
    board.verdict = now.verdict ? &*now.verdict : nullptr;
    board.answered = now.answered;
    board.counting = now.counting;
    board.hands = now.hands;
    board.hand = now.hand;
    if (now.plays() && now.question) {
        board.draft = DraftBoard{now.flags, {}, now.field, now.ruling.get(), {}};
        QStringList more{QString::fromStdString(now.reply[language])};
        if (now.waited) more << say(wording::playAgain, language);
        board.draft->more = more.join(u' ').trimmed();
        for (std::size_t i = 0; i < now.fields.size(); ++i)
            board.draft->fields[i] = QString::fromStdString(now.fields[i]);
    }
    board.typing = now.typing;
    board.typed = QString::fromStdString(now.typed);
    board.hint = say(hintOf(now), language);
    board.button = say(now.stands() ? wording::predictShow : wording::predictNext, language);
    return board;
}

StageTime panelTime(const Model& model)
{
    const Prediction& now = model.prediction;
    if (!now.stands() || !model.story || now.question->step == now.question->head) return model.time;
    return std::max(StageTime{}, model.story->pace.at(now.question->head) - StageTime{1});
}

} // namespace tcpstage
