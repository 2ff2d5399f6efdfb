// Reads what a MySQL or MariaDB database contains, in a few queries for all tables.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/driver/connection.h"
#include "engine/schema/schema_view.h"

namespace strata::mysql {

using Query = std::function<driver::ResultSet(std::string_view)>;

// `database` is the one whose tables have no schema name. The view asks anew each time.
class SchemaReader final : public schema::SchemaView {
 public:
  SchemaReader(Query query, std::string database)
      : query_(std::move(query)), database_(std::move(database)) {}

  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override;
  bool has_table(std::string_view schema, std::string_view name) override;
  std::vector<schema::Object> objects(std::string_view schema,
                                      const schema::ObjectFilter& filter) override;
  schema::Schema read() override;

 private:
  schema::Schema read_tables(const std::string& database, std::string_view only);
  void read_columns(schema::Schema& schema, const std::string& where);
  void read_keys(schema::Schema& schema, const std::string& where);
  void read_foreign_keys(schema::Schema& schema, const std::string& where);
  void read_indexes(schema::Schema& schema, const std::string& where);
  void read_checks(schema::Schema& schema, const std::string& where);
  void read_triggers(schema::Schema& schema, const std::string& database, std::string_view only);

  Query query_;
  std::string database_;
};

}  // namespace strata::mysql
