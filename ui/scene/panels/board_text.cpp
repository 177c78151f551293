// What a question board says, as text.

#include "ui/scene/panels/question_board.h"

#include <array>

namespace tcpstage::scene {

namespace {

constexpr Text rightWord{"Right.", "正确。"};
constexpr Text notWord{"Not %1: the answer is %2.", "不是 %1，答案是 %2。"};
constexpr Text nothingWord{"Not %1: nothing is sent.", "不是 %1：什么也不发送。"};
constexpr Text somethingWord{"Something is sent: %1.", "要发送报文段：%1。"};
constexpr Text isWord{"Answer: %1.", "答案：%1。"};
constexpr Text isNothingWord{"Answer: nothing is sent.", "答案：什么也不发送。"};
constexpr std::array<const char*, 4> boardLetters{"A", "B", "C", "D"};

QString inWords(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

} // namespace

QString verdictText(const Board& board, const DisplayOptions& display)
{
    if (board.draft && board.draft->ruling) return rulingText(*board.draft, display);
    if (!board.question || !board.answered) return {};
    const predict::Question& asked = *board.question;
    const predict::Guess& right = asked.answer();
    const auto say = [&](const Text& text) { return inLanguage(text, display.language); };
    const QString blank = display.language == Language::English ? QStringLiteral(" ") : QString{};
    const QString answer = valueText(right.value, asked.asked, display);
    const auto source = [&](const std::string& section) {
        return section.empty() ? QString{} : QStringLiteral("  (%1)").arg(QString::fromStdString(section));
    };
    const QString because = blank + inWords(right.reason, display.language) + source(right.section);
    const bool nothing = right.value.silence;
    if (!board.verdict) return (nothing ? say(isNothingWord) : withoutGaps(say(isWord).arg(answer))) + because;
    if (board.verdict->right) return say(rightWord) + because;
    // The answer first, then why it is not the other one.
    const QString given = valueText(board.verdict->given, asked.asked, display);
    const QString begin = nothing                        ? say(nothingWord).arg(given)
                          : board.verdict->given.silence ? say(somethingWord).arg(answer)
                                                         : say(notWord).arg(given, answer);
    return withoutGaps(begin) + blank + inWords(board.verdict->reason, display.language) +
           source(board.verdict->section);
}

QString boardText(const Board& board, const DisplayOptions& display)
{
    QStringList parts;
    if (board.question) {
        parts << inWords(board.question->situation, display.language)
              << inWords(board.question->text, display.language);
        for (std::size_t i = 0; !board.draft && i < board.question->choices.size(); ++i)
            parts << QLatin1String{boardLetters[i]} + QStringLiteral(": ") +
                         valueText(board.question->choices[i].value, board.question->asked, display);
    }
    if (!board.question) parts << board.title << board.text;
    parts << verdictText(board, display) << board.review << board.score;
    const bool english = display.language == Language::English;
    QString all;
    for (const QString& part : parts) {
        if (part.isEmpty()) continue;
        if (!all.isEmpty() && english) all += u' ';
        all += part;
        if (!QStringLiteral(".?!。？！：:").contains(part.back())) all += QString{english ? u'.' : u'。'};
    }
    return all;
}

} // namespace tcpstage::scene
