#include "ui/widgets/details/variable_list.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <QStringList>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr QLatin1String variableLink{"variable:"};
constexpr qsizetype mostBeside = 9; // letters of a value that leave room for a second column

QString cell(const QString& words, const QString& link, const QString& colour, bool bold)
{
    QString text = words.toHtmlEscaped();
    if (bold) text = QStringLiteral("<b>%1</b>").arg(text);
    if (!link.isEmpty()) text = QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>").arg(link, colour, text);
    return QStringLiteral("<td>%1</td>").arg(text);
}

bool hasTcb(const scene::StagedRun& run, trace::Side side)
{
    return !run.trace().is_scripted(side) && !run.trace().endpoint(side).without.tcp;
}

} // namespace

scene::Ref orItsState(const model::Model& model, const scene::Ref& ref)
{
    if (ref.kind != scene::Ref::Kind::Endpoint) return ref;
    const scene::StagedRun& run = model.staged->half(ref.run);
    if (!hasTcb(run, ref.side)) return {};
    const tcp::State state = run.trace().at(ref.side, run.timeMap.moment(model::panelTime(model))).state;
    return {scene::Ref::Kind::State, ref.side, static_cast<std::uint32_t>(state), ref.run};
}

QString variableList(const model::Model& model)
{
    const scene::Ref& ref = model.selection;
    if (ref.kind != scene::Ref::Kind::Variable && ref.kind != scene::Ref::Kind::State) return {};
    const scene::StagedRun& staged = model.staged->half(ref.run);
    if (model.prediction.stands() || !hasTcb(staged, ref.side)) return {};
    const trace::Moment moment = staged.timeMap.moment(model::panelTime(model));
    const tcp::Tcb tcb = staged.trace().at(ref.side, moment);
    const scene::TcbBases bases = scene::basesOf(staged.trace(), ref.side, moment, model.display.numbers);
    std::vector<QString> values;
    for (std::size_t i = 0; i < scene::variable_count; ++i)
        values.push_back(scene::valueOf(static_cast<scene::Variable>(i), tcb, bases, model.display));
    const bool beside = std::ranges::all_of(values, [](const QString& value) { return value.size() <= mostBeside; });
    const QString colour = paint::Theme::named(model.themeName())(scene::Ink::Accent).name();
    const std::size_t columns = beside ? 2 : 1;
    const std::size_t rows = (values.size() + columns - 1) / columns;
    QString table;
    for (std::size_t row = 0; row < rows; ++row) {
        QString line;
        for (std::size_t i = row; i < values.size(); i += rows) {
            const bool selected = ref.kind == scene::Ref::Kind::Variable && ref.id == i;
            line += cell(scene::nameOf(static_cast<scene::Variable>(i)), variableLink + QString::number(i), colour,
                         selected) +
                    cell(values[i], {}, {}, selected);
        }
        table += QStringLiteral("<tr>%1</tr>").arg(line);
    }
    const QString heading = model::say(wording::allVariables, model.language(),
                                       {scene::endpointName(staged.trace().endpoint(ref.side), model.language())});
    return QStringLiteral("<b>%1</b><table cellpadding=\"2\">%2</table>").arg(heading.toHtmlEscaped(), table);
}

std::optional<scene::Variable> variableOfLink(const QString& link)
{
    if (!link.startsWith(variableLink)) return {};
    const unsigned id = link.mid(variableLink.size()).toUInt();
    if (id >= scene::variable_count) return {};
    return static_cast<scene::Variable>(id);
}

} // namespace tcpstage::widgets
