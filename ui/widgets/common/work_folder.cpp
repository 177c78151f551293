#include "ui/widgets/common/work_folder.h"

#include "core/base/files.h"
#include "core/base/say.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

namespace tcpstage::widgets {

namespace {

constexpr qsizetype mostFiles = 50;
constexpr qsizetype mostAside = 10; // damaged or discarded files
constexpr int hashLength = 20;

QString prefixOf(const std::string& source)
{
    const QByteArray hash = QCryptographicHash::hash(QByteArray::fromStdString(source), QCryptographicHash::Sha1);
    return QString::fromLatin1(hash.toHex().left(hashLength)) + QLatin1Char{'-'};
}

Result<std::string> readFile(const std::string& path)
{
    ReadLimits limits;
    limits.most_bytes = model::most_kept_bytes;
    return read_whole_file(path, limits);
}

std::size_t hash(const std::string& text) { return std::hash<std::string>{}(text); }

Result<void> cannotKeep(const QString& folder, const OwnedText& reason)
{
    return fail(
        say({"unsaved work cannot be kept in {}: {}", "未保存的工作无法保留在 {}：{}"}, folder.toStdString(), reason),
        {}, {"it is in this window only, so save it (Ctrl+S)", "它只在此窗口中，请自行保存（Ctrl+S）"});
}

void remove(const std::string& path) { QDir{}.remove(QString::fromStdString(path)); }

bool rename(const std::string& path, const QString& to)
{
    QDir{}.remove(to);
    return QDir{}.rename(QString::fromStdString(path), to);
}

} // namespace

QFileInfoList WorkFolder::filesOf(const std::string& source) const
{
    return QDir{folder_}.entryInfoList({prefixOf(source) + QStringLiteral("*.work")}, QDir::Files, QDir::Time);
}

std::string WorkFolder::newPath(const model::Work& work) const
{
    const QString begin = QStringLiteral("%1/%2%3-%4")
                              .arg(folder_, prefixOf(work.source))
                              .arg(QCoreApplication::applicationPid())
                              .arg(work.desk.number);
    QString path = begin + QStringLiteral(".work");
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = begin + QStringLiteral("-%1.work").arg(i);
    return path.toStdString();
}

std::optional<std::size_t> WorkFolder::hashOf(const std::string& path) const
{
    if (!QFileInfo::exists(QString::fromStdString(path))) return {};
    const Result<std::string> text = readFile(path);
    return text ? hash(*text) : 0;
}

std::string WorkFolder::placeOf(const model::Work& work)
{
    auto own = files_.find(work.desk.number);
    auto& recalled = recalled_[work.source];
    if (own == files_.end() && work.desk.recalled && !recalled.empty()) {
        own = files_.emplace(work.desk.number, recalled.front()).first;
        recalled.erase(recalled.begin());
    }
    if (own == files_.end()) return newPath(work);
    const auto found = hashOf(own->second.path);
    return !found || *found == own->second.hash ? own->second.path : newPath(work);
}

Result<void> WorkFolder::keep(const model::Work& work)
{
    const std::string text = model::hasWork(work) ? model::toText(model::keptOf(work)) : std::string{};
    const std::scoped_lock lock{mutex_};
    if (!text.empty()) return write(work, text);
    if (const auto own = files_.find(work.desk.number); own != files_.end()) {
        if (hashOf(own->second.path) == own->second.hash) remove(own->second.path);
        files_.erase(own);
    }
    removeRecalled(work, {});
    return {};
}

Result<void> WorkFolder::write(const model::Work& work, const std::string& text)
{
    if (text.size() > model::most_kept_bytes) return cannotKeep(folder_, {"there is too much of it", "内容太多"});
    if (!QDir{}.mkpath(folder_)) return cannotKeep(folder_, {"the folder cannot be made", "无法创建该文件夹"});
    std::error_code ignored;
    std::filesystem::permissions(folder_.toStdString(), std::filesystem::perms::owner_all, ignored);
    const std::string path = placeOf(work);
    const std::size_t now = hash(text);
    if (hashOf(path) == now) return {};
    if (const Result<void> written = write_whole_file(path, text); !written)
        return cannotKeep(folder_, written.error().what);
    files_[work.desk.number] = {path, now};
    removeRecalled(work, path);
    removeOldest(path);
    return {};
}

void WorkFolder::removeRecalled(const model::Work& work, const std::string& except)
{
    if (!work.desk.recalled) return;
    for (const File& file : std::exchange(recalled_[work.source], {}))
        if (file.path != except && hashOf(file.path) == file.hash) remove(file.path);
}

void WorkFolder::removeOldest(const std::string& except) const
{
    const auto removeFrom = [&](const QStringList& names, qsizetype most) {
        const QFileInfoList files = QDir{folder_}.entryInfoList(names, QDir::Files, QDir::Time);
        for (qsizetype i = most; i < files.size(); ++i)
            if (files[i].filePath().toStdString() != except) QDir{}.remove(files[i].filePath());
    };
    removeFrom({QStringLiteral("*.work")}, mostFiles);
    removeFrom({QStringLiteral("*.damaged"), QStringLiteral("*.discarded")}, mostAside);
}

void WorkFolder::discard(const std::string& source)
{
    const std::scoped_lock lock{mutex_};
    const QString prefix = folder_ + QLatin1Char{'/'} + prefixOf(source);
    int number = 0;
    const auto aside = [&](const File& file) {
        if (hashOf(file.path) != file.hash) return;
        rename(file.path, prefix + QStringLiteral("%1.discarded").arg(number++));
    };
    for (const File& file : std::exchange(recalled_[source], {}))
        aside(file);
    std::erase_if(files_, [&](const auto& entry) {
        if (!QString::fromStdString(entry.second.path).startsWith(prefix)) return false;
        aside(entry.second);
        return true;
    });
}

OwnedText WorkFolder::putAside(const std::string& path, const Error& error)
{
    const QString to = QString::fromStdString(path).chopped(4) + QStringLiteral("damaged");
    const bool first = damaged_.insert(path).second;
    if (rename(path, to)) {
        Error there = error;
        there.where.file = to.toStdString();
        return there.sentences();
    }
    return first ? error.sentences() : OwnedText{};
}

std::vector<WorkFolder::Kept> WorkFolder::read(const std::string& source, OwnedText& trouble)
{
    const std::scoped_lock lock{mutex_};
    std::vector<Kept> all;
    for (const QFileInfo& info : filesOf(source)) {
        const std::string path = info.filePath().toStdString();
        const Result<std::string> text = readFile(path);
        const Result<model::KeptWork> kept =
            text.and_then([&](const std::string& octets) { return model::readWork(octets, path); });
        if (!kept)
            trouble = putAside(path, kept.error());
        else if (kept->source == source)
            all.push_back({{path, hash(*text)}, *kept});
    }
    return all;
}

model::Recalled WorkFolder::recall(const model::LoadSource& request, const model::StagedRunPtr& lesson,
                                   const std::stop_token& stop)
{
    model::Recalled found;
    std::vector<File> files;
    for (const Kept& kept : read(request.source, found.trouble)) { // runs without the lock, because it may take long
        model::WorkPtr work = model::loadWork(kept.work, lesson, request.timeMap, stop);
        if (stop.stop_requested()) return {};
        if (!work) continue;
        files.push_back(kept.file);
        found.work =
            found.work ? std::make_shared<const model::Work>(model::together(*found.work, *work)) : std::move(work);
    }
    const std::scoped_lock lock{mutex_};
    std::erase_if(files_, [&](const auto& entry) { // visits that the window no longer has
        return std::ranges::find(files, entry.second.path, &File::path) != files.end();
    });
    recalled_[request.source] = std::move(files);
    return found;
}

std::optional<OwnedText> WorkFolder::titleOf(const std::string& source) const
{
    for (const QFileInfo& info : filesOf(source)) {
        const std::string path = info.filePath().toStdString();
        const Result<model::KeptWork> kept =
            readFile(path).and_then([&](const std::string& all) { return model::readWork(all, path); });
        if (kept && kept->source == source) return kept->title;
    }
    return {};
}

} // namespace tcpstage::widgets
