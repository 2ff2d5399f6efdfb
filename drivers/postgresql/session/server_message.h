// What libpq prints of a server's error, taken apart: "ERROR:  ...", the excerpt of the statement
// with its caret, DETAIL, HINT, CONTEXT. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace strata::postgresql {

struct ServerMessage {
  std::string text;                   // without "ERROR:  "
  std::string help;                   // what DETAIL, HINT and CONTEXT say, a line each
  std::optional<std::size_t> offset;  // byte of the statement
};

ServerMessage parse_message(std::string_view printed, std::string_view statement);

// Without "FATAL:  " in whichever language.
std::string_view without_severity(std::string_view line);

}  // namespace strata::postgresql
