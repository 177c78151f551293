#include "ui/widgets/stage/end_switch.h"

#include "ui/model/words.h"
#include "ui/scene/words/labels.h"

namespace tcpstage::widgets {

EndSwitch::EndSwitch()
{
    setObjectName(QStringLiteral("endSwitch"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

void EndSwitch::apply(const model::Model& model, trace::Side other)
{
    if (!model.staged) return;
    const QString name = scene::endTitle(model.staged->trace(), other, model.display);
    setText(model::say(wording::showOtherEnd, model.language(), {name}));
    setToolTip(model::say(wording::noRoomForBoth, model.language()));
    setAccessibleName(text());
}

} // namespace tcpstage::widgets
