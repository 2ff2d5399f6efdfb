// Changes that only Oracle (and Db2) can do. Strata has no such dialect: it reads them, so that
// changelogs for several databases load, and says so where they would run. Plain data; the fields
// are described in field_tables_oracle.cc.
#pragma once

#include "engine/model/value.h"

namespace strata::model {

struct CreateSynonym {
  Text object_catalog_name;
  Text object_schema_name;
  Text object_name;
  Text object_type;
  Text synonym_catalog_name;
  Text synonym_schema_name;
  Text synonym_name;
  Flag is_private;
  Flag replace_if_exists;

  bool operator==(const CreateSynonym&) const = default;
};

struct DropSynonym {
  Text object_type;
  Text synonym_catalog_name;
  Text synonym_schema_name;
  Text synonym_name;
  Flag is_private;

  bool operator==(const DropSynonym&) const = default;
};

struct MarkUnused {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text column_name;

  bool operator==(const MarkUnused&) const = default;
};

}  // namespace strata::model
