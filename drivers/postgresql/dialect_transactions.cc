// What PostgreSQL refuses within a transaction, how long it waits, and when it gives way.
#include <algorithm>

#include <fmt/format.h>

#include "drivers/postgresql/dialect.h"
#include "engine/base/text.h"
#include "engine/sql/words.h"

namespace strata::postgresql {
namespace {

using sql::TransactionNeed;
using sql::Word;

// Enough for what tells: it stands at the front of a statement.
constexpr std::size_t kWords = 40;

bool has(const std::vector<Word>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [&](const Word& one) { return one.is(word); });
}

bool is_refused(const std::vector<Word>& words) {
  sql::WordReader in(words);
  // Each with the manual's words: "cannot be executed inside a transaction block".
  if (in.takes("VACUUM") || in.takes({"ALTER", "SYSTEM"}) || in.takes({"DISCARD", "ALL"}))
    return true;
  if (in.takes("CREATE")) {
    if (is_one_of(in.peek().upper, {"DATABASE", "TABLESPACE", "SUBSCRIPTION"})) return true;
    in.takes("UNIQUE");
    return in.takes({"INDEX", "CONCURRENTLY"});
  }
  if (in.takes("DROP")) {
    return is_one_of(in.peek().upper, {"DATABASE", "TABLESPACE", "SUBSCRIPTION"}) ||
           in.takes({"INDEX", "CONCURRENTLY"});
  }
  if (in.takes({"ALTER", "DATABASE"})) return has(words, "TABLESPACE");
  if (in.takes({"ALTER", "TABLE"})) return has(words, "DETACH") && has(words, "CONCURRENTLY");
  if (in.takes("CLUSTER")) return in.is_at_end() || in.peek().is("VERBOSE");
  if (!in.takes("REINDEX")) return false;
  return has(words, "CONCURRENTLY") || has(words, "DATABASE") || has(words, "SYSTEM") ||
         has(words, "SCHEMA");
}

bool adds_enum_value(const std::vector<Word>& words) {
  sql::WordReader in(words);
  return in.takes({"ALTER", "TYPE"}) && has(words, "ADD") && has(words, "VALUE");
}

std::string setting(std::string_view name, const std::optional<std::chrono::milliseconds>& value,
                    sql::TimeoutScope scope) {
  if (!value) {
    // Of a transaction nothing is left to set back.
    return scope == sql::TimeoutScope::Transaction ? "" : fmt::format("SET {} TO DEFAULT", name);
  }
  return fmt::format("SET {}{} TO '{}ms'", scope == sql::TimeoutScope::Transaction ? "LOCAL " : "",
                     name, value->count());
}

}  // namespace

TransactionNeed PostgreSqlDialect::transaction_need(std::string_view statement,
                                                    const sql::Target& target) const {
  const std::vector<Word> words = sql::words(statement, traits().lexical, kWords);
  if (is_refused(words)) return TransactionNeed::Outside;
  if (!adds_enum_value(words)) return TransactionNeed::Any;
  // Since version 12 in a transaction, at whose end the value can be used.
  constexpr int kInTransaction = 12;
  return target.version.major != 0 && target.version.major < kInTransaction
             ? TransactionNeed::Outside
             : TransactionNeed::Commit;
}

sql::Statements PostgreSqlDialect::set_timeouts(const sql::Timeouts& timeouts,
                                                sql::TimeoutScope scope) const {
  sql::Statements statements;
  for (std::string text : {setting("lock_timeout", timeouts.lock, scope),
                           setting("statement_timeout", timeouts.statement, scope)}) {
    if (!text.empty()) statements.emplace_back().text = std::move(text);
  }
  return statements;
}

bool PostgreSqlDialect::is_transient(const SqlFailure& failure) const {
  // serialization_failure, deadlock_detected, lock_not_available
  return is_one_of(failure.sqlstate, {"40001", "40P01", "55P03"});
}

}  // namespace strata::postgresql
