// What `--custom-change` says of Java classes that changelogs name: an SQL file or a program
// instead.
#pragma once

#include <stop_token>

#include "cmd/options.h"
#include "engine/run/custom_change.h"

namespace strata::cmd {

// Throws Error(Usage) for a form that is none, or a file that is not there. An SQL file's ${name}
// are the change's parameters; a program gets them as STRATA_PARAM_<name>, with STRATA_CLASS,
// STRATA_URL (without secrets) and, on the way back, STRATA_ROLLBACK=true.
run::CustomChanges custom_changes(const Options& options, const std::string& display_url,
                                  const std::stop_token& stop);

}  // namespace strata::cmd
