#include "ui/widgets/access/stage_voice.h"

#include "ui/model/explain.h"
#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/widgets/access/announcer.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/common/actions.h"
#include "ui/widgets/details/why_text.h"

#include <QAccessible>
#include <QTextDocumentFragment>
#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

using Kind = scene::Ref::Kind;

constexpr std::array toSegments{model::Command::DropSegment,  model::Command::DuplicateSegment,
                                model::Command::DelaySegment, model::Command::CorruptSegment,
                                model::Command::EditSegment,  model::Command::SpareSegment,
                                model::Command::ToCause,      model::Command::ToEffect};
constexpr std::array toOthers{model::Command::ToCause, model::Command::ToEffect};
const QString whyId = QStringLiteral("why");

bool hasWhy(const scene::Ref& ref)
{
    return ref.kind == Kind::Segment || ref.kind == Kind::State || ref.kind == Kind::Variable ||
           ref.kind == Kind::Timer || ref.kind == Kind::Step;
}

std::vector<model::Command> commandsOn(const scene::Ref& ref)
{
    if (ref.kind == Kind::Segment) return {toSegments.begin(), toSegments.end()};
    if (hasWhy(ref)) return {toOthers.begin(), toOthers.end()};
    return {};
}

/// Why a thing is so, or what it is; nothing that would give an answer away.
QString moreOf(const model::Model& model, const scene::Ref& ref)
{
    if (!model.staged || model.prediction.stands()) return {};
    if (!hasWhy(ref)) {
        const auto said = model::explain(model.staged->half(ref.run), ref, model.display);
        return said ? said->text : QString{};
    }
    model::Model asked = model;
    asked.selection = ref;
    QStringList lines = QTextDocumentFragment::fromHtml(whyText(asked)).toPlainText().split(u'\n');
    lines.removeFirst(); // the heading
    return lines.join(u' ');
}

QString idOf(model::Command command)
{
    const std::string_view id = model::info(command).id;
    return QString::fromLatin1(id.data(), static_cast<qsizetype>(id.size()));
}

std::vector<MarkAction> actionsOn(const model::Model& model, const scene::Ref& ref)
{
    std::vector<MarkAction> list;
    if (hasWhy(ref)) list.push_back({whyId, model::say(wording::whyHeading, model.language())});
    for (const model::Command command : commandsOn(ref))
        list.push_back({idOf(command), model::say(model::info(command).words, model.language())});
    return list;
}

void act(model::Store& store, const Actions& actions, Announcer& announcer, const scene::Ref& ref, const QString& id)
{
    if (id == QAccessibleActionInterface::setFocusAction() || id == whyId) {
        announcer.stage().setFocus();
        store.dispatch(model::Select{ref});
        if (id == whyId) announcer.say(moreOf(store.model(), ref));
        return;
    }
    for (const model::Command command : commandsOn(ref))
        if (idOf(command) == id) {
            store.dispatch(model::Select{ref});
            return actions[command]->isEnabled() ? actions[command]->trigger()
                                                 : store.dispatch(command); // says why not
        }
}

} // namespace

Voice stageVoice(model::Store& store, const Actions& actions, Canvas& canvas, Announcer& announcer)
{
    Voice voice;
    voice.language = [&store] { return store.model().language(); };
    voice.marks = [&store, &canvas]() -> std::vector<scene::SpokenMark> {
        const model::Model& model = store.model();
        if (!model.staged || !canvas.isVisible()) return {};
        const bool asks = model.prediction.stands();
        return spokenMarks(canvas.scene(), *model.staged, model::panelTime(model),
                           asks ? scene::whileAsking(model.display) : model.display);
    };
    voice.selection = [&store] { return store.model().selection; };
    voice.hasKeyboard = [&announcer] { return announcer.stage().hasFocus() && announcer.isOnSelection(); };
    voice.more = [&store](const scene::Ref& ref) { return moreOf(store.model(), ref); };
    voice.hasMenu = [](const scene::Ref& ref) {
        return ref.kind == Kind::Segment || ref.kind == Kind::Endpoint || ref.kind == Kind::State ||
               ref.kind == Kind::Variable;
    };
    voice.actions = [&store](const scene::Ref& ref) { return actionsOn(store.model(), ref); };
    voice.act = [&store, &actions, &announcer](const scene::Ref& ref, const QString& id) {
        act(store, actions, announcer, ref, id);
    };
    return voice;
}

Voice detailsVoice(model::Store& store, Canvas& canvas)
{
    Voice voice;
    voice.language = [&store] { return store.model().language(); };
    voice.marks = [&store, &canvas]() -> std::vector<scene::SpokenMark> {
        const model::Model& model = store.model();
        if (!model.staged || !canvas.isVisible()) return {};
        auto marks = spokenMarks(canvas.scene(), model.staged->half(model.selection.run), model.time, model.display);
        for (scene::SpokenMark& mark : marks)
            if (mark.ref.kind == Kind::Segment) mark.value.clear(); // its header is the same at any time
        return marks;
    };
    voice.more = [&store](const scene::Ref& ref) { return moreOf(store.model(), ref); };
    return voice;
}

Voice boardVoice(model::Store& store, Canvas& canvas)
{
    Voice voice;
    voice.language = [&store] { return store.model().language(); };
    voice.marks = [&store, &canvas]() -> std::vector<scene::SpokenMark> {
        if (!canvas.isVisible()) return {};
        std::vector<scene::SpokenMark> marks = scene::spokenMarks(canvas.scene());
        const model::Model& model = store.model();
        constexpr auto firstFlag = static_cast<std::uint32_t>(scene::DraftMark::Syn);
        for (scene::SpokenMark& mark : marks)
            if (mark.ref.id >= firstFlag && mark.ref.id < firstFlag + scene::draft_flags.size())
                mark.value = model::say(model.prediction.flags.has(scene::draft_flags[mark.ref.id - firstFlag])
                                            ? wording::spokenOn
                                            : wording::spokenOff,
                                        model.language());
        return marks;
    };
    return voice;
}

} // namespace tcpstage::widgets
