#include "drivers/mysql/dialect.h"

#include <functional>

#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace strata::mysql {
namespace {

// A database with one table, as MariaDB 10.11 describes it.
class OneTable final : public schema::SchemaView {
 public:
  std::optional<schema::Table> table(std::string_view schema, std::string_view name) override {
    asked_schema = schema;
    if (name != "person") return std::nullopt;
    schema::Table table;
    table.name = "person";
    table.definition = R"(CREATE TABLE `person` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `email` varchar(50) CHARACTER SET latin1 NOT NULL DEFAULT 'x' COMMENT 'where to write',
  `age` int(11) DEFAULT NULL,
  `boss_id` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB)";
    table.unique_keys = {{"email_2", {"email", "age"}}};
    table.foreign_keys.resize(1);
    table.foreign_keys[0].name = "fk_boss";
    table.foreign_keys[0].columns = {"boss_id"};
    return table;
  }
  std::vector<schema::Object> objects(std::string_view, const schema::ObjectFilter&) override {
    return {};
  }
  schema::Schema read() override { return {}; }

  std::string asked_schema;
};

std::string render(const sql::Dialect& dialect, model::ChangeBody body, const sql::Target& target) {
  model::Change change;
  change.body = std::move(body);
  std::string text;
  for (const sql::Statement& statement : dialect.render(change, target)) {
    text += text.empty() ? statement.text : "; " + statement.text;
  }
  return text;
}

template <typename Change>
Change on_person(const std::function<void(Change&)>& fill) {
  Change change;
  change.table_name = "person";
  fill(change);
  return change;
}

class WithTable : public testing::Test {
 protected:
  WithTable() {
    target.version = {10, 11, 6};
    target.schema = &view;
  }
  std::string render(model::ChangeBody body) {
    return mysql::render(mariadb_dialect(), std::move(body), target);
  }

  OneTable view;
  sql::Target target;
};

TEST_F(WithTable, AnotherTypeKeepsTheRestOfTheDefinition) {
  EXPECT_EQ(render(on_person<model::ModifyDataType>([&](auto& c) {
              c.column_name = "email";
              c.new_data_type = "varchar(80)";
            })),
            "ALTER TABLE person MODIFY email VARCHAR(80) CHARACTER SET latin1 NOT NULL DEFAULT 'x' "
            "COMMENT 'where to write'");
  EXPECT_EQ(render(on_person<model::ModifyDataType>([&](auto& c) {
              c.column_name = "id";
              c.new_data_type = "int unsigned";
            })),
            "ALTER TABLE person MODIFY id INT unsigned NOT NULL AUTO_INCREMENT");
}

TEST_F(WithTable, NotNullKeepsTheRestOfTheDefinition) {
  EXPECT_EQ(
      render(on_person<model::DropNotNullConstraint>([&](auto& c) { c.column_name = "email"; })),
      "ALTER TABLE person MODIFY email varchar(50) CHARACTER SET latin1 NULL DEFAULT 'x' COMMENT "
      "'where to write'");
  EXPECT_EQ(render(on_person<model::AddNotNullConstraint>([&](auto& c) { c.column_name = "age"; })),
            "ALTER TABLE person MODIFY age int(11) NOT NULL");
}

TEST_F(WithTable, RenamingNeedsNoTypeAndLosesNothing) {
  model::RenameColumn change;
  change.table_name = "person";
  change.old_column_name = "email";
  change.new_column_name = "mail";
  EXPECT_EQ(render(change), "ALTER TABLE person RENAME COLUMN email TO mail");
  change.column_data_type = "varchar(50)";
  EXPECT_EQ(render(change), "ALTER TABLE person RENAME COLUMN email TO mail");
  change.column_data_type = "varchar(60)";
  EXPECT_EQ(render(change),
            "ALTER TABLE person CHANGE email mail VARCHAR(60) CHARACTER SET latin1 NOT NULL "
            "DEFAULT 'x' COMMENT 'where to write'");
  change.column_data_type.reset();
  change.remarks = "it's mail";
  EXPECT_EQ(render(change),
            "ALTER TABLE person CHANGE email mail varchar(50) CHARACTER SET latin1 NOT NULL "
            "DEFAULT 'x' COMMENT 'it''s mail'");
}

TEST_F(WithTable, OldServersRenameByRestating) {
  target.version = {10, 4, 0};
  EXPECT_EQ(render(on_person<model::RenameColumn>([&](auto& c) {
              c.old_column_name = "age";
              c.new_column_name = "years";
            })),
            "ALTER TABLE person CHANGE age years int(11) DEFAULT NULL");
}

TEST_F(WithTable, ForeignKeysGoWithTheirColumn) {
  EXPECT_EQ(render(on_person<model::DropColumn>([&](auto& c) { c.column_name = "boss_id"; })),
            "ALTER TABLE person DROP FOREIGN KEY fk_boss, DROP COLUMN boss_id");
  EXPECT_EQ(render(on_person<model::DropColumn>([&](auto& c) { c.column_name = "age"; })),
            "ALTER TABLE person DROP COLUMN age");
}

TEST_F(WithTable, UnnamedUniqueKeysAreFoundByTheirColumns) {
  EXPECT_EQ(render(on_person<model::DropUniqueConstraint>(
                [&](auto& c) { c.unique_columns = "email, AGE"; })),
            "ALTER TABLE person DROP KEY email_2");
  EXPECT_THROW(
      render(on_person<model::DropUniqueConstraint>([&](auto& c) { c.unique_columns = "email"; })),
      Error);
}

TEST_F(WithTable, DatabasesStandWhereOthersHaveSchemas) {
  render(on_person<model::DropColumn>([&](auto& c) {
    c.schema_name = "app";
    c.column_name = "age";
  }));
  EXPECT_EQ(view.asked_schema, "app");
  target.default_catalog = "shop";
  EXPECT_EQ(render(on_person<model::DropTable>([](auto&) {})), "DROP TABLE shop.person");
  EXPECT_EQ(render(on_person<model::DropTable>([&](auto& c) { c.schema_name = "app"; })),
            "DROP TABLE app.person");
  EXPECT_EQ(render(on_person<model::DropTable>([&](auto& c) {
              c.catalog_name = "c";
              c.schema_name = "app";
              c.table_name = "order";
            })),
            "DROP TABLE c.`order`");
}

TEST(Dialect, ModifyNeedsATypeFromSomewhere) {
  const sql::Target target;
  model::DropNotNullConstraint untyped;
  untyped.table_name = "person";
  untyped.column_name = "age";
  EXPECT_THROW(render(mysql_dialect(), untyped, target), Error);
  Diagnostics diagnostics;
  model::Change change;
  change.body = untyped;
  mysql_dialect().check(change, target, diagnostics);
  ASSERT_TRUE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.all()[0].message,
            "dropNotNullConstraint: MySQL needs columnDataType without a database");
}

TEST(Dialect, AFilledColumnKeepsItsDefaultWhenItStartsToRefuseNull) {
  model::Column column;
  column.name = "nick";
  column.type = "varchar(20)";
  column.value = "y";
  column.default_value = "x";
  column.remarks = "short";
  column.after_column = "id";
  column.constraints.emplace().nullable = false;
  EXPECT_EQ(render(mariadb_dialect(),
                   on_person<model::AddColumn>([&](auto& c) { c.columns = {column}; }), {}),
            "ALTER TABLE person ADD nick VARCHAR(20) DEFAULT 'x' NULL COMMENT 'short' AFTER id; "
            "UPDATE person SET nick = 'y'; "
            "ALTER TABLE person MODIFY nick VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'short'");
}

TEST(Dialect, DefaultsThatFollowUpdatesAreModified) {
  model::AddDefaultValue change;
  change.table_name = "person";
  change.column_name = "made";
  change.column_data_type = "timestamp";
  change.default_value_computed = "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP";
  EXPECT_EQ(render(mysql_dialect(), change, {}),
            "ALTER TABLE person MODIFY made timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE "
            "CURRENT_TIMESTAMP");
}

TEST(Dialect, LiteralsCannotBeLeft) {
  EXPECT_EQ(mysql_dialect().string_literal(R"(a\' OR 1=1 -- )"), R"('a\\'' OR 1=1 -- ')");
  EXPECT_EQ(mysql_dialect().quote("a`b", sql::ObjectKind::Table, {}), "`a``b`");
}

TEST(Dialect, WordsThatOnlyTheServerReservesAreQuoted) {
  const sql::Target target;
  EXPECT_EQ(mariadb_dialect().quote("offset", sql::ObjectKind::Column, target), "`offset`");
  EXPECT_EQ(mysql_dialect().quote("offset", sql::ObjectKind::Column, target), "offset");
  EXPECT_EQ(mysql_dialect().quote("lateral", sql::ObjectKind::Column, target), "`lateral`");
}

TEST(Dialect, ATimestampHasAtMostSixDigits) {
  EXPECT_THROW(mariadb_dialect().type_name("timestamp(9)", {}, {}), Error);
}

struct TypeCase {
  const char* written;
  const char* mysql;
  const char* mariadb;
};

class Types : public testing::TestWithParam<TypeCase> {};

TEST_P(Types, AreSpelledForTheServer) {
  sql::Target target;
  EXPECT_EQ(mysql_dialect().type_name(GetParam().written, {}, target), GetParam().mysql);
  EXPECT_EQ(mariadb_dialect().type_name(GetParam().written, {}, target), GetParam().mariadb);
}

INSTANTIATE_TEST_SUITE_P(
    Some, Types,
    testing::Values(
        TypeCase{"boolean", "TINYINT", "TINYINT(1)"}, TypeCase{"uuid", "char(36)", "UUID"},
        TypeCase{"time(6)", "time(6)", "time(6)"},
        TypeCase{"datetime2(7)", "datetime(6)", "datetime(6)"},
        TypeCase{"timestamp(3) with time zone", "timestamp(3)", "timestamp(3)"},
        TypeCase{"TIMESTAMP(3) DEFAULT NOW(3)", "TIMESTAMP(3) DEFAULT NOW(3)",
                 "TIMESTAMP(3) DEFAULT NOW(3)"},
        TypeCase{"numeric(9, 2) unsigned", "numeric(9, 2) unsigned", "numeric(9, 2) unsigned"},
        TypeCase{"enum('a,b','c)','it''s')", "ENUM('a,b', 'c)', 'it''s')",
                 "ENUM('a,b', 'c)', 'it''s')"},
        TypeCase{"enum('a') default 'a'", "ENUM('a') default 'a'", "ENUM('a') default 'a'"},
        TypeCase{"java.sql.Types.VARBINARY(32)", "VARBINARY(32)", "VARBINARY(32)"},
        TypeCase{"bigint(20) unsigned", "BIGINT unsigned", "BIGINT unsigned"}));

}  // namespace
}  // namespace strata::mysql
