#include "engine/driver/driver.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace strata::driver {

void Connection::send(std::string_view statement, std::function<void(std::int64_t)> ended) {
  const auto tell = std::move(ended);
  const std::int64_t rows = execute(statement);
  if (tell) tell(rows);
}

std::int64_t Connection::execute_with_rows(std::string_view statement, std::string_view /*rows*/) {
  throw Error(ErrorKind::Sql, fmt::format("{} takes no rows from its client", server().product))
      .with_sql({std::string(statement), "", 0, std::nullopt});
}

std::optional<std::size_t> ResultSet::column(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const std::string& column) {
    return equals_ignore_case(column, name);
  });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

Error open_transaction() {
  return Error(ErrorKind::Usage, "the session has an open transaction")
      .with_hint("commit it or roll it back before the migration");
}

void Registry::add(Driver driver) { drivers_.push_back(std::move(driver)); }

const Driver* Registry::for_scheme(std::string_view scheme) const {
  for (const Driver& driver : drivers_) {
    if (std::find(driver.schemes.begin(), driver.schemes.end(), scheme) != driver.schemes.end())
      return &driver;
  }
  return nullptr;
}

const Driver* Registry::for_dialect(std::string_view dialect) const {
  for (const Driver& driver : drivers_) {
    for (const sql::Dialect* candidate : driver.dialects) {
      if (candidate->traits().name == dialect) return &driver;
    }
  }
  return nullptr;
}

const sql::Dialect* Registry::dialect(std::string_view name) const {
  for (const Driver& driver : drivers_) {
    for (const sql::Dialect* candidate : driver.dialects) {
      if (candidate->traits().name == name) return candidate;
    }
  }
  return nullptr;
}

std::vector<std::string_view> Registry::schemes() const {
  std::vector<std::string_view> names;
  for (const Driver& driver : drivers_)
    names.insert(names.end(), driver.schemes.begin(), driver.schemes.end());
  return names;
}

std::vector<std::string_view> Registry::dialects() const {
  std::vector<std::string_view> names;
  for (const Driver& driver : drivers_) {
    for (const sql::Dialect* dialect : driver.dialects) names.push_back(dialect->traits().name);
  }
  return names;
}

}  // namespace strata::driver
