// Every precondition on every database, where it holds and where it does not.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

class PreconditionTest : public testing::TestWithParam<Vendor> {
 protected:
  // Runs a changeset for each precondition; those that do not hold are noted as run. Returns a
  // letter for each: + ran, - did not, ? could not be told.
  std::string judge(const std::vector<std::string>& preconditions) {
    std::ofstream out(folder_.path() / "db.yaml");
    out << "databaseChangeLog:\n"
           "- changeSet: {id: setup, author: me, changes: [\n"
           "  {createTable: {tableName: parent, columns: [{column: {name: id, type: int, "
           "constraints: {primaryKey: true, primaryKeyName: pk_parent}}}, {column: {name: code, "
           "type: varchar(10)}}]}},\n"
           "  {createTable: {tableName: Child, columns: [{column: {name: id, type: int}}, {column: "
           "{name: a, type: int}}, {column: {name: b, type: int}}]}},\n"
           "  {addForeignKeyConstraint: {baseTableName: Child, baseColumnNames: id, "
           "constraintName: "
           "fk_child, referencedTableName: parent, referencedColumnNames: id}},\n"
           "  {addUniqueConstraint: {tableName: parent, columnNames: code, constraintName: "
           "uq_code}},\n"
           "  {createIndex: {tableName: Child, indexName: ix_ab, columns: [{column: {name: a}}, "
           "{column: {name: b}}]}},\n"
           "  {insert: {tableName: parent, columns: [{column: {name: id, valueNumeric: 1}}]}},\n"
           "  {createView: {viewName: seen, selectQuery: select id from parent}},\n"
           "  {createSequence: {sequenceName: counter, dbms: '!sqlite'}}]}\n";
    for (std::size_t i = 0; i < preconditions.size(); ++i) {
      out << fmt::format(
          "- changeSet: {{id: c{:02}, author: me, preConditions: [{{onFail: MARK_RAN}}, {{onError: "
          "CONTINUE}}, {}], changes: [{{sql: select 1}}]}}\n",
          i, preconditions[i]);
    }
    out.close();
    const Outcome outcome =
        run_program(words({"update"}, {"db.yaml", folder_.path().string(), ""}, database_.url()));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    std::string answers;
    for (std::size_t i = 0; i < preconditions.size(); ++i) {
      const std::string found = query_text(
          database_,
          fmt::format("SELECT EXECTYPE FROM {} WHERE ID = 'c{:02}'", history_table(database_), i));
      answers += found == "EXECUTED\n" ? '+' : found == "MARK_RAN\n" ? '-' : '?';
    }
    return answers;
  }

  LiveDatabase database_{GetParam()};
  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Vendors, PreconditionTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(PreconditionTest, WhatExists) {
  EXPECT_EQ(judge({"{tableExists: {tableName: parent}}", "{tableExists: {tableName: PARENT}}",
                   "{tableExists: {tableName: Child}}", "{tableExists: {tableName: nothing}}",
                   "{tableExists: {tableName: seen}}", "{viewExists: {viewName: seen}}",
                   "{viewExists: {viewName: parent}}",
                   "{columnExists: {tableName: parent, columnName: code}}",
                   "{columnExists: {tableName: parent, columnName: CODE}}",
                   "{columnExists: {tableName: parent, columnName: nothing}}",
                   "{columnExists: {tableName: nothing, columnName: code}}"}),
            "+++--+-++--");
}

TEST_P(PreconditionTest, KeysAndIndexes) {
  EXPECT_EQ(
      judge(
          {"{primaryKeyExists: {tableName: parent}}",
           "{primaryKeyExists: {tableName: parent, primaryKeyName: pk_parent}}",
           "{primaryKeyExists: {tableName: Child}}",
           "{foreignKeyConstraintExists: {foreignKeyName: fk_child}}",
           "{foreignKeyConstraintExists: {foreignKeyTableName: Child, foreignKeyName: fk_child}}",
           "{foreignKeyConstraintExists: {foreignKeyTableName: parent, foreignKeyName: fk_child}}",
           "{uniqueConstraintExists: {tableName: parent, constraintName: uq_code}}",
           "{uniqueConstraintExists: {tableName: parent, columnNames: code}}",
           "{uniqueConstraintExists: {tableName: parent, columnNames: 'id, code'}}",
           "{indexExists: {indexName: ix_ab}}",
           "{indexExists: {indexName: IX_AB, tableName: Child}}",
           "{indexExists: {tableName: Child, columnNames: 'a, b'}}",
           "{indexExists: {tableName: Child, columnNames: b}}",
           "{indexExists: {indexName: nothing}}"}),
      "++-++-++-+++--");
}

TEST_P(PreconditionTest, Sequences) {
  const bool has_some = GetParam() != Vendor::Sqlite;
  EXPECT_EQ(judge({"{sequenceExists: {sequenceName: counter}}",
                   "{sequenceExists: {sequenceName: nothing}}"}),
            has_some ? "+-" : "--");
}

TEST_P(PreconditionTest, Rows) {
  EXPECT_EQ(judge({"{tableIsEmpty: {tableName: Child}}", "{tableIsEmpty: {tableName: parent}}",
                   "{tableIsEmpty: {tableName: nothing}}",
                   "{rowCount: {tableName: parent, expectedRows: 1}}",
                   "{rowCount: {tableName: parent, expectedRows: 0}}",
                   "{sqlCheck: {expectedResult: 1, sql: select count(*) from parent;}}",
                   "{sqlCheck: {expectedResult: 2, sql: select count(*) from parent}}",
                   "{sqlCheck: {expectedResult: 1, sql: select id from parent where 1 = 0}}",
                   "{sqlCheck: {expectedResult: 1, sql: select code from parent}}",
                   "{sqlCheck: {expectedResult: 1, sql: select nonsense from parent}}",
                   "{sqlCheck: {expectedResult: 1, sql: select 1 union select 2}}"}),
            "+-?+-+---??");
}

TEST_P(PreconditionTest, TheRun) {
  const std::string name = to_string(GetParam());
  EXPECT_EQ(judge({"{dbms: {type: " + name + "}}", "{dbms: {type: 'oracle, !" + name + "'}}",
                   "{runningAs: {username: nobody}}",
                   "{changeSetExecuted: {id: setup, author: me, changeLogFile: db.yaml}}",
                   "{changeSetExecuted: {id: c00, author: me}}",
                   "{changeSetExecuted: {id: none, author: me}}",
                   "{expectedQuotingStrategy: {strategy: LEGACY}}",
                   "{expectedQuotingStrategy: {strategy: QUOTE_ALL_OBJECTS}}",
                   "{customPrecondition: {className: org.example.Missing}}",
                   "{not: [{tableExists: {tableName: nothing}}, {dbms: {type: oracle}}]}",
                   "{not: [{tableExists: {tableName: nothing}}, {dbms: {type: " + name + "}}]}",
                   "{or: [{dbms: {type: oracle}}, {tableExists: {tableName: parent}}]}",
                   "{or: [{dbms: {type: oracle}}, {and: [{dbms: {type: " + name +
                       "}}, {tableExists: {tableName: nothing}}]}]}"}),
            "+--++-+--+-+-");
}

}  // namespace
}  // namespace strata::test
