#include "ui/model/guide/spoken.h"

#include "ui/model/commands.h"
#include "ui/model/explain.h"
#include "ui/model/guide/last_page.h"
#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/scene/words/present_values.h"

#include <QStringList>

namespace tcpstage::model {

namespace {

/// One after another, each ended.
QString sentences(const QStringList& parts, Language language)
{
    QString all;
    for (QString part : parts) {
        part = part.trimmed();
        if (part.isEmpty()) continue;
        if (!all.isEmpty() && language == Language::English) all += u' ';
        all += part;
        if (!QStringLiteral(".?!。？！:：").contains(part.back()))
            all += language == Language::English ? QStringLiteral(".") : QStringLiteral("。");
    }
    return all;
}

/// "SYN, ACK, seq 300, ack 101; now: ack".
QString draftText(const scene::DraftBoard& draft, Language language)
{
    constexpr std::array<Text, 3> names{Text{"seq", "seq"}, {"ack", "ack"}, {"octets", "字节数"}};
    tcp::Segment segment;
    segment.flags = draft.flags;
    QStringList parts{draft.flags == tcp::Flags{} ? say(wording::spokenNoFlags, language) : scene::titleOf(segment)};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!draft.fields[i].isEmpty()) parts << say(names[i], language) + u' ' + draft.fields[i];
    return say(wording::spokenDraft, language,
               {parts.join(language == Language::English ? QStringLiteral(", ") : QStringLiteral("，")),
                say(names[std::min(draft.field, names.size() - 1)], language)});
}

QString spokenBoard(const Model& model)
{
    const Language language = model.language();
    const scene::Board board = boardOf(model);
    if (!board.question) return sentences(QStringList{board.score} + board.review + QStringList{board.hint}, language);
    if (board.answered) return sentences({scene::verdictText(board, model.display), board.score}, language);
    if (board.draft && (board.draft->flags != tcp::Flags{} || !board.draft->fields[0].isEmpty() ||
                        !board.draft->fields[1].isEmpty() || !board.draft->fields[2].isEmpty() || board.draft->ruling))
        return sentences({board.draft->ruling ? scene::rulingText(*board.draft, model.display) : QString{},
                          draftText(*board.draft, language), model.prediction.refused ? board.hint : QString{}},
                         language);
    if (board.typing) return sentences({board.typed.isEmpty() ? board.hint : board.typed}, language);
    return sentences({scene::boardText(board, model.display), board.hint}, language);
}

bool isSameQuiz(const Prediction& a, const Prediction& b)
{
    return a.on == b.on && a.question == b.question && a.answered == b.answered && a.typing == b.typing &&
           a.refused == b.refused && a.typed == b.typed && a.flags == b.flags && a.fields == b.fields &&
           a.field == b.field && a.ruling == b.ruling && a.reply == b.reply && a.waited == b.waited &&
           a.answers == b.answers && a.reviewing == b.reviewing && a.page == b.page && a.counting == b.counting;
}

} // namespace

QString spokenNow(const Model& model)
{
    if (!model.staged) return {};
    const Prediction& quiz = model.prediction;
    if ((quiz.on && quiz.question) || (quiz.reviewing && !quiz.on && !model.lastPage)) return spokenBoard(model);
    if (model.lastPage) {
        const scene::Caption said = lastPageCaption(model);
        return sentences({said.title, said.text}, model.language());
    }
    QString said = scene::spokenCaption(*model.staged, model.goal(), model.display);
    if (quiz.on) return said; // values of a plot would give answers away
    const QString values = scene::presentValues(*model.staged, model.goal(), model.display);
    if (!values.isEmpty() && model.language() == Language::English) said += u' ';
    return said + values;
}

QString spokenView(const Model& model)
{
    QStringList parts{say(info(commandOf(model.display.view)).words, model.language())};
    if (model.staged && !model.prediction.on) parts << scene::presentValues(*model.staged, model.goal(), model.display);
    return sentences(parts, model.language());
}

bool mayBeSpoken(const Model& model, const Model& before)
{
    if (!model.staged) return false;
    if (model.staged != before.staged || !(model.display == before.display) || model.lastPage != before.lastPage ||
        !isSameQuiz(model.prediction, before.prediction))
        return true;
    if (model.goal() == before.goal()) return false;
    return model.staged->stepsUntil(model.goal()) != before.staged->stepsUntil(before.goal());
}

QString spokenNews(const Model& model, const Model& before)
{
    const bool notice = model.notice && (!before.notice || !(before.notice->sentence == model.notice->sentence) ||
                                         before.notice->again != model.notice->again);
    if (notice) return sentences({say(model.notice->sentence, model.language())}, model.language());
    const QString branch = branchSign(model);
    return branch == branchSign(before) ? QString{} : sentences({branch}, model.language());
}

} // namespace tcpstage::model
