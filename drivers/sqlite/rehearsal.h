// Tries a rebuild on an empty copy of the schema, in memory, to find out before anything runs what
// it would break. Pure.
#pragma once

#include <string>

#include "engine/schema/schema.h"
#include "engine/sql/statement.h"

namespace strata::sqlite {

// Throws Error(Changelog) if a statement fails, or if a view, a trigger or a foreign key that works
// now would not work afterwards.
void rehearse(const std::string& table, const schema::Schema& schema,
              const sql::Statements& statements);

}  // namespace strata::sqlite
