#include "drivers/sqlite/simulation.h"

#include "drivers/sqlite/handle.h"
#include "drivers/sqlite/schema_reader.h"
#include "engine/base/error.h"

namespace strata::sqlite {
namespace {

class InMemory final : public schema::Simulation {
 public:
  explicit InMemory(driver::Connection* live)
      : handle_(":memory:", ":memory:"),
        reader_([this](std::string_view statement) { return handle_.query(statement); }) {
    if (live == nullptr) return;
    const driver::ResultSet rows = live->query(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE "
        "'\\' "
        "ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 ELSE 2 END, rowid");
    for (const auto& row : rows.rows) apply(*row[0]);
  }

  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override {
    return reader_.table(schema, name);
  }
  std::vector<schema::Object> objects(std::string_view schema,
                                      const schema::ObjectFilter& filter) override {
    return reader_.objects(schema, filter);
  }
  schema::Schema read() override { return reader_.read(); }

  void apply(std::string_view statement) override {
    try {
      // Not the rows: as most of them are not known, others could stand in the way of a rebuild.
      handle_.execute_ddl(statement);
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch)
      // It may lack an extension's function; the real run will tell.
    }
  }

 private:
  Handle handle_;
  SchemaReader reader_;
};

}  // namespace

std::unique_ptr<schema::Simulation> simulate(driver::Connection* live) {
  return std::make_unique<InMemory>(live);
}

}  // namespace strata::sqlite
