#include "app/commands.h"

#include "app/output.h"
#include "core/scenario/saved_run.h"

namespace tcpstage {

int render_lesson(const RenderOptions& options, int&, char**)
{
    const auto told = find_run(options.lesson);
    if (!told) return complain(told.error());
    return complain({"render is not available yet", {}, "use \"tcpstage show\" or \"tcpstage run\""});
}

} // namespace tcpstage
