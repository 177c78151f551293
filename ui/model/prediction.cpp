#include "ui/model/prediction.h"

#include "core/trace/spoken_name.h"
#include "ui/model/words.h"
#include "ui/scene/marks/display_options.h"

namespace tcpstage::model {

namespace {

/// No question was answered, neither by one person nor by raised hands.
bool isUnanswered(const predict::Score& score) { return score.right + score.wrong + score.hands == 0; }

QString givenText(const predict::Answered& answer, const scene::DisplayOptions& display)
{
    if (!answer.right.empty()) return QString::fromStdString(answer.given);
    if (answer.verdict) return scene::valueText(answer.verdict->given, answer.question.asked, display);
    return say(wording::reviewHands, display.language,
               {QString::number(answer.hands_right()), QString::number(answer.hands_raised())});
}

} // namespace

bool takes(const Prediction& prediction, char key, bool presenting)
{
    if (!prediction.stands()) return false;
    if (prediction.plays()) {
        constexpr std::string_view all = "SAFRW^v0123456789\b\n";
        return all.find(key) != std::string_view::npos || (key >= first_field && key < first_field + 3);
    }
    if (key == '^' || key == 'v') return prediction.counting;
    if (key == 'S' || key == 'F' || key == 'R' || key == 'W') return false;
    const auto letter = static_cast<std::size_t>(key - 'A');
    if (letter < 4) return !presenting && letter < prediction.question->choices.size();
    if (key == '\n' || key == '\b') return prediction.typing || prediction.counting;
    const bool number = predict::is_number(prediction.question->asked);
    if (key == '+' || key == '-') return number && !prediction.counting;
    if (key >= '1' && key <= '4') return true;
    return number || prediction.counting;
}

bool reserves(const Prediction& prediction, char key, bool presenting)
{
    constexpr std::string_view ofChoice = "ABCD0123456789+-";
    if (!prediction.on) { // one answer too many; in the window digits choose a view of the moment that is reviewed
        const std::string_view late = presenting ? "ACD0123456789+-" : "ABCD";
        return prediction.reviewing && late.find(key) != std::string_view::npos;
    }
    constexpr std::string_view ofPlay = "SAFRW0123456789";
    if (!prediction.plays() && presenting && key == 'B') return false;
    return (prediction.plays() ? ofPlay : ofChoice).find(key) != std::string_view::npos;
}

char keyOf(std::uint32_t mark)
{
    constexpr std::string_view keys{"SAFR\1\2\3\nW", 9};
    const std::uint32_t first = static_cast<std::uint32_t>(scene::DraftMark::Syn);
    return mark >= first && mark - first < keys.size() ? keys[mark - first] : '\0';
}

QString scoreText(const Prediction& prediction, Language language)
{
    const predict::Score sum = predict::score(*prediction.answers);
    if (prediction.answers->empty()) return {};
    if (isUnanswered(sum)) return say(wording::predictNone, language);
    QStringList parts;
    if (sum.hands == 0 || sum.right + sum.wrong > 0)
        parts << say(wording::predictScore, language,
                     {QString::number(sum.right), QString::number(sum.right + sum.wrong)});
    if (sum.hands > 0)
        parts << say(wording::predictHandsScore, language,
                     {QString::number(sum.hands_right), QString::number(sum.hands)});
    if (sum.shown > 0) parts << say(wording::predictOpen, language, {QString::number(sum.shown)});
    return parts.join(QStringLiteral("  ·  "));
}

std::vector<Mistake> mistakesOf(const Prediction& prediction, const scene::DisplayOptions& display)
{
    std::vector<Mistake> found;
    const auto& answers = *prediction.answers;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const predict::Answered& answer = answers[i];
        const bool open = !answer.verdict && answer.hands_raised() == 0;
        if (!answer.is_mistake() && !open) continue;
        const predict::Question& asked = answer.question;
        const OwnedText& reason = answer.verdict ? answer.verdict->reason : asked.answer().reason;
        QStringList parts{QString::number(answer.number), say(trace::spoken(answer.endpoint), display.language),
                          scene::inLanguage(predict::label(asked.asked), display.language)};
        if (!open) parts << givenText(answer, display);
        parts << (answer.right.empty() ? scene::valueText(asked.answer().value, asked.asked, display)
                                       : QString::fromStdString(answer.right))
              << QString::fromStdString(reason[display.language]);
        found.push_back({i, say(open ? wording::reviewOpen : wording::reviewItem, display.language, parts)});
    }
    return found;
}

QString noMistakesText(const Prediction& prediction, Language language)
{
    return isUnanswered(predict::score(*prediction.answers)) ? QString{} : say(wording::reviewNone, language);
}

} // namespace tcpstage::model
