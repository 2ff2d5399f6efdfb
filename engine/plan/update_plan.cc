#include "engine/plan/update_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/checksum.h"

namespace strata::plan {
namespace {

using model::ChangeSet;
using model::ChecksumVersion;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The version a stored checksum was made with; rows older than version 8 had no prefix or a smaller
// number.
std::optional<ChecksumVersion> version_of(std::string_view stored) {
  if (stored.starts_with("9:")) return ChecksumVersion::V9;
  if (stored.starts_with("8:")) return ChecksumVersion::V8;
  return std::nullopt;
}

bool accepts_any(const ChangeSet& change_set) {
  constexpr std::string_view kAny[] = {"any", "all", "*", "1:any", "1:all"};
  return std::any_of(
      change_set.valid_checksums.begin(), change_set.valid_checksums.end(), [&](const auto& valid) {
        return std::find(std::begin(kAny), std::end(kAny), to_lower(trim(valid))) != std::end(kAny);
      });
}

// The checksum as the stored one would be today; the current version for unknown ones.
std::string comparable(const ChangeSet& change_set, std::string_view stored,
                       const std::string& dbms) {
  return model::checksum(change_set, dbms, version_of(stored).value_or(ChecksumVersion::V9));
}

// Liquibase 4.x before 4.26, by the LIQUIBASE column.
bool took_expanded_files(const RanChangeSet& row) {
  constexpr int kCorrectedIn = 26;
  if (!row.liquibase || !row.liquibase->starts_with("4.")) return false;
  const std::string minor = row.liquibase->substr(2, row.liquibase->find('.', 2) - 2);
  return !minor.empty() && minor.size() <= 2 && std::all_of(minor.begin(), minor.end(), is_digit) &&
         std::stoi(minor) < kCorrectedIn;
}

// Whether the stored checksum is the changeset's, but for that old mistake.
bool is_expanded_sum(const ChangeSet& change_set, const RanChangeSet& row,
                     const std::string& dbms) {
  return row.checksum && version_of(*row.checksum) && took_expanded_files(row) &&
         model::checksum(change_set, dbms, *version_of(*row.checksum), model::FileText::Expanded) ==
             *row.checksum;
}

bool is_same(const ChangeSet& change_set, const RanChangeSet& row, const std::string& dbms) {
  if (!row.checksum || !version_of(*row.checksum)) return true;
  return comparable(change_set, *row.checksum, dbms) == *row.checksum ||
         is_expanded_sum(change_set, row, dbms);
}

bool is_valid(const ChangeSet& change_set, const RanChangeSet& row, const std::string& dbms) {
  if (accepts_any(change_set) || is_same(change_set, row, dbms)) return true;
  const std::string current = comparable(change_set, *row.checksum, dbms);
  return std::any_of(
      change_set.valid_checksums.begin(), change_set.valid_checksums.end(),
      [&](const auto& valid) { return trim(valid) == current || trim(valid) == *row.checksum; });
}

// Runs before and after the others, by `runOrder`.
std::vector<const ChangeSet*> in_run_order(const model::Changelog& changelog) {
  const auto rank = [](const ChangeSet* change_set) {
    if (!change_set->run_order) return 1;
    return equals_ignore_case(*change_set->run_order, "first") ? 0 : 2;
  };
  std::vector<const ChangeSet*> order;
  for (const ChangeSet& change_set : changelog.change_sets) order.push_back(&change_set);
  std::stable_sort(order.begin(), order.end(),
                   [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
  return order;
}

// Lets changesets pass until the goal is reached.
class GoalFilter {
 public:
  GoalFilter(const Goal& goal, const History& history) : goal_(goal) {
    if (!goal.tag) return;
    for (const RanChangeSet& row : history.rows()) {
      if (row.tag && equals_ignore_case(*row.tag, *goal.tag)) {
        tagged_ = model::lookup_key(row.key);
        return;
      }
    }
  }

  std::optional<Skip> reason_to_skip(const ChangeSet& change_set) const {
    if (goal_.only && model::lookup_key(change_set.key) != model::lookup_key(*goal_.only))
      return Skip::NotChosen;
    if (seen_tag_) return Skip::AfterTag;
    if (goal_.count && run_ >= *goal_.count) return Skip::AfterCount;
    return std::nullopt;
  }
  void saw(const ChangeSet& change_set) {
    if (!goal_.tag) return;
    const bool is_tagged_row = tagged_ && model::lookup_key(change_set.key) == *tagged_;
    const bool sets_tag = model::tag_of(change_set) == goal_.tag;
    seen_tag_ = seen_tag_ || is_tagged_row || sets_tag;
  }
  void will_run() { ++run_; }
  bool missed_tag() const { return goal_.tag && !seen_tag_; }

 private:
  const Goal& goal_;
  std::optional<std::string> tagged_;
  bool seen_tag_ = false;
  std::size_t run_ = 0;
};

[[noreturn]] void no_such_tag(const model::Changelog& changelog, const std::string& tag) {
  std::vector<std::string> tags;
  for (const ChangeSet& change_set : changelog.change_sets) {
    if (const model::Text found = model::tag_of(change_set)) tags.push_back(*found);
  }
  const std::vector<std::string_view> names(tags.begin(), tags.end());
  throw Error(ErrorKind::Usage, fmt::format("no changeset sets the tag '{}'", tag))
      .with_hint(did_you_mean(tag, names));
}

std::optional<Reason> reason_to_run(const ChangeSet& change_set, const RanChangeSet* row,
                                    const std::string& dbms) {
  if (row == nullptr) return Reason::New;
  if (change_set.run_always) return Reason::RunAlways;
  if (change_set.run_on_change && !is_same(change_set, *row, dbms)) return Reason::Changed;
  return std::nullopt;
}

bool needs_upgrade(const ChangeSet& change_set, const RanChangeSet& row, const std::string& dbms) {
  if (!row.checksum || version_of(*row.checksum) != ChecksumVersion::V9) return true;
  return took_expanded_files(row) && comparable(change_set, *row.checksum, dbms) != *row.checksum &&
         is_expanded_sum(change_set, row, dbms);
}

}  // namespace

std::string_view to_string(Skip why) {
  switch (why) {
    case Skip::AlreadyRan:
      return "alreadyRan";
    case Skip::Context:
      return "context";
    case Skip::Label:
      return "label";
    case Skip::Dbms:
      return "dbms";
    case Skip::Ignored:
      return "ignored";
    case Skip::AfterCount:
      return "afterCount";
    case Skip::AfterTag:
      return "afterTag";
    case Skip::NotChosen:
      break;
  }
  return "notChosen";
}

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::Changed:
      return "changed";
    case Reason::RunAlways:
      return "runAlways";
    case Reason::New:
      break;
  }
  return "new";
}

const ChangeSet& find_change_set(const model::Changelog& changelog,
                                 const model::ChangeSetKey& key) {
  std::vector<std::string> names;
  for (const ChangeSet& one : changelog.change_sets) {
    if (model::lookup_key(one.key) == model::lookup_key(key)) return one;
    names.push_back(model::to_string(one.key));
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  throw Error(ErrorKind::Usage,
              fmt::format("there is no changeset {} in the changelog", model::to_string(key)))
      .with_hint(did_you_mean(model::to_string(key), known));
}

std::size_t UpdatePlan::count(Skip why) const {
  return static_cast<std::size_t>(std::count_if(
      skipped.begin(), skipped.end(), [&](const Skipped& one) { return one.why == why; }));
}

UpdatePlan plan_update(const model::Changelog& changelog, const History& history,
                       const Selection& selection, const Goal& goal) {
  if (goal.only) find_change_set(changelog, *goal.only);
  UpdatePlan plan;
  GoalFilter filter(goal, history);
  for (const ChangeSet* change_set : in_run_order(changelog)) {
    const RanChangeSet* row = history.find(change_set->key);
    if (const std::optional<Skip> skip = selection.reason_to_skip(*change_set)) {
      plan.skipped.push_back({change_set, *skip});
      continue;
    }
    const std::optional<Reason> reason = reason_to_run(*change_set, row, selection.dbms());
    const std::optional<Skip> beyond = filter.reason_to_skip(*change_set);
    filter.saw(*change_set);
    if (row != nullptr && !reason && needs_upgrade(*change_set, *row, selection.dbms())) {
      plan.upgrades.push_back({change_set, *row, model::checksum(*change_set, selection.dbms())});
    }
    if (!reason) {
      plan.skipped.push_back({change_set, Skip::AlreadyRan});
    } else if (beyond) {
      plan.skipped.push_back({change_set, *beyond});
    } else {
      filter.will_run();
      plan.steps.push_back({change_set, *reason, model::checksum(*change_set, selection.dbms())});
    }
  }
  if (filter.missed_tag()) no_such_tag(changelog, *goal.tag);
  return plan;
}

bool is_unedited(const ChangeSet& change_set, const RanChangeSet& row, const std::string& dbms) {
  return is_same(change_set, row, dbms);
}

std::size_t find_drift(const model::Changelog& changelog, const History& history,
                       const Selection& selection, Diagnostics& diagnostics) {
  std::size_t found = 0;
  for (const ChangeSet& change_set : changelog.change_sets) {
    const RanChangeSet* row = history.find(change_set.key);
    if (row == nullptr || change_set.run_on_change || change_set.run_always) continue;
    if (selection.reason_to_skip(change_set) || is_valid(change_set, *row, selection.dbms()))
      continue;
    ++found;
    diagnostics.error(
        change_set.at,
        fmt::format("changeset {} was edited after it ran: its checksum was {} and is now {}",
                    model::to_string(change_set.key), *row->checksum,
                    comparable(change_set, *row->checksum, selection.dbms())),
        "undo the edit and write a new changeset, or accept it with `validCheckSum`");
  }
  return found;
}

}  // namespace strata::plan
