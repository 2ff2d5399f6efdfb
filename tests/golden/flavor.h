// The dialects that the golden tests compare with the reference, as the reference was asked.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "engine/sql/dialect.h"

namespace strata::golden {

struct Flavor {
  std::string name;  // in file names
  const sql::Dialect* dialect = nullptr;
  sql::Version version;
  bool simulated = false;  // looks at the schema it changes

  friend void PrintTo(const Flavor& flavor, std::ostream* out) { *out << flavor.name; }
};

const std::vector<Flavor>& flavors();

// What the reference ends its statements with and how it breaks lines does not count; nor do the
// texts of errors.
std::string comparable(const std::string& answer);

}  // namespace strata::golden
