// Whether preconditions hold, and what follows for a changeset. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/model/changeset.h"
#include "engine/run/session.h"

namespace strata::run {

struct PreconditionContext {
  std::string dbms;  // short name of the database
  std::string path;  // FILENAME of the changesets that `changeSetExecuted` means without a file
  model::QuotingStrategy quoting = model::QuotingStrategy::Legacy;
  std::function<bool(const model::ChangeSetKey&)> has_run;
};

struct Judgement {
  enum class Kind : std::uint8_t { Run, Skip, MarkRan };

  Kind kind = Kind::Run;
  std::string reason;  // why not; of Run, what is wrong all the same (WARN)
};

// Throws Error(Precondition), placed, where they do not hold (or cannot be told) and the run shall
// end.
Judgement judge(const model::Preconditions& preconditions, const PreconditionContext& context,
                Session& session);

}  // namespace strata::run
