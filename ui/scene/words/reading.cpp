#include "ui/scene/words/reading.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr double charactersInASecond = 5;
constexpr double wordsInASecond = 3;
constexpr double forTheStage = 1; // seconds
constexpr double least = 2;
constexpr double most = 25;

} // namespace

double readingSeconds(const QString& text)
{
    int characters = 0;
    int words = 0;
    bool inWord = false;
    for (const QChar letter : text) {
        const bool chinese = letter.script() == QChar::Script_Han;
        characters += chinese ? 1 : 0;
        const bool ofWord = !chinese && !letter.isSpace() && (letter.isLetterOrNumber() || inWord);
        words += ofWord && !inWord ? 1 : 0;
        inWord = ofWord;
    }
    return std::clamp(forTheStage + characters / charactersInASecond + words / wordsInASecond, least, most);
}

} // namespace tcpstage::scene
