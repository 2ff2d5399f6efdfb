#include "engine/changelog/property_removal.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/base/edit_distance.h"
#include "engine/model/dbms.h"

namespace strata::changelog {
namespace {

constexpr std::array<std::pair<std::string_view, PropertyRemoval>, 3> kRemovals{
    {{"afterColumn", PropertyRemoval::AfterColumn},
     {"beforeColumn", PropertyRemoval::BeforeColumn},
     {"position", PropertyRemoval::Position}}};

void remove(PropertyRemoval removal, model::Change& change) {
  auto* add = std::get_if<model::AddColumn>(&change.body);
  if (add == nullptr) return;
  for (model::Column& column : add->columns) {
    if (removal == PropertyRemoval::AfterColumn) column.after_column.reset();
    if (removal == PropertyRemoval::BeforeColumn) column.before_column.reset();
    if (removal == PropertyRemoval::Position) column.position.reset();
  }
}

// The one of `known` that an attribute names; a mistake is reported.
const std::pair<std::string_view, PropertyRemoval>* find(const document::Node& entry,
                                                         Diagnostics& diagnostics) {
  const document::Node* node = entry.child("remove");
  const std::string name = entry.text("remove").value_or("");
  const auto* found = std::find_if(kRemovals.begin(), kRemovals.end(),
                                   [&](const auto& one) { return one.first == name; });
  if (found != kRemovals.end()) return found;
  std::vector<std::string_view> known;
  for (const auto& one : kRemovals) known.push_back(one.first);
  const std::string hint = did_you_mean(name, known);
  diagnostics.error(
      node != nullptr ? node->value_at : entry.name_at,
      fmt::format("removeChangeSetProperty: {}", node == nullptr
                                                     ? "'remove' is missing"
                                                     : fmt::format("'{}' cannot be removed", name)),
      hint.empty() ? fmt::format("what can be removed: {}", fmt::join(known, ", ")) : hint);
  return nullptr;
}

}  // namespace

std::optional<PropertyRemoval> read_removal(const document::Node& entry, std::string_view dbms,
                                            Diagnostics& diagnostics) {
  // Others mean nothing to the reference.
  if (entry.text("change") != "addColumn") {
    diagnostics.warning(entry.name_at, "removeChangeSetProperty does nothing but for addColumn",
                        "change: addColumn");
    return std::nullopt;
  }
  const auto* found = find(entry, diagnostics);
  const model::Text list = entry.text("dbms");
  if (found == nullptr || !list || list->empty() || !model::dbms_matches(*list, dbms))
    return std::nullopt;
  return found->second;
}

void remove(PropertyRemoval removal, model::ChangeSet& change_set) {
  for (model::Change& change : change_set.changes) remove(removal, change);
  if (!change_set.rollback) return;
  for (model::Change& change : change_set.rollback->changes) remove(removal, change);
}

}  // namespace strata::changelog
