// What rendering needs to know of the database that the SQL is for. Plain data.
#pragma once

#include <string>

#include "engine/model/changeset.h"
#include "engine/schema/schema_view.h"

namespace strata::sql {

struct Version {
  int major = 0;
  int minor = 0;
  int patch = 0;

  auto operator<=>(const Version&) const = default;
};

struct Target {
  Version version;
  // Printed before names that have no schema (catalog) of their own; empty = nothing is printed, as
  // when there is no database. On MySQL and MariaDB the catalog is the database name.
  std::string default_schema;
  std::string default_catalog;
  bool offline = false;
  model::QuotingStrategy quoting = model::QuotingStrategy::Legacy;
  schema::SchemaView* schema = nullptr;  // nullptr: nothing is known of what the database contains
};

}  // namespace strata::sql
