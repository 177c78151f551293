#pragma once
// tcpstage matrix: what each state does with each kind of segment.

#include <string>

namespace CLI {
class App;
}

namespace tcpstage::app {

struct MatrixOptions {
    std::string format = "text";
    std::string language = "en";
    std::string output = "-";
};
void add_matrix_options(CLI::App& matrix, MatrixOptions& options);
int write_matrix(const MatrixOptions& options);

} // namespace tcpstage::app
