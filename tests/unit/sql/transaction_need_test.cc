// Which statements a database refuses within a transaction.
#include <gtest/gtest.h>

#include "drivers/mysql/dialect.h"
#include "drivers/postgresql/dialect.h"
#include "drivers/sqlite/dialect.h"

namespace strata::sql {
namespace {

using enum TransactionNeed;

TransactionNeed postgresql(std::string_view statement, int major = 15) {
  Target target;
  target.version.major = major;
  return postgresql_dialect().transaction_need(statement, target);
}

TEST(TransactionNeedTest, PostgresqlRefusesSome) {
  for (const std::string_view statement :
       {"CREATE INDEX CONCURRENTLY i ON t (a)", "create unique index concurrently i on t (a)",
        "/* why */ DROP INDEX CONCURRENTLY IF EXISTS i", "REINDEX INDEX CONCURRENTLY i",
        "REINDEX (CONCURRENTLY) TABLE t", "REINDEX DATABASE d", "VACUUM", "VACUUM (FULL) t",
        "CREATE DATABASE d", "DROP DATABASE d", "CREATE TABLESPACE s LOCATION '/x'",
        "ALTER SYSTEM SET a = 1", "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY", "CLUSTER"}) {
    EXPECT_EQ(postgresql(statement), Outside) << statement;
  }
}

TEST(TransactionNeedTest, PostgresqlTakesOthers) {
  for (const std::string_view statement :
       {"CREATE INDEX i ON t (a)", "CREATE TABLE concurrently (a int)", "REINDEX TABLE t",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v", "INSERT INTO t VALUES ('VACUUM')",
        "CLUSTER t USING i", "ALTER TYPE e RENAME TO f", "ALTER DATABASE d SET a = 1"}) {
    EXPECT_EQ(postgresql(statement), Any) << statement;
  }
}

TEST(TransactionNeedTest, NewValuesOfEnumsCountAfterTheCommit) {
  EXPECT_EQ(postgresql("ALTER TYPE s.e ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'"), Commit);
  EXPECT_EQ(postgresql("ALTER TYPE e ADD VALUE 'x'", 11), Outside);
  EXPECT_EQ(postgresql("ALTER TYPE e ADD ATTRIBUTE a int"), Any);
}

TEST(TransactionNeedTest, Others) {
  EXPECT_EQ(sqlite_dialect().transaction_need("vacuum into 'x'", {}), Outside);
  EXPECT_EQ(sqlite_dialect().transaction_need("create table vacuum (a)", {}), Any);
  EXPECT_EQ(mysql_dialect().transaction_need("OPTIMIZE TABLE t", {}), Any);
}

std::string texts(const Statements& statements) {
  std::string text;
  for (const Statement& statement : statements) text += statement.text + "; ";
  return text;
}

TEST(TimeoutsTest, EachDatabaseHasItsWords) {
  using std::chrono::milliseconds;
  const Timeouts both{milliseconds(500), milliseconds(90'000)};
  EXPECT_EQ(texts(postgresql_dialect().set_timeouts(both, TimeoutScope::Transaction)),
            "SET LOCAL lock_timeout TO '500ms'; SET LOCAL statement_timeout TO '90000ms'; ");
  EXPECT_EQ(texts(postgresql_dialect().set_timeouts({milliseconds(1), {}}, TimeoutScope::Session)),
            "SET lock_timeout TO '1ms'; SET statement_timeout TO DEFAULT; ");
  EXPECT_EQ(texts(mariadb_dialect().set_timeouts(both, TimeoutScope::Session)),
            "SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1, max_statement_time = "
            "90.000; ");
  EXPECT_EQ(texts(mysql_dialect().set_timeouts({milliseconds(2'500), {}}, TimeoutScope::Session)),
            "SET SESSION lock_wait_timeout = 3, innodb_lock_wait_timeout = 3, max_execution_time = "
            "DEFAULT; ");
  EXPECT_EQ(texts(sqlite_dialect().set_timeouts(both, TimeoutScope::Session)),
            "PRAGMA busy_timeout = 500; ");
}

TEST(TransientTest, WhatGaveWayToOthers) {
  const auto failure = [](const char* state, std::int64_t code) {
    return SqlFailure{"", state, code, std::nullopt};
  };
  for (const char* state : {"40001", "40P01", "55P03"})
    EXPECT_TRUE(postgresql_dialect().is_transient(failure(state, 0))) << state;
  EXPECT_FALSE(postgresql_dialect().is_transient(failure("57014", 0)))
      << "a statement's time is up";
  EXPECT_TRUE(mariadb_dialect().is_transient(failure("HY000", 1205)));
  EXPECT_TRUE(mysql_dialect().is_transient(failure("40001", 1213)));
  EXPECT_FALSE(mysql_dialect().is_transient(failure("23000", 1062)));
  EXPECT_TRUE(sqlite_dialect().is_transient(failure("", 5)));
  EXPECT_TRUE(sqlite_dialect().is_transient(failure("", 517))) << "SQLITE_BUSY_SNAPSHOT";
  EXPECT_FALSE(sqlite_dialect().is_transient(failure("", 19)));
}

}  // namespace
}  // namespace strata::sql
