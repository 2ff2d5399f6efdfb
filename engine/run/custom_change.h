// What `customChange` does here: the reference runs Java classes of that name, Strata what the
// embedding program (or the command line's configuration) has registered for it. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/changes_action.h"
#include "engine/sql/lexical_rules.h"

namespace strata::run {

class StatementRunner;

struct CustomContext {
  const model::CustomChange& change;
  // Executes SQL within the changeset's transaction, or prints it into a script.
  StatementRunner& runner;
  const sql::LexicalRules& rules;  // of the database's SQL, for cutting it into statements
  // False when only a script is written: then nothing but `runner` may be used.
  bool is_live = true;
};

// May throw Error; the changeset then fails.
using CustomFunction = std::function<void(CustomContext&)>;

struct CustomHandlers {
  CustomFunction execute;
  CustomFunction undo = nullptr;  // without it, a changeset needs a rollback block
};

// By class name.
using CustomChanges = std::map<std::string, CustomHandlers, std::less<>>;

}  // namespace strata::run
