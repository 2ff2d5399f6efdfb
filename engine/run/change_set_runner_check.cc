// How changesets and transactions go together on a database.
#include <algorithm>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/run/change_set_runner.h"
#include "engine/sql/effect.h"
#include "engine/sql/raw_sql.h"

namespace strata::run {

using model::ChangeSet;
using sql::TransactionNeed;

namespace {

// Statements of users, but for those that only set up the session.
struct Needs {
  std::size_t inside = 0;
  std::size_t outside = 0;
  TransactionNeed most = TransactionNeed::Any;
  Location first_outside;
};

void count(Needs& needs, TransactionNeed need, const Location& place) {
  ++(need == TransactionNeed::Outside ? needs.outside : needs.inside);
  if (need == TransactionNeed::Outside && needs.outside == 1) needs.first_outside = place;
  needs.most = std::max(needs.most, need);
}

void count_statements(Needs& needs, const model::Change& change, const sql::Dialect& dialect,
                      const sql::Target& target) {
  for (const sql::Statement& statement : dialect.render(change, target)) {
    const sql::Work work = sql::effect_of(statement.text, dialect.traits().lexical).work;
    if (work == sql::Work::Session) continue;
    count(needs, dialect.transaction_need(statement.text, target),
          sql::place_of(statement, statement.code_offset));
  }
}

Needs needs_of(const std::vector<const model::Change*>& changes, const sql::Dialect& dialect,
               const sql::Target& target) {
  Needs needs;
  for (const model::Change* change : changes) {
    if (sql::whole_text(*change)) {
      count_statements(needs, *change, dialect, target);
    } else {
      count(needs,
            dialect.commits_alone(change->body) ? TransactionNeed::Outside : TransactionNeed::Any,
            change->at);
    }
  }
  return needs;
}

}  // namespace

TransactionNeed ChangeSetRunner::transaction_need(const ChangeSet& change_set,
                                                  const std::vector<model::Change>& changes) const {
  if (!change_set.run_in_transaction || has_client(change_set)) return TransactionNeed::Outside;
  std::vector<const model::Change*> applying;
  for (const model::Change& change : changes) {
    if (applies(change)) applying.push_back(&change);
  }
  return needs_of(applying, session_.dialect(), session_.target(change_set.quoting)).most;
}

void ChangeSetRunner::check(const ChangeSet& change_set, const std::vector<model::Change>& changes,
                            Diagnostics& diagnostics) const {
  if (has_client(change_set)) return check_client(change_set, changes, diagnostics);
  if (!change_set.run_in_transaction) return;
  std::vector<const model::Change*> applying;
  for (const model::Change& change : changes) {
    if (applies(change)) applying.push_back(&change);
  }
  Needs needs;
  try {
    needs = needs_of(applying, session_.dialect(), session_.target(change_set.quoting));
  } catch (const Error&) {
    return;  // SQL that cannot be cut is reported where it is checked
  }
  // Alone it needs no transaction.
  if (needs.outside == 0 || needs.inside == 0) return;
  diagnostics.error(needs.first_outside,
                    fmt::format("{} does not do this in a transaction with other changes",
                                session_.dialect().traits().product_name),
                    "give it a changeset of its own, or set runInTransaction: false");
}

}  // namespace strata::run
