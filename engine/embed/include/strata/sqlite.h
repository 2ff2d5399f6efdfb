// A migration over a session that the program has with an SQLite file.
#pragma once

#include <sqlite3.h>

#include "strata/strata.h"

namespace strata {
inline namespace v1 {

// See strata_adopt().
inline Migration& adopt(Migration& migration, sqlite3* session) {
  return migration.adopt("sqlite", session);
}

}  // namespace v1
}  // namespace strata
