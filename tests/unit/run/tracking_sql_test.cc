#include "engine/run/tracking_sql.h"

#include <gtest/gtest.h>

#include "drivers/mysql/dialect.h"
#include "drivers/postgresql/dialect.h"
#include "drivers/sqlite/dialect.h"

namespace strata::run {
namespace {

std::string text(const sql::Statements& statements) {
  std::string result;
  for (const sql::Statement& statement : statements) result += statement.text + ";\n";
  return result;
}

TrackingSql on_postgresql() {
  sql::Target target;
  target.version = {15, 0, 0};
  target.default_schema = "public";
  return {postgresql_dialect(), target};
}
TrackingSql on_mariadb() {
  sql::Target target;
  target.version = {10, 11, 0};
  target.default_catalog = "db";
  return {mariadb_dialect(), target};
}
TrackingSql on_sqlite() { return {sqlite_dialect(), {}}; }

TEST(TrackingSql, HistoryTable) {
  EXPECT_EQ(text(on_postgresql().create_history_table()),
            "CREATE TABLE public.databasechangelog (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) "
            "NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE "
            "NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM "
            "VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), "
            "LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID "
            "VARCHAR(10));\n");
  EXPECT_EQ(text(on_mariadb().create_history_table()),
            "CREATE TABLE db.DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT "
            "NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED datetime NOT NULL, ORDEREXECUTED "
            "INT NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35) NULL, `DESCRIPTION` "
            "VARCHAR(255) NULL, COMMENTS VARCHAR(255) NULL, TAG VARCHAR(255) NULL, LIQUIBASE "
            "VARCHAR(20) NULL, CONTEXTS VARCHAR(255) NULL, LABELS VARCHAR(255) NULL, DEPLOYMENT_ID "
            "VARCHAR(10) NULL);\n");
  EXPECT_EQ(text(on_sqlite().create_history_table()),
            "CREATE TABLE DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT "
            "NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TEXT NOT NULL, ORDEREXECUTED "
            "INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION "
            "VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), "
            "CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10));\n");
}

TEST(TrackingSql, LockTable) {
  EXPECT_EQ(text(on_postgresql().create_lock_table()),
            "CREATE TABLE public.databasechangeloglock (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT "
            "NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT "
            "databasechangeloglock_pkey PRIMARY KEY (ID));\n");
  EXPECT_EQ(text(on_mariadb().create_lock_table()),
            "CREATE TABLE db.DATABASECHANGELOGLOCK (ID INT NOT NULL, `LOCKED` TINYINT(1) NOT NULL, "
            "LOCKGRANTED datetime NULL, LOCKEDBY VARCHAR(255) NULL, CONSTRAINT "
            "PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID));\n");
  EXPECT_EQ(text(on_sqlite().create_lock_table()),
            "CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, "
            "LOCKGRANTED TEXT, LOCKEDBY VARCHAR(255), CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY "
            "KEY (ID));\n");
}

TEST(TrackingSql, LifeOfTheLock) {
  EXPECT_EQ(text(on_postgresql().initialize_lock()),
            "DELETE FROM public.databasechangeloglock;\n"
            "INSERT INTO public.databasechangeloglock (ID, LOCKED) VALUES (1, FALSE);\n");
  EXPECT_EQ(text(on_postgresql().lock("here (10.0.0.1)")),
            "UPDATE public.databasechangeloglock SET LOCKED = TRUE, LOCKEDBY = 'here (10.0.0.1)', "
            "LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE;\n");
  EXPECT_EQ(text(on_postgresql().release_lock()),
            "UPDATE public.databasechangeloglock SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED "
            "= NULL WHERE ID = 1;\n");
  EXPECT_EQ(text(on_sqlite().lock("it's")),
            "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = 'it''s', LOCKGRANTED = "
            "CURRENT_TIMESTAMP WHERE ID = 1 AND LOCKED = 0;\n");
  EXPECT_EQ(text(on_mariadb().release_lock()),
            "UPDATE db.DATABASECHANGELOGLOCK SET `LOCKED` = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL "
            "WHERE ID = 1;\n");
}

model::ChangeSet change_set() {
  model::ChangeSet result;
  result.key = {"1", "o'neil", "a.yaml"};
  model::TagDatabase tag;
  tag.tag = "v1";
  result.changes.push_back({tag, {}});
  result.contexts = {"a or b"};
  result.labels = {"x", "y"};
  return result;
}

HistoryRow row(const model::ChangeSet& of) {
  return {&of, 3, "EXECUTED", "9:abc", "Strata 1", "1234567890"};
}

TEST(TrackingSql, RowsInTheReferencesOrder) {
  const model::ChangeSet one = change_set();
  EXPECT_EQ(text(on_postgresql().insert(row(one))),
            "INSERT INTO public.databasechangelog (ID, AUTHOR, FILENAME, DATEEXECUTED, "
            "ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, "
            "DEPLOYMENT_ID, TAG) VALUES ('1', 'o''neil', 'a.yaml', NOW(), 3, '9:abc', "
            "'tagDatabase', '', 'EXECUTED', '(a or b)', 'x,y', 'Strata 1', '1234567890', 'v1');\n");
  EXPECT_EQ(text(on_postgresql().remove(one.key)),
            "DELETE FROM public.databasechangelog WHERE ID = '1' AND AUTHOR = 'o''neil' AND "
            "FILENAME = 'a.yaml';\n");
  EXPECT_EQ(text(on_postgresql().set_checksum(one.key, "9:def")),
            "UPDATE public.databasechangelog SET MD5SUM = '9:def' WHERE ID = '1' AND AUTHOR = "
            "'o''neil' AND FILENAME = 'a.yaml';\n");
}

TEST(TrackingSql, AbsentContextsAndLabelsAreNull) {
  model::ChangeSet one = change_set();
  one.contexts.clear();
  one.labels.clear();
  one.changes.clear();
  const std::string insert = text(on_sqlite().insert(row(one)));
  EXPECT_NE(insert.find("'EXECUTED', NULL, NULL, 'Strata 1', '1234567890')"), std::string::npos)
      << insert;
}

TEST(TrackingSql, ColumnsThatOldTablesLack) {
  EXPECT_EQ(text(on_sqlite().add_history_column("LABELS")),
            "ALTER TABLE DATABASECHANGELOG ADD LABELS VARCHAR(255);\n");
}

}  // namespace
}  // namespace strata::run
