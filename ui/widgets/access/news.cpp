#include "ui/widgets/access/news.h"

#include "ui/widgets/access/said_access.h"

#include <QAccessibleWidget>

namespace tcpstage::widgets {

namespace {

/// Screen readers say the labels in a notification that is shown.
class NewsAccess : public QAccessibleWidget {
public:
    explicit NewsAccess(News& news) : QAccessibleWidget{&news, QAccessible::Notification}, news_{news} {}
    ~NewsAccess() override { forget(); }

    int childCount() const override { return news_.sentence().isEmpty() ? 0 : 1; }
    QAccessibleInterface* child(int index) const override
    {
        if (index != 0 || news_.sentence().isEmpty()) return nullptr;
        if (said_ != news_.sentence()) {
            forget();
            said_ = news_.sentence();
            label_ = QAccessible::registerAccessibleInterface(new SaidAccess{news_, QAccessible::StaticText, said_});
        }
        return QAccessible::accessibleInterface(label_);
    }
    int indexOfChild(const QAccessibleInterface* child) const override
    {
        return label_ != 0 && QAccessible::accessibleInterface(label_) == child ? 0 : -1;
    }
    QAccessible::State state() const override { return {}; }

private:
    void forget() const
    {
        if (label_ != 0) QAccessible::deleteAccessibleInterface(label_);
        label_ = 0;
        said_.clear();
    }

    News& news_;
    mutable QString said_;
    mutable QAccessible::Id label_ = 0;
};

QAccessibleInterface* makeNews(const QString&, QObject* object)
{
    auto* news = qobject_cast<News*>(object);
    return news ? new NewsAccess{*news} : nullptr;
}

} // namespace

News::News(QWidget& parent) : QWidget{&parent}
{
    static const bool known = (QAccessible::installFactory(makeNews), true);
    static_cast<void>(known);
    hide();
}

void News::say(const QString& sentence)
{
    sentence_ = sentence;
    QAccessibleEvent event{this, QAccessible::ObjectShow};
    QAccessible::updateAccessibility(&event);
}

} // namespace tcpstage::widgets
