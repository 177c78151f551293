#pragma once
// The folder with unsaved work, in the user's data folder: one file for each visit to a lesson. Two windows never
// overwrite each other's files; the oldest files are removed. May be used from two threads.

#include "ui/model/kept/work_text.h"
#include "ui/model/request.h"

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

    /// Writes the work, or removes the file if there is none any more. Errors: the folder or the file cannot be
    /// written.
    Result<void> keep(const model::Work& work);
    /// Puts aside the files that this program kept or recalled for a source, so that they are not recalled again.
    void discard(const std::string& source);
    /// Everything kept for a source, merged. A damaged file is put aside.
    model::Recalled recall(const model::LoadSource& request, const model::StagedRunPtr& lesson,
                           const std::stop_token& stop);
    /// The title of the lesson; empty if nothing is kept for it.
    std::optional<OwnedText> titleOf(const std::string& source) const;

private:
    struct File {
        std::string path;
        std::size_t hash = 0; // of the content that this program read or wrote last
    };
    struct Kept {
        File file;
        model::KeptWork work;
    };
    QFileInfoList filesOf(const std::string& source) const;
    std::string newPath(const model::Work& work) const;
    std::optional<std::size_t> hashOf(const std::string& path) const;
    /// The file for this visit: its own, unless another window has changed that.
    std::string placeOf(const model::Work& work);
    Result<void> write(const model::Work& work, const std::string& text);
    /// Removes the files that were merged into `work`, which has its own file now.
    void removeRecalled(const model::Work& work, const std::string& except);
    void removeOldest(const std::string& except) const;
    std::vector<Kept> read(const std::string& source, OwnedText& trouble);
    OwnedText putAside(const std::string& path, const Error& error);

    QString folder_;
    std::mutex mutex_;
    std::map<std::uint64_t, File> files_;               // by desk
    std::map<std::string, std::vector<File>> recalled_; // by source, until it is written again
    std::set<std::string> damaged_;                     // already reported
};

} // namespace tcpstage::widgets
