#include "app/matrix_command.h"

#include "app/output.h"
#include "core/sources/matrix.h"
#include "core/terminal/matrix_text.h"

#include <CLI/CLI.hpp>

namespace tcpstage::app {

void add_matrix_options(CLI::App& matrix, MatrixOptions& options)
{
    matrix.add_option("--format", options.format, "text or json")->check(CLI::IsMember{{"text", "json"}});
    matrix.add_option("--lang", options.language, "Language of the text: en or zh")->check(CLI::IsMember{{"en", "zh"}});
    matrix.add_option("-o,--output", options.output, "File to write; - (the default) is standard output");
}

int write_matrix(const MatrixOptions& options)
{
    const Language language = options.language == "zh" ? Language::Chinese : Language::English;
    const std::string text = options.format == "json" ? terminal::matrix_as_json() : terminal::matrix_as_text(language);
    const auto written = write_output(options.output, text);
    return written ? 0 : complain(written.error(), language);
}

} // namespace tcpstage::app
