// Reads what an SQLite database contains, out of the statements that it keeps.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "engine/driver/connection.h"
#include "engine/schema/schema_view.h"

namespace strata::sqlite {

using Query = std::function<driver::ResultSet(std::string_view)>;

// Schema names are ignored: SQLite has none but attached files. The view asks anew each time.
class SchemaReader final : public schema::SchemaView {
 public:
  explicit SchemaReader(Query query) : query_(std::move(query)) {}

  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override;
  std::vector<schema::Object> objects(std::string_view schema,
                                      const schema::ObjectFilter& filter) override;
  schema::Schema read() override;

 private:
  schema::Schema read_where(const std::string& condition);

  Query query_;
};

}  // namespace strata::sqlite
