#include "ui/widgets/present/audience_menu.h"

#include "ui/model/words.h"
#include "ui/widgets/present/audience_place.h"

#include <QGuiApplication>
#include <QScreen>

namespace tcpstage::widgets {

AudienceMenu::AudienceMenu(model::Store& store, QWidget* parent) : QMenu{parent}, store_{store}
{
    connect(this, &QMenu::aboutToShow, this, &AudienceMenu::list); // displays come and go
    list();
}

void AudienceMenu::retranslate()
{
    setTitle(model::say(wording::audienceMenu, store_.model().language()));
    list();
}

void AudienceMenu::list()
{
    using model::AudienceShape;
    const Language language = store_.model().language();
    clear();
    offer(model::say(wording::audienceOther, language), {});
    for (const QScreen* screen : QGuiApplication::screens())
        offer(model::say(wording::audienceScreen, language, {nameOfScreen(*screen)}),
              {AudienceShape::FullScreen, screen->name().toStdString()});
    addSeparator();
    offer(model::say(wording::audienceWide, language), {AudienceShape::Window16To9, {}});
    offer(model::say(wording::audienceNarrow, language), {AudienceShape::Window4To3, {}});
    offer(model::say(wording::audienceFree, language), {AudienceShape::AnyWindow, {}});
}

void AudienceMenu::offer(const QString& words, const model::Audience& audience)
{
    QString text = words;
    QAction* action = addAction(text.replace(u'&', QStringLiteral("&&")));
    action->setCheckable(true);
    action->setChecked(store_.model().audience == audience);
    connect(action, &QAction::triggered, this, [this, audience] { store_.dispatch(model::SetAudience{audience}); });
}

} // namespace tcpstage::widgets
