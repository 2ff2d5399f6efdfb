// Changes of sequences. Plain data; the fields are described in field_tables_sequence.cc.
#pragma once

#include "engine/model/value.h"

namespace strata::model {

struct CreateSequence {
  Text catalog_name;
  Text schema_name;
  Text sequence_name;
  Text data_type;
  Number start_value;
  Number increment_by;
  Number min_value;
  Number max_value;
  Number cache_size;
  Flag cycle;
  Flag ordered;

  bool operator==(const CreateSequence&) const = default;
};

struct AlterSequence {
  Text catalog_name;
  Text schema_name;
  Text sequence_name;
  Text data_type;
  Number increment_by;
  Number min_value;
  Number max_value;
  Number cache_size;
  Flag cycle;
  Flag ordered;

  bool operator==(const AlterSequence&) const = default;
};

struct DropSequence {
  Text catalog_name;
  Text schema_name;
  Text sequence_name;

  bool operator==(const DropSequence&) const = default;
};

struct RenameSequence {
  Text catalog_name;
  Text schema_name;
  Text old_sequence_name;
  Text new_sequence_name;

  bool operator==(const RenameSequence&) const = default;
};

}  // namespace strata::model
