#include "ui/model/prediction_board.h"

#include "ui/model/commands.h"
#include "ui/model/words.h"

namespace tcpstage::model {

namespace {

const Text& hintOf(const Prediction& prediction, bool presenting)
{
    if (!prediction.question) return wording::predictIdle;
    if (prediction.plays()) return prediction.refused ? wording::playIncomplete : wording::playHint;
    if (prediction.refused) return wording::predictNoNumber;
    if (prediction.typing) return wording::predictType;
    if (prediction.counting) return presenting ? wording::predictCountPresenting : wording::predictCount;
    if (presenting && !is_number(prediction.question->asked)) return wording::predictChoosePresenting;
    if (presenting) return wording::predictChooseOrTypePresenting;
    return predict::is_number(prediction.question->asked) ? wording::predictChooseOrType : wording::predictChoose;
}

} // namespace

const Text& whyNoAnswer(const Model& model)
{
    const Prediction& now = model.prediction;
    if (!now.on) return wording::reviewStands;
    if (now.answered) return now.plays() ? wording::playAnswered : wording::predictAnswered;
    return hintOf(now, model.presenting);
}

scene::Board boardOf(const Model& model)
{
    const Prediction& now = model.prediction;
    const Language language = model.language();
    scene::Board board;
    board.score = scoreText(now, language);
    if (now.reviewing && !now.on) {
        board.score = say(wording::reviewTitle, language, {board.score});
        for (const Mistake& mistake : mistakesOf(now, model.display))
            board.review << QStringLiteral("%1. ").arg(board.review.size() + 1) + mistake.text;
        const QString none = noMistakesText(now, language);
        if (board.review.isEmpty() && !none.isEmpty()) board.review << none;
        const std::vector<std::size_t> pages = scene::reviewPages(board.review);
        if (now.page < pages.size()) board.from = pages[now.page];
        if (now.page + 1 < pages.size()) board.until = pages[now.page + 1];
        board.hint = afterReviewText(model);
        return board;
    }
    const predict::Score sum = predict::score(*now.answers);
    if (sum.right + sum.wrong + sum.hands == 0) board.score.clear(); // nothing to count yet
    board.question = now.question.get();
    board.verdict = now.verdict ? &*now.verdict : nullptr;
    board.answered = now.answered;
    board.counting = now.counting;
    board.hands = now.hands;
    board.hand = now.hand;
    if (now.plays() && now.question) {
        board.draft = scene::DraftBoard{now.flags, {}, now.field, now.ruling.get(), {}};
        QStringList more{QString::fromStdString(now.reply[language])};
        if (now.waited) more << say(wording::playAgain, language);
        board.draft->more = more.join(u' ').trimmed();
        for (std::size_t i = 0; i < now.fields.size(); ++i)
            board.draft->fields[i] = QString::fromStdString(now.fields[i]);
    }
    board.typing = now.typing;
    board.typed = QString::fromStdString(now.typed);
    board.hint = say(hintOf(now, model.presenting), language);
    board.button = say(now.stands() ? wording::predictShow : wording::predictNext, language);
    return board;
}

QString afterReviewText(const Model& model)
{
    constexpr Text goesOn{"The next step goes on with the run. Esc closes this review.",
                          "按下一步继续这次运行。按 Esc 关闭这份回顾。"};
    constexpr Text whole{"The next step shows the whole run. Esc closes this review.",
                         "按下一步显示整个过程。按 Esc 关闭这份回顾。"};
    constexpr Text over{"This was the last step. Esc closes this review.", "这是最后一步。按 Esc 关闭这份回顾。"};
    if (!model.staged) return {};
    const bool ended = model.staged->stepsUntil(model.goal()) >= model.staged->stepCount();
    return say(!ended ? goesOn : hasLastPage(model) && !model.lastPage ? whole : over, model.language());
}

bool turnReview(Model& model, bool forward)
{
    Prediction& now = model.prediction;
    if (!model.presenting || !now.reviewing || now.on || model.lastPage) return false;
    if (!forward && now.page == 0) return false;
    if (forward && now.page + 1 >= scene::reviewPages(boardOf(model).review).size()) return false;
    now.page = forward ? now.page + 1 : now.page - 1;
    return true;
}

scene::StageTime panelTime(const Model& model)
{
    const Prediction& now = model.prediction;
    if (!now.stands() || !model.staged || now.question->step == now.question->head) return model.time;
    return std::max(scene::StageTime{}, model.staged->timeMap.at(now.question->head) - scene::StageTime{1});
}

} // namespace tcpstage::model
