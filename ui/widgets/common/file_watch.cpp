#include "ui/widgets/common/file_watch.h"

#include "core/base/files.h"

#include <QEvent>
#include <QFileInfo>
#include <QWidget>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr std::size_t mostText = 1 << 20; // size of a lesson

} // namespace

FileWatch::FileWatch(model::Store& store, QWidget* window) : QObject{window}, store_{store}
{
    window->installEventFilter(this);
    connect(&store_, &model::Store::changed, this, &FileWatch::follow);
}

FileWatch::Stamp FileWatch::stampNow() const
{
    const QFileInfo file{QString::fromStdString(store_.model().source)};
    return file.isFile() ? Stamp{file.lastModified(), file.size()} : Stamp{};
}

void FileWatch::follow(const model::Model& before)
{
    const model::Model& now = store_.model();
    const bool opened = before.loading && !before.loading->keepsMoment && !now.loading;
    if (before.source != now.source || before.desk.number != now.desk.number || opened) stamp_ = stampNow();
}

void FileWatch::view()
{
    const Stamp now = stampNow();
    if (stamp_.size < 0 || now.size < 0 || now == std::exchange(stamp_, now)) return;
    const std::string& source = store_.model().source;
    ReadLimits limits;
    limits.most_bytes = mostText;
    const bool lesson = source.ends_with(".yaml") || source.ends_with(".yml");
    store_.dispatch(
        model::SourceChanged{lesson ? read_whole_file(source, limits).value_or(std::string{}) : std::string{}});
}

bool FileWatch::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::WindowActivate) view();
    return QObject::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
