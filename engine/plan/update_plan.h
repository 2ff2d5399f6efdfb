// Decides which changesets an update runs and why the others stay out. Pure: changelog and history
// in, plan out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/model/changeset.h"
#include "engine/plan/history.h"
#include "engine/plan/selection.h"

namespace strata::plan {

enum class Reason : std::uint8_t { New, RunAlways, Changed };

enum class Skip : std::uint8_t {
  AlreadyRan,
  Context,
  Label,
  Dbms,
  Ignored,
  AfterCount,
  AfterTag,
  NotChosen
};

// "alreadyRan", "context", ... and "new", "changed", ...: for programs.
std::string_view to_string(Skip why);
std::string_view to_string(Reason reason);

struct Step {
  const model::ChangeSet* change_set = nullptr;
  Reason reason = Reason::New;
  std::string checksum;
};

struct Skipped {
  const model::ChangeSet* change_set = nullptr;
  Skip why = Skip::AlreadyRan;
};

// A row whose checksum is missing or of an older version, and the one it gets.
struct ChecksumUpgrade {
  const model::ChangeSet* change_set = nullptr;
  RanChangeSet row;
  std::string checksum;
};

// Points into the changelog it was made from: it must not outlive it.
struct UpdatePlan {
  std::vector<Step> steps;  // in the order they run
  std::vector<Skipped> skipped;
  std::vector<ChecksumUpgrade> upgrades;

  std::size_t count(Skip why) const;
};

// Where to stop: after so many changesets, or with the one that sets a tag. Neither: at the end.
struct Goal {
  std::optional<std::size_t> count = std::nullopt;
  model::Text tag = std::nullopt;
  std::optional<model::ChangeSetKey> only = std::nullopt;  // this one and no other
};

// Throws Error(Usage) if no changeset, run or not, sets the goal's tag, or is the only one wanted.
UpdatePlan plan_update(const model::Changelog& changelog, const History& history,
                       const Selection& selection, const Goal& goal = {});

// Throws Error(Usage) if there is none.
const model::ChangeSet& find_change_set(const model::Changelog& changelog,
                                        const model::ChangeSetKey& key);

// Whether the row is of the changeset as it is now, as far as its checksum tells.
bool is_unedited(const model::ChangeSet& change_set, const RanChangeSet& row,
                 const std::string& dbms);

// Reports every changeset that was edited after it ran, at its place. Returns how many.
std::size_t find_drift(const model::Changelog& changelog, const History& history,
                       const Selection& selection, Diagnostics& diagnostics);

}  // namespace strata::plan
