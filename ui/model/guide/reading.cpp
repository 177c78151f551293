#include "ui/model/guide/reading.h"

#include "ui/scene/words/caption.h"

#include <algorithm>

namespace tcpstage::model {

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

double readingSeconds(const Model& model, scene::StageTime time)
{
    QString text;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !model.staged->beside) break;
        const scene::Caption said = scene::caption(model.staged->half(which), time, model.display);
        text += said.title + u' ' + said.text + u' ';
    }
    return readingSeconds(text);
}

} // namespace tcpstage::model
