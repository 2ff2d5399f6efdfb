// One run of a changelog on a test database, whose connections may break. For tests.
#pragma once

#include <functional>
#include <string>

#include "engine/model/changeset.h"
#include "engine/run/migrator.h"
#include "tests/fault/faults.h"
#include "tests/support/live_database.h"

namespace strata::test {

using Work = std::function<run::RunReport(run::Migrator&)>;
using Tuning = std::function<void(run::SessionOptions&)>;

class Deployment {
 public:
  // `file` is below tests/fault, or a path; the first connection of a run has the faults.
  Deployment(const LiveDatabase& database, std::string file);

  // Within this process. What is thrown becomes the report's error.
  run::RunReport run(const Work& work, FaultPlan& plan, run::Observer& observer) const;
  run::RunReport run(const Work& work, FaultPlan& plan) const;
  run::RunReport run(const Work& work) const;
  // In a process of its own, which the plan may kill; true if it came to its end, without an error.
  bool run_apart(const Work& work, FaultPlan plan) const;

  Tuning tune;

 private:
  const LiveDatabase& database_;
  std::string file_;
};

inline run::RunReport update(run::Migrator& migrator) { return migrator.update({}); }

// Schema, rows and history, without what differs from run to run.
std::string contents(const LiveDatabase& database);
bool has_journal(const LiveDatabase& database);

}  // namespace strata::test
