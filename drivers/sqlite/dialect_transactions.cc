// What SQLite refuses within a transaction, how long it waits, and when it gives way.
#include <fmt/format.h>
#include <sqlite3.h>

#include "drivers/sqlite/dialect.h"
#include "engine/sql/words.h"

namespace strata::sqlite {

sql::TransactionNeed SqliteDialect::transaction_need(std::string_view statement,
                                                     const sql::Target&) const {
  const std::vector<sql::Word> words = sql::words(statement, traits().lexical, 1);
  return !words.empty() && words.front().is("VACUUM") ? sql::TransactionNeed::Outside
                                                      : sql::TransactionNeed::Any;
}

// There is only one lock, of the file, and no limit to what a statement may take.
sql::Statements SqliteDialect::set_timeouts(const sql::Timeouts& timeouts,
                                            sql::TimeoutScope) const {
  constexpr std::chrono::milliseconds kDefault{5000};
  return sql::one(
      fmt::format("PRAGMA busy_timeout = {}", timeouts.lock.value_or(kDefault).count()));
}

bool SqliteDialect::is_transient(const SqlFailure& failure) const {
  constexpr int kPrimaryMask = 0xFF;  // sqlite.org/rescode.html
  const std::int64_t code = failure.vendor_code & kPrimaryMask;
  return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

}  // namespace strata::sqlite
