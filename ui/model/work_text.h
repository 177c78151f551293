#pragma once
// Work as it stands in a file of the user's data folder: lines "name size", each followed by that many octets, so that
// every text is in it as it was written. Reading trusts nothing.

#include "core/base/error.h"
#include "ui/model/work.h"

#include <stop_token>

namespace tcpstage::model {

inline constexpr std::size_t most_kept_bytes = 4 << 20; // of one file
inline constexpr std::size_t most_kept_branches = 200;

struct KeptBranch {
    OwnedText name;
    std::uint64_t parent = 0;
    std::uint64_t parting = trace::no_record;
    bool written = false;
    bool named = false;
    std::string lesson; // YAML that runs as the branch did
    std::optional<std::string> text;
    std::optional<std::string> draft;
};
struct KeptWork {
    std::string source;
    OwnedText title;
    std::uint64_t shown = 0;
    std::uint64_t record = trace::no_record; // where the stage stood
    std::optional<std::uint64_t> segment;    // that was selected
    std::vector<KeptBranch> branches;        // the lesson first
};

/// Runs nothing; only writes down.
KeptWork keptOf(const Work& work);
std::string toText(const KeptWork& kept);
/// Errors: the text is too big, damaged, or of a later version of the program.
Result<KeptWork> readWork(std::string_view text, const std::string& file);
/// Runs the branches again. `lesson`: its source as it is now; empty where it cannot be opened any more. A branch that
/// cannot be run is a text of the lesson. Empty when it was told to stop, or where nothing can be run.
WorkPtr loadWork(const KeptWork& kept, const StagedRunPtr& lesson, scene::TimeMapKind timeMap,
                 const std::stop_token& stop);

} // namespace tcpstage::model
