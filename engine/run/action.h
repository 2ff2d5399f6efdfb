// Carries out the changes that are more than SQL: output, stop, executeCommand, customChange. Not
// thread-safe.
#pragma once

#include <stop_token>

#include "engine/model/change.h"
#include "engine/run/session.h"

namespace strata::run {

// Whether the change is one of these; then it has been carried out, or noted as a comment where a
// script is written. Throws Error(Stopped) for `stop`, Error(Command) for a program that failed,
// and what custom changes throw.
bool perform(const model::Change& change, Session& session, const std::stop_token& stop);

// What can be known to be wrong with them before anything runs.
void check_action(const model::Change& change, const Session& session, Diagnostics& diagnostics);

// Whether it is one of these.
bool is_action(const model::Change& change);

// Whether it may do something outside the database.
bool runs_programs(const model::Change& change);

// What is registered for it, or for its way back; none if nothing is.
CustomFunction custom_function(const model::CustomChange& change, const Session& session);

// Whether it is a custom change that nobody has registered.
bool is_unknown_custom(const model::Change& change, const Session& session);

}  // namespace strata::run
