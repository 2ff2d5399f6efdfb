#include "drivers/sqlite/rebuild_guard.h"

#include <algorithm>

#include "drivers/sqlite/errors.h"
#include "drivers/sqlite/rebuild.h"

namespace strata::sqlite {
namespace {

using Rows = decltype(driver::ResultSet::rows);

// The violations towards tables to which there are more now. Rows that were wrong before, as keys
// are not enforced unless one asks for it, are nothing that a rebuild has done.
Rows added(const Rows& before, const Rows& after) {
  const auto count = [](const Rows& rows, const std::optional<std::string>& parent) {
    return std::count_if(rows.begin(), rows.end(),
                         [&](const auto& row) { return row[2] == parent; });
  };
  Rows more;
  Rows fresh;
  for (const auto& row : after) {
    if (count(after, row[2]) <= count(before, row[2])) continue;
    more.push_back(row);
    const bool is_known = std::any_of(before.begin(), before.end(), [&](const auto& known) {
      return known[1] && known[1] == row[1] && known[2] == row[2];
    });
    if (!is_known) fresh.push_back(row);
  }
  // A row that is wrong twice now.
  return fresh.empty() ? more : fresh;
}

}  // namespace

bool RebuildGuard::takes(std::string_view statement) {
  if (statement == kForeignKeysOff) {
    if (!enforced_) enforced_ = handle_.enforces_foreign_keys();
    handle_.enforce_foreign_keys(false);
    return true;
  }
  if (statement == kRebuildBegins) {
    renamed_as_of_old_ = handle_.renames_as_of_old();
    before_.clear();
    return false;
  }
  if (!renamed_as_of_old_ || !statement.starts_with(kForeignKeyCheck)) return false;
  Rows rows = violations(statement);
  if (const auto before = before_.find(statement); before == before_.end()) {
    before_.emplace(statement, std::move(rows));
  } else if (const Rows fresh = added(before->second, rows); !fresh.empty()) {
    throw foreign_key_error(fresh);
  }
  return true;
}

void RebuildGuard::executed(std::string_view statement) {
  if (statement == kRebuildEnds) reset();
}

void RebuildGuard::reset() noexcept {
  if (enforced_) handle_.enforce_foreign_keys(*enforced_);
  if (renamed_as_of_old_) handle_.rename_as_of_old(*renamed_as_of_old_);
  enforced_.reset();
  renamed_as_of_old_.reset();
  before_.clear();
}

// A key that points to nothing unique cannot be checked, and cannot have been before.
RebuildGuard::Rows RebuildGuard::violations(std::string_view check) {
  try {
    return handle_.query(check).rows;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace strata::sqlite
