#include "engine/sql/simulated_schema.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/sql/splitting.h"

namespace strata::sql {
namespace {

using Kind = schema::Object::Kind;

// A database with a table `old` and a view.
struct Live final : schema::SchemaView {
  std::optional<schema::Table> table(std::string_view, std::string_view name) override {
    if (name != "old") return std::nullopt;
    schema::Table table;
    table.name = "old";
    table.definition =
        "CREATE TABLE `old` (\n  `id` int(11) NOT NULL,\n  `s` varchar(5) CHARACTER SET ascii "
        "DEFAULT 'a,b',\n  PRIMARY KEY (`id`),\n  KEY `ix` (`s`)\n) ENGINE=InnoDB";
    table.columns.resize(2);
    table.columns[0].name = "id";
    table.columns[1].name = "s";
    table.primary_key = schema::Key{"PRIMARY", {"id"}};
    return table;
  }
  std::vector<schema::Object> objects(std::string_view, const schema::ObjectFilter& f) override {
    if (f.kind == Kind::Table) return {{Kind::Table, "old", ""}};
    if (f.kind == Kind::View) return {{Kind::View, "v", ""}};
    return {};
  }
  schema::Schema read() override { return {{*table("", "old")}, {}}; }
};

std::string edited(const std::string& definition, FoldRules::Clause clause,
                   const std::string& text) {
  const char* const kind = clause == FoldRules::Clause::Default ? "default" : "null";
  return fmt::format("{} [{}: {}]", definition, kind, text);
}

std::string key_name(const schema::Table& table, Kind kind, const std::vector<std::string>& keys) {
  return fmt::format("{}_{}_{}", table.name, fmt::join(keys, "_"),
                     kind == Kind::ForeignKey ? "fk" : "key");
}

class SimulatedSchemaTest : public testing::Test {
 protected:
  void apply(std::initializer_list<const char*> statements) {
    for (const char* statement : statements) {
      postgresql_.apply(statement);
      mysql_.apply(statement);
    }
  }
  // As text, without what is only for MySQL.
  std::string table(const std::string& name) {
    const std::optional<schema::Table> found = postgresql_.table("", name);
    return found ? schema::to_text({{*found}, {}}) : "none";
  }
  std::string definition(const std::string& name) {
    return mysql_.table("", name).value_or(schema::Table{}).definition;
  }
  std::string names(Kind kind) {
    std::string text;
    for (const schema::Object& one : postgresql_.objects("", {kind})) text += one.name + ";";
    return text;
  }

  Live live_;
  LexicalRules postgresql_rules_ = sql::postgresql();
  LexicalRules mysql_rules_ = sql::mysql();
  SimulatedSchema postgresql_{live_, "public", postgresql_rules_, {nullptr, key_name}};
  SimulatedSchema mysql_{live_, "public", mysql_rules_, {edited, key_name}};
};

TEST_F(SimulatedSchemaTest, ANewTable) {
  apply(
      {"CREATE TABLE public.t (id INT AUTO_INCREMENT NOT NULL, s VARCHAR(5) DEFAULT 'a, b' "
       "NULL, n DECIMAL(10, 2) DEFAULT (1 + 2) CONSTRAINT nn NOT NULL COMMENT 'it''s', at "
       "TIMESTAMP WITHOUT TIME ZONE DEFAULT NOW(), CONSTRAINT pk PRIMARY KEY (id), UNIQUE (s, "
       "n), CONSTRAINT fk FOREIGN KEY (n) REFERENCES public.o(x) ON DELETE SET NULL, CHECK (n > "
       "0)) ENGINE=InnoDB"});
  EXPECT_EQ(table("t"),
            "table t\n"
            "  column id int not null auto increment\n"
            "  column s varchar(5) default 'a, b'\n"
            "  column n decimal(10, 2) not null default (1 + 2) remarks 'it's'\n"
            "  column at timestamp without time zone default NOW()\n"
            "  primary key pk (id)\n"
            "  unique t_s_n_key (s, n)\n"
            "  foreign key fk (n) -> o (x) on delete NO ACTION on update NO ACTION\n");
  EXPECT_EQ(names(Kind::Table), "old;t;");
  EXPECT_EQ(names(Kind::Index), "pk;t_s_n_key;");
}

TEST_F(SimulatedSchemaTest, DefinitionsLeaveKeysOut) {
  apply(
      {"CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, s CHAR(2) CHARACTER SET ascii UNIQUE "
       "DEFAULT 'x' REFERENCES o(y) ON DELETE CASCADE)",
       "ALTER TABLE t ADD n INT NOT NULL DEFAULT 1 AFTER id, MODIFY s CHAR(3) FIRST"});
  EXPECT_EQ(definition("t"),
            "\n  `id` INT AUTO_INCREMENT,\n  `s` CHAR(3),\n  `n` INT NOT NULL DEFAULT 1,");
}

TEST_F(SimulatedSchemaTest, AnAlteredTable) {
  apply({"CREATE TABLE t (a INT, b INT, c INT)", "ALTER TABLE t ADD COLUMN d INT, DROP COLUMN c",
         "ALTER TABLE ONLY public.t ADD CONSTRAINT t_b UNIQUE (b)",
         "ALTER TABLE t ALTER COLUMN a SET DEFAULT 7, ALTER COLUMN b SET NOT NULL",
         "ALTER TABLE t ALTER COLUMN d TYPE BIGINT USING (d::BIGINT)",
         "ALTER TABLE t RENAME COLUMN b TO e",
         "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (d) REFERENCES t (a)",
         "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES t (a)"});
  EXPECT_EQ(table("t"),
            "table t\n  column a int default 7\n  column e int not null\n  column d bigint\n"
            "  unique t_b (e)\n"
            "  foreign key fk (d) -> t (a) on delete NO ACTION on update NO ACTION\n"
            "  foreign key t_a_fk (a) -> t (a) on delete NO ACTION on update NO ACTION\n");
  apply({"ALTER TABLE t DROP CONSTRAINT fk", "ALTER TABLE t DROP FOREIGN KEY t_a_fk, DROP d",
         "ALTER TABLE t ALTER COLUMN a DROP DEFAULT", "ALTER TABLE t DROP CONSTRAINT t_b"});
  EXPECT_EQ(table("t"), "table t\n  column a int\n  column e int not null\n");
}

TEST_F(SimulatedSchemaTest, ATableOfTheDatabase) {
  apply({"ALTER TABLE old ADD x INT, CHANGE s `s``2` VARCHAR(9) NOT NULL",
         "ALTER TABLE old ALTER x SET DEFAULT 5"});
  EXPECT_EQ(definition("old"),
            "\n  `id` int(11) NOT NULL [null: NOT NULL],\n  `s``2` VARCHAR(9) NOT NULL,\n  `x` INT "
            "[default: DEFAULT 5],");
  EXPECT_EQ(names(Kind::PrimaryKey), "PRIMARY;");
  EXPECT_EQ(postgresql_.read().tables.size(), 1U);
}

TEST_F(SimulatedSchemaTest, WhatIsGoneOrRenamed) {
  apply({"CREATE TABLE a (x INT)", "ALTER TABLE a RENAME TO b", "RENAME TABLE b TO c",
         "DROP TABLE IF EXISTS old CASCADE", "DROP VIEW v", "CREATE OR REPLACE VIEW w AS SELECT 1",
         "CREATE SEQUENCE s"});
  EXPECT_EQ(table("a"), "none");
  EXPECT_EQ(table("b"), "none");
  EXPECT_EQ(table("C"), "table c\n  column x int\n");
  EXPECT_EQ(table("old"), "none");
  EXPECT_EQ(names(Kind::Table), "c;");
  EXPECT_EQ(names(Kind::View), "w;");
  EXPECT_EQ(names(Kind::Sequence), "s;");
  apply({"CREATE TABLE old (y INT)", "CREATE UNIQUE INDEX ix ON c (x)"});
  EXPECT_EQ(table("old"), "table old\n  column y int\n");
  EXPECT_EQ(names(Kind::Index), "ix;");
  apply({"DROP INDEX ix"});
  EXPECT_EQ(names(Kind::Index), "");
}

TEST_F(SimulatedSchemaTest, WhatItDoesNotKnowChangesNothing) {
  apply({"", "CREATE", "CREATE TABLE", "ALTER TABLE nowhere ADD x INT", "ALTER TABLE old",
         "CREATE TABLE q AS SELECT 1", "CREATE TABLE r (", "DROP TABLE", "INSERT INTO t VALUES (1)",
         "CREATE INDEX", "ALTER TABLE old ADD"});
  EXPECT_EQ(table("nowhere"), "none");
  EXPECT_EQ(table("q"), "table q\n");
}

}  // namespace
}  // namespace strata::sql
