#pragma once
// The files of what is drawn by hand: NAME.drawing.json beside a lesson's file or an hour's, and a folder of the user's
// data for built-in lessons and for what cannot be written there. Two windows do not overwrite each other's strokes,
// and a file that cannot be read is left as it is. Of one thread at a time.

#include "ui/model/drawing/drawing_actions.h"
#include "ui/scene/drawing/drawing_text.h"

#include <QString>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::widgets {

class DrawingFolder {
public:
    explicit DrawingFolder(QString folder) : folder_{std::move(folder)} {}

    /// The strokes of a lesson, or of it in an hour; there those of the lesson, until the hour has its own. Errors: a
    /// file that cannot be read.
    Result<std::vector<scene::PenStrokePtr>> read(const model::DrawingPlace& place);
    /// Replaces them in the file, but for strokes that another window has drawn since they were read. Errors: no file
    /// can be written.
    Result<void> keep(const model::KeepDrawing& request);

private:
    /// A file that may have strokes of a place, and how that is named in it.
    struct File {
        QString begin; // of its path, before ".drawing.json"
        std::string lesson;
    };
    struct Content {
        std::string path;
        std::vector<scene::LessonDrawing> drawings;
    };
    File ownFile(const std::string& source) const;
    File wantedFile(const model::DrawingPlace& place) const;
    /// The file that is there and can be read, or else the name that is free. `trouble`: of the first that cannot.
    static Content contentOf(const File& file, std::optional<Error>& trouble);
    Result<std::optional<std::vector<scene::PenStrokePtr>>> strokesIn(const File& file);
    Result<void> write(const File& file, const model::KeepDrawing& request);

    QString folder_;
    std::map<std::string, std::vector<scene::PenStrokePtr>> seen_; // by path and lesson: read or written last
};

} // namespace tcpstage::widgets
