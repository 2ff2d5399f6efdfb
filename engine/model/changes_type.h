// Changes of enumerated types, which Liquibase does not know. Plain data; the fields are described
// in field_tables_type.cc.
#pragma once

#include "engine/model/value.h"

namespace strata::model {

struct CreateType {
  Text catalog_name;
  Text schema_name;
  Text type_name;
  Text values;  // separated by commas

  bool operator==(const CreateType&) const = default;
};

struct AddTypeValue {
  Text catalog_name;
  Text schema_name;
  Text type_name;
  Text value;
  Text before_value;
  Text after_value;

  bool operator==(const AddTypeValue&) const = default;
};

struct DropType {
  Text catalog_name;
  Text schema_name;
  Text type_name;

  bool operator==(const DropType&) const = default;
};

}  // namespace strata::model
