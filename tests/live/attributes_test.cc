// Every attribute of every change type on each database: in some changelog of these that is applied
// and taken back, or with the reason why not.
#include <array>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/base/overloaded.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/model/dbms.h"
#include "tests/live/migration.h"

namespace strata::test {
namespace {

using model::Field;
using model::FieldRef;

Changelog attributes() {
  return {"attributes.yaml", std::string(STRATA_SOURCE_DIR) + "/tests/live", ""};
}

// --- what the changelogs give -------------------------------------------------------------------

using Names = std::set<std::string>;

// "createTable.tableName", "createTable.columns.name", "createTable.columns.constraints.unique".
class Seen {
 public:
  void add(const model::ChangeSet& change_set) {
    for (const model::Change& change : change_set.changes) add(change);
    if (!change_set.rollback) return;
    for (const model::Change& change : change_set.rollback->changes) add(change);
  }

  const Names& names() const { return names_; }

 private:
  void add(const model::Change& change) {
    const model::ChangeType& type = model::type_of(change);
    for (const Field& field : type.fields)
      add(std::string(type.name) + ".", field, model::value_of(field, change.body));
  }

  void add(const std::string& owner, const Field& field, const FieldRef& value) {
    const std::string name = owner + std::string(field.name);
    std::visit(Overloaded{[&](std::vector<model::Column>* columns) {
                            for (model::Column& column : *columns)
                              add_all(name + ".", model::positioned_column_fields(), &column);
                            for (model::Column& column : *columns)
                              add_all(name + ".", model::loaded_column_fields(), &column);
                          },
                          [&](Boxed<model::Constraints>* constraints) {
                            if (*constraints)
                              add_all(name + ".", model::constraints_fields(), &**constraints);
                          },
                          [&](std::map<std::string, model::Text>*) { names_.insert(name); },
                          [&](auto* other) {
                            if (other->has_value()) names_.insert(name);
                          }},
               value);
  }

  void add_all(const std::string& owner, std::span<const Field> fields, void* object) {
    for (const Field& field : fields) add(owner, field, field.ref(object));
  }

  Names names_;
};

Names seen_on(Vendor vendor) {
  Seen seen;
  for (const Changelog& one : {everything(), more(), undo(), loading(), attributes()}) {
    const changelog::FileResources resources({one.folder});
    changelog::LoadOptions options;
    options.file = one.file;
    options.resources = &resources;
    options.dbms = to_string(vendor);
    Diagnostics diagnostics;
    const model::Changelog loaded = changelog::load(std::move(options), diagnostics);
    for (const model::ChangeSet& change_set : loaded.change_sets) {
      if (model::dbms_matches(change_set.dbms.value_or(""), to_string(vendor)))
        seen.add(change_set);
    }
  }
  return seen.names();
}

// --- what there is ------------------------------------------------------------------------------

// Which attributes of a column mean something in which change; the others are read and summed up.
bool means_something(std::string_view type, std::string_view attribute) {
  using Words = std::initializer_list<std::string_view>;
  const bool is_default = attribute.starts_with("defaultValue");
  const bool is_value = attribute.starts_with("value") || attribute == "encoding";
  if (attribute == "name") return true;
  if (is_one_of(type, Words{"createTable", "addColumn"})) {
    if (is_one_of(attribute, Words{"afterColumn", "beforeColumn", "position"}) || is_value)
      return type == "addColumn";
    return is_default ||
           is_one_of(attribute, Words{"type", "autoIncrement", "startWith", "incrementBy",
                                      "remarks", "generationType", "constraints"});
  }
  if (is_one_of(type, Words{"insert", "update"})) return is_value;
  if (type == "createIndex") return is_one_of(attribute, Words{"computed", "descending"});
  if (type == "loadData" || type == "loadUpdateData") {
    if (attribute == "allowUpdate") return type == "loadUpdateData";
    return (is_default && attribute != "defaultValueConstraintName") ||
           is_one_of(attribute, Words{"type", "header", "index", "encoding"});
  }
  return false;
}

Names all_names() {
  Names names;
  for (const model::ChangeType& type : model::change_types()) {
    for (const Field& field : type.fields) {
      const std::string name = fmt::format("{}.{}", type.name, field.name);
      model::ChangeBody body = type.make();
      if (!std::holds_alternative<std::vector<model::Column>*>(model::value_of(field, body))) {
        names.insert(name);
        continue;
      }
      const auto columns = field.has(Field::kLoaded)       ? model::loaded_column_fields()
                           : field.has(Field::kPositioned) ? model::positioned_column_fields()
                                                           : model::column_fields();
      for (const Field& column : columns) {
        if (!means_something(type.name, column.name)) continue;
        if (column.name != "constraints") names.insert(fmt::format("{}.{}", name, column.name));
      }
      if (!means_something(type.name, "constraints")) continue;
      for (const Field& constraint : model::constraints_fields())
        names.insert(fmt::format("{}.constraints.{}", name, constraint.name));
    }
  }
  return names;
}

// --- what is left out, and why ------------------------------------------------------------------

struct LeftOut {
  std::string_view names;  // a regular expression
  std::string_view reason;
};

constexpr std::array kEverywhere{
    LeftOut{"(create|drop)(Package|PackageBody|Synonym)\\..*|markUnused\\..*", "Oracle's alone"},
    LeftOut{"(enable|disable)CheckConstraint\\..*", "MySQL's alone"},
    LeftOut{"stop\\.message", "ends the run"},
    LeftOut{"customChange\\..*", "needs a program, see tests/script"},
    LeftOut{"(create|alter)Sequence\\.ordered", "refused: sequences have no order"},
    LeftOut{"addUniqueConstraint\\.clustered", "refused: no clustered unique constraints"},
    LeftOut{"addColumn\\.columns\\.constraints\\.(primaryKeyTablespace|validatePrimaryKey)",
            "the column's own key has neither"},
    LeftOut{"addColumn\\.columns\\.constraints\\.checkConstraint", "left out, with a warning"}};

constexpr std::array kNotOnPostgresql{
    LeftOut{"addColumn\\.columns\\.(afterColumn|beforeColumn|position)",
            "refused: columns are added at the end"},
    LeftOut{"addColumn\\.columns\\.constraints\\.primaryKeyName", "the column's own key has none"}};

constexpr std::array kNotOnMariaDb{
    LeftOut{"(add|create|drop)Type(Value)?\\..*", "no types of the user's own"},
    LeftOut{"(enable|disable|rename)Trigger\\..*|createTrigger\\.disabled", "no such statement"},
    LeftOut{"(create|alter)Sequence\\.dataType", "refused: sequences have no type"},
    LeftOut{"(addAutoIncrement|(createTable|addColumn)\\.columns)\\.incrementBy",
            "refused: the step is the server's"},
    LeftOut{"(createTable|addColumn)\\.columns\\.generationType", "rows are numbered in one way"},
    LeftOut{"addColumn\\.columns\\.beforeColumn", "refused: afterColumn is there"},
    LeftOut{"addColumn\\.columns\\.constraints\\.primaryKeyName", "the column's own key has none"},
    LeftOut{".*\\.(deferrable|initiallyDeferred)", "refused: nothing is deferred"},
    LeftOut{"add(PrimaryKey|UniqueConstraint)\\.(clustered|forIndex.*)", "refused: no such keys"},
    LeftOut{"(create|drop)Index\\.(clustered|concurrently|include|where)",
            "refused, or without effect"},
    LeftOut{"createTable\\.tableType", "a temporary table ends with its session"}};

constexpr std::array kNotOnSqlite{
    LeftOut{"(add|create|drop)Type(Value)?\\..*", "no types of the user's own"},
    LeftOut{"(create|drop)(Function|Procedure)\\..*", "no stored programs"},
    LeftOut{"(enable|disable)Trigger\\..*|createTrigger\\.disabled", "no such statement"},
    LeftOut{"set(Table|Column)Remarks\\..*", "no remarks but in CREATE TABLE"},
    LeftOut{
        "(create|alter|drop|rename)Sequence\\.(catalogName|schemaName|dataType|minValue|maxValue|"
        "oldSequenceName|newSequenceName)|.*\\.(v|defaultV)alueSequence.*",
        "no sequences: without effect, or refused"},
    LeftOut{"(addAutoIncrement|(createTable|addColumn)\\.columns)\\.incrementBy",
            "refused: rows are numbered one by one"},
    LeftOut{"addColumn\\.columns\\.(autoIncrement|startWith)", "refused: only a new table's key"},
    LeftOut{"(createTable|addColumn)\\.columns\\.generationType", "rows are numbered in one way"},
    LeftOut{"addUniqueConstraint\\.(deferrable|initiallyDeferred)", "only foreign keys wait"},
    LeftOut{"add(PrimaryKey|UniqueConstraint)\\.(clustered|forIndex.*)", "without effect"},
    LeftOut{"(create|drop)Index\\.(clustered|concurrently|include|using)",
            "refused, or without effect"},
    LeftOut{"createTable\\.tableType", "a temporary table ends with its session"}};

std::vector<LeftOut> left_out(Vendor vendor) {
  std::vector<LeftOut> all(kEverywhere.begin(), kEverywhere.end());
  const auto add = [&](const auto& more) { all.insert(all.end(), more.begin(), more.end()); };
  if (vendor == Vendor::Postgresql) add(kNotOnPostgresql);
  if (vendor == Vendor::MariaDb) add(kNotOnMariaDb);
  if (vendor == Vendor::Sqlite) add(kNotOnSqlite);
  return all;
}

class LiveAttributes : public testing::TestWithParam<Vendor> {};

INSTANTIATE_TEST_SUITE_P(Vendors, LiveAttributes,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(LiveAttributes, AreInSomeChangelogOrHaveAReasonWhyNot) {
  const Names seen = seen_on(GetParam());
  Names unseen;
  for (const std::string& name : all_names()) {
    if (!seen.contains(name)) unseen.insert(name);
  }
  for (const LeftOut& one : left_out(GetParam())) {
    const std::regex names{std::string(one.names)};
    EXPECT_NE(std::erase_if(unseen,
                            [&](const std::string& name) { return std::regex_match(name, names); }),
              0U)
        << one.names << ": nothing is left out any more";
  }
  EXPECT_EQ(fmt::format("{}", fmt::join(unseen, "\n")), "");
}

// --- forth and back, in another schema ----------------------------------------------------------

// PostgreSQL: a schema; MariaDB: another database; SQLite has one of each.
class Elsewhere : public testing::TestWithParam<Vendor> {
 protected:
  Elsewhere() {
    if (database_.vendor() == Vendor::Postgresql)
      database_.connect()->execute("CREATE SCHEMA elsewhere");
  }

  std::string schema() const {
    if (database_.vendor() == Vendor::Sqlite) return "main";
    return database_.vendor() == Vendor::Postgresql ? "elsewhere" : other_.name();
  }

  void run(std::vector<std::string> command, const Changelog& changelog,
           const std::vector<std::string>& options) const {
    command = words(command, changelog, database_.url());
    command.insert(command.end(), options.begin(), options.end());
    const Outcome outcome = run_program(command);
    ASSERT_EQ(outcome.exit_code, 0) << changelog.file << "\n" << outcome.output;
  }

  std::vector<std::string> names_elsewhere() const {
    const bool is_sqlite = database_.vendor() == Vendor::Sqlite;
    const std::string catalog =
        database_.vendor() == Vendor::Postgresql ? database_.name() : schema();
    return {"-Dcatalog=" + catalog, "-Dschema=" + schema(),
            "-Dreferences=" + (is_sqlite ? "" : schema() + ".")};
  }

  // Of the schema elsewhere, without the tables that keep the history.
  std::string text_elsewhere() const {
    if (database_.vendor() == Vendor::Sqlite) return schema_text(database_);
    driver::ConnectOptions options = database_.options();
    options.default_schema = schema();
    schema::Schema read = connect(options)->schema().read();
    std::erase_if(read.tables, [](const schema::Table& table) {
      return starts_with_ignore_case(table.name, "databasechangelog");
    });
    return schema::to_text(read);
  }

  LiveDatabase database_{GetParam()};
  LiveDatabase other_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, Elsewhere,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(Elsewhere, NamedInEveryChange) {
  const std::vector<std::string> names = names_elsewhere();
  run({"update"}, attributes(), names);
  const std::string migrated = text_elsewhere();
  EXPECT_NE(migrated, "");
  if (GetParam() != Vendor::Sqlite) {
    EXPECT_EQ(schema_text(database_), "");
  }
  run({"rollback-count", "1000"}, attributes(), names);
  EXPECT_EQ(text_elsewhere(), "");
  run({"update"}, attributes(), names);
  EXPECT_EQ(text_elsewhere(), migrated);
}

class ElsewhereByDefault : public Elsewhere {};

INSTANTIATE_TEST_SUITE_P(Vendors, ElsewhereByDefault,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

// What is made there is what is made in the usual place, and nothing is made in the usual place.
TEST_P(ElsewhereByDefault, IsWhereNamesWithoutSchemaAre) {
  const std::vector<std::string> option{"--default-schema-name=" + schema()};
  for (const Changelog& one : {everything(), more(), loading(), shop()}) {
    SCOPED_TRACE(one.file);
    run({"update"}, one, option);
    const std::string migrated = text_elsewhere();
    EXPECT_EQ(schema_text(database_), "");
    run({"rollback-count", "1000"}, one, option);
    EXPECT_EQ(text_elsewhere(), "");
    const LiveDatabase usual{GetParam()};
    const Outcome there = run_program(words({"update"}, one, usual.url()));
    ASSERT_EQ(there.exit_code, 0) << there.output;
    // Views of MariaDB name the database of their tables.
    EXPECT_EQ(replace_all(schema_text(usual), usual.name(), schema()), migrated);
  }
}

}  // namespace
}  // namespace strata::test
