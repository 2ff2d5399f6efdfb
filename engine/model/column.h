// A column of a change, with its constraints, as written in a changelog. Not a column of a
// database; that is schema::Column. Plain data.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/boxed.h"
#include "engine/model/value.h"

namespace strata::model {

struct Field;

struct Constraints {
  Flag nullable;
  Text not_null_constraint_name;
  Flag primary_key;
  Text primary_key_name;
  Text primary_key_tablespace;
  Text references;
  Text referenced_table_catalog_name;
  Text referenced_table_schema_name;
  Text referenced_table_name;
  Text referenced_column_names;
  Flag unique;
  Text unique_constraint_name;
  Text check_constraint;
  Flag delete_cascade;
  Text foreign_key_name;
  Flag initially_deferred;
  Flag deferrable;
  Flag validate_nullable;
  Flag validate_unique;
  Flag validate_primary_key;
  Flag validate_foreign_key;

  bool operator==(const Constraints&) const = default;
};

struct Column {
  Text name;
  Text type;
  Flag computed;
  Text encoding;
  Flag auto_increment;
  Number start_with;
  Number increment_by;
  Text remarks;
  Flag descending;
  Flag default_on_null;
  Text generation_type;

  // At most one of these is given; the first present one in this order wins.
  Text value;
  Text value_numeric;
  Moment value_date;
  Flag value_boolean;
  Text value_blob_file;
  Text value_clob_file;
  std::shared_ptr<const std::string> file_value;  // what the loader read there
  Text value_computed;
  Text value_sequence_next;
  Text value_sequence_current;

  Text default_value;
  Text default_value_numeric;
  Moment default_value_date;
  Flag default_value_boolean;
  Text default_value_computed;
  Text default_value_sequence_next;
  Text default_value_constraint_name;

  Boxed<Constraints> constraints;

  // In addColumn and createIndex only.
  Text after_column;
  Text before_column;
  Number position;

  // In loadData only.
  Text header;
  Number index;
  Flag allow_update;

  Place at;

  bool operator==(const Column&) const = default;
};

// Whether any of the value (default value) members is given.
bool has_value(const Column& column);
bool has_default(const Column& column);

std::span<const Field> column_fields();             // without the three below
std::span<const Field> positioned_column_fields();  // with afterColumn, beforeColumn, position
std::span<const Field> loaded_column_fields();      // with header, index, allowUpdate
std::span<const Field> constraints_fields();

}  // namespace strata::model
