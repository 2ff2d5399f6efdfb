// RENAME for views, which SQLite does not have: the view is created again under its new name, and
// so are the views and triggers that use it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "engine/schema/schema.h"
#include "engine/sql/statement.h"

namespace strata::sqlite {

// The CREATE statement with another name behind `keyword` (and IF NOT EXISTS); `name` as it is to
// stand there.
std::string renamed(const std::string& statement, std::string_view keyword,
                    const std::string& name);

struct NewName {
  std::string name;
  std::string written_old;  // as they are to stand in the statements
  std::string written_new;
};

// Throws Error(Changelog) where the new name is taken, or a view or trigger that uses the view does
// not work, so that nobody knows what it means.
sql::Statements rename_view(const schema::Schema& schema, const schema::View& view,
                            const NewName& to);

}  // namespace strata::sqlite
