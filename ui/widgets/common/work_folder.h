#pragma once
// The folder of the user's data in which unsaved work is kept: one file for each visit to a lesson. Two windows never
// write over each other; the oldest files are removed. May be used from two threads.

#include "ui/model/request.h"
#include "ui/model/work_text.h"

#include <QFileInfoList>
#include <QString>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>

namespace tcpstage::widgets {

class WorkFolder {
public:
    explicit WorkFolder(QString folder) : folder_{std::move(folder)} {}

    /// Removes the file where there is no work any more. Errors: the folder or the file cannot be written.
    Result<void> keep(const model::Work& work);
    /// What this program kept or recalled of a source becomes a file that is not recalled.
    void discard(const std::string& source);
    /// All that is kept of a source, in one. A damaged file is put aside.
    model::Recalled recall(const model::LoadSource& request, const model::StagedRunPtr& lesson,
                           const std::stop_token& stop);
    /// Of the lesson; empty where nothing is kept of it.
    std::optional<OwnedText> titleOf(const std::string& source) const;

private:
    struct File {
        std::string path;
        std::size_t hash = 0; // of what this program read or wrote last
    };
    struct Kept {
        File file;
        model::KeptWork work;
    };
    QFileInfoList filesOf(const std::string& source) const;
    std::string newPath(const model::Work& work) const;
    std::optional<std::size_t> hashOf(const std::string& path) const;
    /// Where this visit is written: its own file, unless another window has changed that.
    std::string placeOf(const model::Work& work);
    Result<void> write(const model::Work& work, const std::string& text);
    /// Those that were recalled into `work`, which is written elsewhere now.
    void removeRecalled(const model::Work& work, const std::string& except);
    void removeOldest(const std::string& except) const;
    std::vector<Kept> read(const std::string& source, OwnedText& trouble);
    OwnedText putAside(const std::string& path, const Error& error);

    QString folder_;
    std::mutex mutex_;
    std::map<std::uint64_t, File> files_;               // of each desk
    std::map<std::string, std::vector<File>> recalled_; // of each source, until it is written again
    std::set<std::string> damaged_;                     // it was said
};

} // namespace tcpstage::widgets
