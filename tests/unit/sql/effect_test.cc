#include "engine/sql/effect.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "drivers/mysql/dialect.h"
#include "drivers/postgresql/dialect.h"

namespace strata::sql {
namespace {

std::string_view name_of(Work work) {
  constexpr std::string_view kNames[] = {"rows", "schema", "session", "control", "other"};
  return kNames[static_cast<std::size_t>(work)];
}

std::string_view name_of(Trace::Kind kind) {
  constexpr std::string_view kNames[] = {"table",       "view",   "sequence",  "program",
                                         "trigger",     "column", "index",     "primary key",
                                         "foreign key", "check",  "constraint"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string text_of(const Effect& effect) {
  std::string text(name_of(effect.work));
  if (effect.is_repeatable) text += ", repeatable";
  if (effect.is_concurrent) text += ", concurrent";
  for (const Trace& trace : effect.traces) {
    text += fmt::format("; {} {} {}{}{}", trace.is_there ? "there:" : "gone:", name_of(trace.kind),
                        trace.schema.empty() ? "" : trace.schema + "|",
                        trace.table.empty() ? "" : trace.table + ".", trace.name);
  }
  return text;
}

std::string mysql(std::string_view statement) {
  return text_of(effect_of(statement, mysql_dialect().traits().lexical));
}
std::string postgresql(std::string_view statement) {
  return text_of(effect_of(statement, postgresql_dialect().traits().lexical));
}

TEST(EffectTest, KindsOfWork) {
  EXPECT_EQ(mysql("insert into t values (1)"), "rows");
  EXPECT_EQ(mysql("-- a comment\n (SELECT 1)"), "rows");
  EXPECT_EQ(mysql("# c\nWITH x AS (SELECT 1) SELECT * FROM x"), "rows");
  EXPECT_EQ(mysql("SET foreign_key_checks = 0"), "session, repeatable");
  EXPECT_EQ(mysql("CREATE TEMPORARY TABLE t (a int)"), "session");
  EXPECT_EQ(mysql("DROP TEMPORARY TABLE t"), "session");
  EXPECT_EQ(mysql("select max(a) into @a from t"), "session, repeatable");
  EXPECT_EQ(mysql("/*!40101 SET NAMES utf8 */"), "session, repeatable");
  EXPECT_EQ(mysql("/*M!100100 CREATE TABLE t (a int) */"), "schema; there: table t");
  EXPECT_EQ(mysql("START TRANSACTION"), "control");
  EXPECT_EQ(mysql("CALL p()"), "other");
  EXPECT_EQ(postgresql("DO $$ begin end $$"), "other");
  EXPECT_EQ(postgresql("VACUUM FULL t"), "schema, repeatable");
  EXPECT_EQ(mysql("GRANT SELECT ON t TO u"), "schema, repeatable");
  EXPECT_EQ(mysql("TRUNCATE t"), "schema");
  EXPECT_EQ(mysql(""), "other");
}

TEST(EffectTest, ThingsOfTheSchema) {
  EXPECT_EQ(mysql("CREATE TABLE t (a int)"), "schema; there: table t");
  EXPECT_EQ(mysql("CREATE TABLE `d b`.`t``x` (a int)"), "schema; there: table d b|t`x");
  EXPECT_EQ(mysql("CREATE TABLE IF NOT EXISTS t (a int)"), "schema, repeatable; there: table t");
  EXPECT_EQ(mysql("CREATE OR REPLACE VIEW v AS SELECT 1"), "schema, repeatable; there: view v");
  EXPECT_EQ(
      mysql("CREATE ALGORITHM = MERGE DEFINER = `u`@`h` SQL SECURITY INVOKER VIEW v AS SELECT 1"),
      "schema; there: view v");
  EXPECT_EQ(mysql("CREATE DEFINER=u@h PROCEDURE p() SELECT 1"), "schema; there: program p");
  EXPECT_EQ(mysql("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET new.a = 1"),
            "schema; there: trigger t.tr");
  EXPECT_EQ(mysql("CREATE UNIQUE INDEX i ON d.t (a)"), "schema; there: index d|t.i");
  EXPECT_EQ(mysql("DROP INDEX i ON t"), "schema; gone: index t.i");
  EXPECT_EQ(mysql("DROP TABLE a, d.b"), "schema; gone: table a; gone: table d|b");
  EXPECT_EQ(mysql("DROP TABLE IF EXISTS a"), "schema, repeatable; gone: table a");
  EXPECT_EQ(mysql("RENAME TABLE a TO b"), "schema; gone: table a; there: table b");
  EXPECT_EQ(mysql("CREATE USER u"), "schema") << "nothing to look at";
}

TEST(EffectTest, AlterTable) {
  EXPECT_EQ(mysql("ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT (1, 2), ADD b int AFTER a"),
            "schema; there: column t.a; there: column t.b");
  EXPECT_EQ(mysql("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a, b)"), "schema; there: index t.c");
  EXPECT_EQ(mysql("ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (b)"),
            "schema; there: foreign key t.c");
  EXPECT_EQ(mysql("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)"), "schema; there: check t.c");
  EXPECT_EQ(mysql("ALTER TABLE t ADD PRIMARY KEY (a)"), "schema; there: primary key t.");
  EXPECT_EQ(mysql("ALTER TABLE t ADD INDEX i (a)"), "schema; there: index t.i");
  EXPECT_EQ(mysql("ALTER TABLE t ADD INDEX (a)"), "schema") << "without a name";
  EXPECT_EQ(mysql("ALTER TABLE t DROP COLUMN a, DROP b"),
            "schema; gone: column t.a; gone: column t.b");
  EXPECT_EQ(mysql("ALTER TABLE t DROP FOREIGN KEY c"), "schema; gone: foreign key t.c");
  EXPECT_EQ(mysql("ALTER TABLE t DROP PRIMARY KEY"), "schema; gone: primary key t.");
  EXPECT_EQ(mysql("ALTER TABLE t CHANGE a b int"), "schema; gone: column t.a; there: column t.b");
  EXPECT_EQ(mysql("ALTER TABLE t RENAME COLUMN a TO b"),
            "schema; gone: column t.a; there: column t.b");
  EXPECT_EQ(mysql("ALTER TABLE d.t RENAME d.u"), "schema; gone: table d|t; there: table d|u");
  EXPECT_EQ(mysql("ALTER TABLE t RENAME TO d.u"), "schema; gone: table t; there: table d|u");
}

TEST(EffectTest, WhatMayRunTwice) {
  EXPECT_EQ(mysql("ALTER TABLE t MODIFY a bigint NOT NULL"), "schema, repeatable");
  EXPECT_EQ(mysql("ALTER TABLE t CHANGE a a bigint"), "schema, repeatable");
  EXPECT_EQ(mysql("ALTER TABLE t ALTER a SET DEFAULT 1, COMMENT 'x'"), "schema, repeatable");
  EXPECT_EQ(mysql("ALTER TABLE t MODIFY a bigint, ADD b int"), "schema; there: column t.b");
}

// What looks the same before and after says nothing.
TEST(EffectTest, ChangingPlaces) {
  EXPECT_EQ(mysql("RENAME TABLE a TO x, b TO a, x TO b"), "schema");
  EXPECT_EQ(mysql("ALTER TABLE t DROP COLUMN a, ADD COLUMN a int"), "schema");
}

TEST(EffectTest, ConcurrentIndexes) {
  EXPECT_EQ(postgresql("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY s.t (a)"),
            "schema, repeatable, concurrent; there: index s|t.I");
  EXPECT_EQ(postgresql("DROP INDEX CONCURRENTLY s.i"), "schema; gone: index s|i");
}

}  // namespace
}  // namespace strata::sql
