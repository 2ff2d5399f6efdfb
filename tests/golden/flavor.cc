#include "tests/golden/flavor.h"

#include "drivers/mysql/dialect.h"
#include "drivers/postgresql/dialect.h"
#include "drivers/sqlite/dialect.h"
#include "tests/golden/recording.h"

namespace strata::golden {

const std::vector<Flavor>& flavors() {
  static const std::vector<Flavor> kFlavors{{"postgresql", &postgresql_dialect(), {15, 0, 0}},
                                            {"mysql", &mysql_dialect(), {8, 0, 0}},
                                            {"mariadb", &mariadb_dialect(), {10, 11, 0}},
                                            {"sqlite", &sqlite_dialect(), {3, 40, 0}, true}};
  return kFlavors;
}

std::string comparable(const std::string& answer) {
  if (is_error(answer)) return "ERROR";
  std::string text;
  for (const char c : answer) {
    if (c == '\r') continue;  // files with Windows line ends
    if (c == ' ' && (text.empty() || text.back() == ' ' || text.back() == '\n')) continue;
    if ((c == ';' || c == '\n' || c == ')') && !text.empty() && text.back() == ' ') text.pop_back();
    text += c;
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace strata::golden
