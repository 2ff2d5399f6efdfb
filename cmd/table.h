// Text tables with aligned columns. Pure.
#pragma once

#include <string>
#include <vector>

namespace strata::cmd {

// Lines of cells under a header line, separated by rules, as the reference prints its history. Ends
// with a newline.
std::string to_table(const std::vector<std::string>& header,
                     const std::vector<std::vector<std::string>>& rows);

}  // namespace strata::cmd
