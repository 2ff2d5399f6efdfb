#include "engine/plan/selection.h"

#include <algorithm>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/model/dbms.h"
#include "engine/plan/update_plan.h"

namespace strata::plan {
namespace {

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names = split_trimmed(list, ',');
  std::erase(names, "");
  return names;
}

}  // namespace

Selection::Selection(std::string dbms, const std::string& contexts, const std::string& label_filter)
    : dbms_(std::move(dbms)), contexts_(names_in(contexts)) {
  if (trim(label_filter).empty()) return;
  try {
    label_filter_ = changelog::Expression::parse(label_filter);
  } catch (const Error& error) {
    throw Error(ErrorKind::Usage, std::string("--label-filter: ") + error.what());
  }
}

std::optional<Skip> Selection::reason_to_skip(const model::ChangeSet& change_set) const {
  if (change_set.ignore) return Skip::Ignored;
  if (change_set.dbms && !model::dbms_matches(to_lower(*change_set.dbms), dbms_)) return Skip::Dbms;
  for (const std::string& expression : change_set.contexts) {
    if (!changelog::Expression::parse(expression).matches(contexts_)) return Skip::Context;
  }
  if (label_filter_ && !has_wanted_labels(change_set)) return Skip::Label;
  return std::nullopt;
}

// The filter is an expression over the labels of the changeset, and over those of each include.
bool Selection::has_wanted_labels(const model::ChangeSet& change_set) const {
  const auto& lists = change_set.include_labels;
  return label_filter_->matches(change_set.labels) &&
         std::all_of(lists.begin(), lists.end(),
                     [&](const auto& list) { return label_filter_->matches(list); });
}

}  // namespace strata::plan
