// The changeset that options name. Pure.
#pragma once

#include "cmd/options.h"
#include "engine/model/changeset.h"

namespace strata::cmd {

// By --changeset-identifier, or by --changeset-id, --changeset-author and --changeset-path. Throws
// Error(Usage) where one is missing.
model::ChangeSetKey chosen_change_set(const Options& options);

// "path::id::author" in its parts. Throws Error(Usage) for a text that has none.
model::ChangeSetKey parse_change_set_key(const std::string& identifier);

}  // namespace strata::cmd
