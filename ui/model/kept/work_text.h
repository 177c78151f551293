#pragma once
// Unsaved work as a file in the user's data folder: lines "name size", each followed by that many octets, so that every
// text is stored unchanged. The reader validates everything.

#include "core/base/error.h"
#include "ui/model/work.h"

#include <stop_token>

namespace tcpstage::model {

inline constexpr std::size_t most_kept_bytes = 4 << 20; // size of a file
inline constexpr std::size_t most_kept_branches = 200;

struct KeptBranch {
    OwnedText name;
    std::uint64_t parent = 0;
    std::uint64_t parting = trace::no_record;
    bool written = false;
    bool named = false;
    std::string lesson; // YAML that gives the branch's run
    std::optional<std::string> text;
    std::optional<std::string> draft;
};
struct KeptWork {
    std::string source;
    OwnedText title;
    std::uint64_t shown = 0;
    std::uint64_t record = trace::no_record; // position of the stage
    std::optional<std::uint64_t> segment;    // the selected one
    std::vector<KeptBranch> branches;        // the lesson is first
};

/// Converts work to its stored form, without running anything.
KeptWork keptOf(const Work& work);
std::string toText(const KeptWork& kept);
/// Errors: the text is too large, damaged, or of a later version of the program.
Result<KeptWork> readWork(std::string_view text, const std::string& file);
/// Runs the branches again. `lesson`: its current source; empty if it cannot be opened any more. A branch that cannot
/// be run becomes a text of the lesson. Empty if `stop` was requested or nothing can be run.
WorkPtr loadWork(const KeptWork& kept, const StagedRunPtr& lesson, scene::TimeMapKind timeMap,
                 const std::stop_token& stop);

} // namespace tcpstage::model
