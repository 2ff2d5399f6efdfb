// How a vendor's own command line client is called, for changesets with `runWith`. Plain data.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::driver {

// The script goes to its standard input; it must end at the first error.
struct ClientCall {
  std::string program;  // looked up in PATH
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  // secrets only here
  // What goes before and behind the script, so that it is one transaction.
  std::string opening;
  std::string closing;
  // What stands before the number of a line in its messages: "at line ".
  std::string_view line_mark;
};

}  // namespace strata::driver
