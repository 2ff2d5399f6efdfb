// Reads what a PostgreSQL schema contains, in a few queries for all tables.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/driver/connection.h"
#include "engine/schema/schema_view.h"

namespace strata::postgresql {

using Query = std::function<driver::ResultSet(std::string_view)>;

// `default_schema` is the one whose tables have no schema name. The view asks anew each time.
class SchemaReader final : public schema::SchemaView {
 public:
  SchemaReader(Query query, std::string default_schema)
      : query_(std::move(query)), default_schema_(std::move(default_schema)) {}

  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override;
  bool has_table(std::string_view schema, std::string_view name) override;
  std::vector<schema::Object> objects(std::string_view schema,
                                      const schema::ObjectFilter& filter) override;
  schema::Schema read() override;

 private:
  // The condition on tables t and schemas s.
  std::string named(std::string_view schema, std::string_view name) const;
  schema::Schema read_tables(const std::string& condition);
  void read_columns(schema::Schema& schema, const std::string& condition);
  void read_constraints(schema::Schema& schema, const std::string& condition);
  void read_indexes(schema::Schema& schema, const std::string& condition);
  void read_triggers(schema::Schema& schema, const std::string& condition);

  Query query_;
  std::string default_schema_;
};

}  // namespace strata::postgresql
