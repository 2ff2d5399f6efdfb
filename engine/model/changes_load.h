// Changes that load rows from files. Plain data; the fields are described in field_tables_load.cc.
#pragma once

#include <memory>
#include <vector>

#include "engine/model/column.h"
#include "engine/model/data_file.h"
#include "engine/model/value.h"

namespace strata::model {

struct LoadData {
  Text catalog_name;
  Text schema_name;
  Text table_name;
  Text file;
  Text encoding;
  Text separator;
  Text quotchar;
  Text comment_line_starts_with;
  Flag relative_to_changelog_file;
  Flag use_prepared_statements;
  std::vector<Column> columns;
  std::shared_ptr<const DataFile> data;  // set by the loader

  bool operator==(const LoadData&) const = default;
};

struct LoadUpdateData : LoadData {
  Text primary_key;  // columns, separated by commas
  Flag only_update;
  bool removes = false;  // the rollback: deletes the rows with these keys

  bool operator==(const LoadUpdateData&) const = default;
};

// What comment lines start with; empty where there are none. "#" by default.
std::string comment_start(const LoadData& change);

}  // namespace strata::model
