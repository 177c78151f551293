#pragma once
// tcpstage matrix: what each state does with each kind of segment.

#include "app/line/command.h"

#include <string>

namespace tcpstage::app {

struct MatrixOptions {
    std::string format = "text";
    Language language = Language::English;
    std::string output = "-";
};
void add_matrix_options(const Command& matrix, MatrixOptions& options);
int write_matrix(const MatrixOptions& options);

} // namespace tcpstage::app
