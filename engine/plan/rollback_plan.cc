#include "engine/plan/rollback_plan.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/dbms.h"
#include "engine/model/inverse.h"
#include "engine/plan/earlier_changes.h"
#include "engine/plan/update_plan.h"

namespace strata::plan {
namespace {

bool has_tag(const RanChangeSet& row, std::string_view tag) {
  return row.tag && equals_ignore_case(*row.tag, tag);
}

[[noreturn]] void no_such_tag(const History& history, const std::string& tag) {
  std::vector<std::string_view> tags;
  for (const RanChangeSet& row : history.rows()) {
    if (row.tag) tags.push_back(*row.tag);
  }
  std::string hint = did_you_mean(tag, tags);
  if (hint.empty() && !tags.empty())
    hint = fmt::format("tags in the database: {}", fmt::join(tags, ", "));
  if (tags.empty()) hint = "the database has no tags";
  throw Error(ErrorKind::Rollback, fmt::format("there is no tag '{}' in the database", tag))
      .with_hint(hint);
}

// Of a tag that was set on an empty database.
bool is_own(const RanChangeSet& row) { return row.key.path == "liquibase-internal"; }

using KnownChangeSets = std::map<std::string, const model::ChangeSet*>;

// Finds what undoes changes. What was there before them is looked up only if there is need.
class Undoings {
 public:
  Undoings(const KnownChangeSets& known, const History& history, std::string dbms,
           const CanUndo& can_undo)
      : known_(known), history_(history), dbms_(std::move(dbms)), can_undo_(can_undo) {}

  EarlierChanges::Undoing of(const model::Change& change) {
    if (auto inverse = model::inverse(change)) return {std::move(inverse)};
    if (const auto* custom = std::get_if<model::CustomChange>(&change.body)) {
      if (!can_undo_ || !can_undo_(*custom)) return {std::nullopt};
      model::CustomChange back = *custom;
      back.undoes = true;
      return {std::vector<model::Change>{{std::move(back), change.at}}};
    }
    if (!std::exchange(has_looked_back_, true)) look_back();
    const auto found = found_.find(&change);
    return found == found_.end() ? EarlierChanges::Undoing{std::nullopt} : found->second;
  }

 private:
  // Tells the story of the database from its beginning.
  void look_back() {
    EarlierChanges earlier;
    for (const RanChangeSet& row : history_.rows()) {
      if (is_own(row)) continue;
      const auto found = known_.find(model::lookup_key(row.key));
      if (found == known_.end()) {
        earlier.forget_all();
        continue;
      }
      const model::ChangeSet& change_set = *found->second;
      const bool ran_as_written = (row.exec_type == "EXECUTED" || row.exec_type == "RERAN") &&
                                  change_set.visitors.empty() &&
                                  is_unedited(change_set, row, dbms_);
      for (const model::Change& change : change_set.changes) {
        const model::Text* dbms = model::dbms_of(change);
        if (dbms != nullptr && !model::dbms_matches(*dbms, dbms_)) continue;
        if (!model::inverse(change)) found_[&change] = earlier.inverse(change);
        if (ran_as_written) {
          earlier.add(change);
        } else {
          earlier.doubt(change);
        }
      }
    }
  }

  const KnownChangeSets& known_;
  const History& history_;
  std::string dbms_;
  const CanUndo& can_undo_;
  bool has_looked_back_ = false;
  std::map<const model::Change*, EarlierChanges::Undoing> found_;
};

// The changes that undo a changeset: its own block, or the inverses in reverse order.
std::vector<model::Change> undoing(const model::ChangeSet& change_set, Undoings& undoings,
                                   Diagnostics& diagnostics) {
  if (change_set.rollback) return change_set.rollback->changes;
  std::vector<model::Change> undo;
  for (auto change = change_set.changes.rbegin(); change != change_set.changes.rend(); ++change) {
    EarlierChanges::Undoing found = undoings.of(*change);
    if (!found.changes) {
      diagnostics.error(
          change->at,
          fmt::format("{} cannot be rolled back by itself (changeset {}){}",
                      model::type_of(*change).name, model::to_string(change_set.key),
                      found.why_not.empty() ? "" : ": " + found.why_not),
          "add a `rollback:` block, or `rollback: empty` if there is nothing to undo");
      continue;
    }
    undo.insert(undo.end(), std::make_move_iterator(found.changes->begin()),
                std::make_move_iterator(found.changes->end()));
  }
  return undo;
}

void report_missing(const RanChangeSet& row, Diagnostics& diagnostics) {
  Diagnostic mistake;
  mistake.path = row.key.path;
  mistake.message =
      fmt::format("changeset {} has run but is not in the changelog, so it cannot be rolled back",
                  model::to_string(row.key));
  diagnostics.add(std::move(mistake));
}

}  // namespace

std::vector<const RanChangeSet*> rows_after_tag(const History& history, const std::string& tag) {
  std::vector<const RanChangeSet*> rows;
  for (auto row = history.rows().rbegin(); row != history.rows().rend(); ++row) {
    if (has_tag(*row, tag)) {
      // A changeset that only tags belongs to what comes after it, as in the reference.
      if (row->description && trim(*row->description) == "tagDatabase") rows.push_back(&*row);
      return rows;
    }
    rows.push_back(&*row);
  }
  no_such_tag(history, tag);
}

std::vector<const RanChangeSet*> last_rows(const History& history, std::size_t count) {
  std::vector<const RanChangeSet*> rows;
  for (auto row = history.rows().rbegin(); row != history.rows().rend() && rows.size() < count;
       ++row) {
    rows.push_back(&*row);
  }
  return rows;
}

std::vector<const RanChangeSet*> rows_after(const History& history, const std::string& date) {
  std::vector<const RanChangeSet*> rows;
  for (auto row = history.rows().rbegin(); row != history.rows().rend(); ++row) {
    if (row->date_executed > date) rows.push_back(&*row);
  }
  return rows;
}

std::vector<const RanChangeSet*> rows_of_deployment(const History& history,
                                                    const std::string& deployment_id) {
  std::vector<const RanChangeSet*> rows;
  if (history.empty()) return rows;
  const std::string wanted =
      deployment_id.empty() ? history.rows().back().deployment_id.value_or("") : deployment_id;
  std::vector<std::string_view> known;
  for (auto row = history.rows().rbegin(); row != history.rows().rend(); ++row) {
    if (row->deployment_id == wanted) rows.push_back(&*row);
    if (row->deployment_id) known.push_back(*row->deployment_id);
  }
  if (rows.empty()) {
    throw Error(ErrorKind::Rollback, fmt::format("there is no deployment '{}'", wanted))
        .with_hint(did_you_mean(wanted, known));
  }
  return rows;
}

std::vector<const RanChangeSet*> row_of(const History& history, const model::ChangeSetKey& key) {
  if (const RanChangeSet* row = history.find(key)) return {row};
  throw Error(ErrorKind::Rollback, fmt::format("changeset {} has not run", model::to_string(key)));
}

std::vector<const RanChangeSet*> unexpected_rows(const History& history,
                                                 const model::Changelog& changelog) {
  std::set<std::string> known;
  for (const model::ChangeSet& change_set : changelog.change_sets)
    known.insert(model::lookup_key(change_set.key));
  std::vector<const RanChangeSet*> rows;
  for (const RanChangeSet& row : history.rows()) {
    if (!is_own(row) && known.count(model::lookup_key(row.key)) == 0) rows.push_back(&row);
  }
  return rows;
}

RollbackPlan plan_rollback(const model::Changelog& changelog, const History& history,
                           const std::vector<const RanChangeSet*>& rows, const Selection& selection,
                           const CanUndo& can_undo) {
  KnownChangeSets known;
  for (const model::ChangeSet& change_set : changelog.change_sets) {
    known[model::lookup_key(change_set.key)] = &change_set;
  }
  Undoings undoings(known, history, selection.dbms(), can_undo);
  RollbackPlan plan;
  Diagnostics diagnostics;
  for (const RanChangeSet* row : rows) {
    const auto found = known.find(model::lookup_key(row->key));
    if (found == known.end()) {
      report_missing(*row, diagnostics);
      continue;
    }
    const model::ChangeSet& change_set = *found->second;
    if (selection.reason_to_skip(change_set)) continue;
    plan.steps.push_back({&change_set, row, undoing(change_set, undoings, diagnostics)});
  }
  if (diagnostics.has_errors()) {
    throw Error(ErrorKind::Rollback, "cannot roll back; nothing was executed")
        .with_diagnostics(diagnostics.all());
  }
  return plan;
}

}  // namespace strata::plan
