// What a live database will contain once the statements of a script have run: the database as it
// is, seen through the statements applied so far. Knows CREATE, ALTER, DROP and RENAME of tables,
// and the names of indexes, views and sequences; rows it does not know. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/schema/schema_view.h"
#include "engine/sql/table_fold.h"

namespace strata::sql {

class SimulatedSchema final : public schema::Simulation {
 public:
  // `live` must outlive it; its tables without a schema are those of `default_schema`.
  SimulatedSchema(schema::SchemaView& live, std::string default_schema, const LexicalRules& lexical,
                  FoldRules rules)
      : live_(live),
        default_schema_(std::move(default_schema)),
        lexical_(lexical),
        rules_(std::move(rules)) {}

  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override;
  std::vector<schema::Object> objects(std::string_view schema,
                                      const schema::ObjectFilter& filter) override;
  schema::Schema read() override;

  void apply(std::string_view statement) override;

 private:
  struct Key {
    std::string schema;
    std::string name;  // both in lower case
    auto operator<=>(const Key&) const = default;
  };

  Key key_of(std::string_view schema, std::string_view name) const;
  // The table for editing it; nullptr if there is none.
  FoldedTable* open(const QualifiedName& name);
  FoldedTable import(schema::Table table) const;
  schema::Table with_definition(const FoldedTable& folded) const;
  void create(TokenCursor& cursor);
  void create_table(TokenCursor& cursor);
  void create_index(TokenCursor& cursor, bool unique);
  void alter(TokenCursor& cursor);
  void drop(TokenCursor& cursor);
  void rename(const QualifiedName& from, const QualifiedName& to);

  schema::SchemaView& live_;
  std::string default_schema_;
  const LexicalRules& lexical_;
  FoldRules rules_;
  // Those that a statement was about; absent ones are gone.
  std::map<Key, std::optional<FoldedTable>> tables_;
  std::map<std::pair<schema::Object::Kind, Key>, bool>
      others_;  // views and sequences: still there?
};

}  // namespace strata::sql
