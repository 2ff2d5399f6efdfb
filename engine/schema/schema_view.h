// A look at the database while statements are made for it: live, or simulated by applying the
// statements made so far. Not thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/schema/schema.h"

namespace strata::schema {

class SchemaView {
 public:
  virtual ~SchemaView() = default;

  // Absent if there is no such table. An empty schema name means the default one. Names are
  // compared as the database does.
  virtual std::optional<Table> table(std::string_view schema, std::string_view name) = 0;

  // Whether table() would find one; much cheaper.
  virtual bool has_table(std::string_view schema, std::string_view name) {
    return table(schema, name).has_value();
  }

  // Objects of one kind in a schema, by name; much cheaper than reading it.
  virtual std::vector<Object> objects(std::string_view schema, const ObjectFilter& filter) = 0;

  // Everything in the default schema; for dialects that must look at referring tables and views.
  virtual Schema read() = 0;
};

// A schema without a database: it takes the statements that would have been executed.
class Simulation : public SchemaView {
 public:
  // Never throws for a statement that fails for lack of data; such failures are left for the real
  // run.
  virtual void apply(std::string_view statement) = 0;
};

}  // namespace strata::schema
