#include "app/matrix_command.h"

#include "app/line/output.h"
#include "core/sources/matrix.h"
#include "core/terminal/matrix_text.h"

namespace tcpstage::app {

void add_matrix_options(const Command& matrix, MatrixOptions& options)
{
    matrix.option("--format", options.format, {"text or json", "text（文本）或 json"})
        ->check(matrix.one_of({"text", "json"}));
    matrix.option("-o,--output", options.output, output_description);
}

int write_matrix(const MatrixOptions& options)
{
    const Language language = options.language;
    const std::string text = options.format == "json" ? terminal::matrix_as_json() : terminal::matrix_as_text(language);
    const auto written = write_output(options.output, text);
    return written ? 0 : complain(written.error(), language);
}

} // namespace tcpstage::app
