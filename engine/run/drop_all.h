// Empties a database: its views, tables and sequences, and with them the history. Not thread-safe.
#pragma once

#include <string>
#include <vector>

#include "engine/run/session.h"

namespace strata::run {

struct Dropped {
  std::vector<std::string> views;
  std::vector<std::string> tables;
  std::vector<std::string> sequences;
};

// Of the named schemas, the default one if there are none. As one transaction where the database
// can undo DDL. Throws what the database refuses.
Dropped drop_all(Session& session, const std::vector<std::string>& schemas);

}  // namespace strata::run
