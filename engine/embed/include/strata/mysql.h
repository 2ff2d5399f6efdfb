// A migration over a session that the program has with MySQL or MariaDB.
#pragma once

#include <cppconn/connection.h>

#include "strata/strata.h"

namespace strata {
inline namespace v1 {

// See strata_adopt(). With auto-commit on, which is the connector's default.
inline Migration& adopt(Migration& migration, ::sql::Connection& session) {
  return migration.adopt("mysql", &session);
}

}  // namespace v1
}  // namespace strata
