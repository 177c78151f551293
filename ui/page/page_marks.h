#pragma once
// All marks of a page's pictures, each once, and the things that they represent. A picture is a list of numbers of
// marks. The page's script draws a mark by the numbers written here: see player.js.

#include "ui/page/numbered.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QByteArrayList>
#include <QHash>
#include <vector>

namespace tcpstage::page {

class PageMarks {
public:
    /// `staged` outlives it.
    PageMarks(const scene::StagedRun& staged, const scene::DisplayOptions& display) : staged_{staged}, display_{display}
    {}

    /// The numbers of the marks; new ones are added. The still ones are moved down by `scroll` pixels.
    std::vector<int> numbersOfStill(const scene::Scene& scene, double scroll);
    /// Places are rounded to a tenth of a pixel: so most marks have kept theirs an instant later.
    std::vector<int> numbersOfMoving(const scene::Scene& scene);

    /// A list of lists: see player.js.
    QByteArray marks() const;
    /// The ids of the things, a list; the first is that of nothing.
    QByteArray ids() const;
    /// Their names in a language.
    QByteArray names(Language language) const;

private:
    int thingOf(const scene::Ref& ref);

    const scene::StagedRun& staged_;
    scene::DisplayOptions display_;
    Numbered marks_;
    std::vector<scene::Ref> things_{scene::Ref{}};
    QHash<QString, int> thingNumbers_;
};

/// Pictures that follow each other, each as what differs from the one before.
class PageFrames {
public:
    explicit PageFrames(PageMarks& marks) : marks_{marks} {}

    /// `scroll`: what of the picture is above its top edge; the still marks are kept as if it were not scrolled.
    void add(const scene::Scene& scene, double scroll);
    /// A list of [scroll, change of the still marks, change of the moving marks]. A change is a list of
    /// keep, leave out, count of new ones, their numbers, keep, ...; empty: the same. "0": all is the same.
    QByteArray json() const;

private:
    static QByteArray change(std::vector<int>& before, std::vector<int> now);

    PageMarks& marks_;
    std::vector<int> still_;
    std::vector<int> moving_;
    QByteArray scroll_ = "0";
    QByteArrayList frames_;
};

} // namespace tcpstage::page
