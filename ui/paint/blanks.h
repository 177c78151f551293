#pragma once
// Blanks to fill in: takes sequence numbers, acknowledgment numbers, flags and states out of the texts of a picture.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <QRegularExpression>
#include <QSet>
#include <string_view>

namespace tcpstage::paint {

/// What is to be filled in.
struct Blanks {
    bool seq = false;
    bool ack = false;
    bool flags = false;
    bool state = false;
    bool any() const { return seq || ack || flags || state; }
    friend bool operator==(const Blanks&, const Blanks&) = default;
};
inline constexpr std::array<std::string_view, 4> blank_words{"seq", "ack", "flags", "state"};
/// "seq,ack"; empty: none. Error: an unknown word.
Result<Blanks> blanksFrom(const std::string& words);

/// Knows what is to be taken out of the texts about one run.
class Blanker {
public:
    Blanker(const scene::StagedRun& staged, Blanks blanks, const scene::DisplayOptions& display);

    /// With lines in place of what is taken out, each as wide as its letters.
    QString text(QString text) const;
    /// All labels of the picture.
    void picture(scene::Scene& scene) const;

private:
    Blanks blanks_;
    QRegularExpression states_;
    QSet<QString> numbers_; // that a sentence may not give away
};

} // namespace tcpstage::paint
