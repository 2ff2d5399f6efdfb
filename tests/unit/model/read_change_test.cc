#include "engine/model/read_change.h"

#include <gtest/gtest.h>

#include "engine/document/reader.h"

namespace strata::model {
namespace {

// Reads "type: {...}" and gives all mistakes as users see them.
struct Read {
  explicit Read(std::string text, UnknownKeys policy = UnknownKeys::Auto)
      : file("a.yaml", std::move(text)) {
    const document::Node root = document::read(file, document::Format::Yaml, diagnostics);
    const document::Node& node = root.children.at(0);
    change = read_change(node, *find_change_type(node.name), policy, diagnostics);
  }

  std::string mistakes() const {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) text += to_text(diagnostic) + "\n";
    return text;
  }

  SourceFile file;
  Diagnostics diagnostics;
  Change change;
};

std::string mistakes(std::string text, UnknownKeys policy = UnknownKeys::Auto) {
  return Read(std::move(text), policy).mistakes();
}

TEST(ReadChange, GoodOnesAreSilent) {
  const Read read("dropTable: {tableName: person, cascadeConstraints: true}\n");
  EXPECT_EQ(read.mistakes(), "");
  const auto& drop = std::get<DropTable>(read.change.body);
  EXPECT_EQ(drop.table_name, "person");
  EXPECT_EQ(drop.cascade_constraints, true);
}

TEST(ReadChange, KeysMayBeWrittenInAnyCase) {
  const Read read("dropTable: {tablename: person}\n");
  EXPECT_EQ(std::get<DropTable>(read.change.body).table_name, "person");
}

TEST(ReadChange, ASlipIsAnErrorAndNotAMissingKeyAsWell) {
  EXPECT_EQ(mistakes("dropTable:\n  tabelName: person\n"),
            "a.yaml:2:3: error: dropTable: unknown key 'tabelName'\n"
            "    tabelName: person\n"
            "    ^~~~~~~~~ did you mean 'tableName'?\n");
}

TEST(ReadChange, ForeignKeysAreIgnoredWithAWarning) {
  EXPECT_EQ(mistakes("dropTable:\n  tableName: person\n  owner: mia\n"),
            "a.yaml:3:3: warning: dropTable: unknown key 'owner' is ignored\n"
            "    owner: mia\n"
            "    ^~~~~\n");
}

TEST(ReadChange, ThePolicyForUnknownKeys) {
  constexpr auto kText = "dropTable:\n  tableName: person\n  tabelName: person\n  owner: mia\n";
  EXPECT_EQ(Read(kText, UnknownKeys::Auto).diagnostics.errors(), 1U);
  EXPECT_EQ(Read(kText, UnknownKeys::Warn).diagnostics.errors(), 0U);
  EXPECT_EQ(Read(kText, UnknownKeys::Error).diagnostics.errors(), 2U);
}

TEST(ReadChange, MissingAttributes) {
  EXPECT_EQ(mistakes("addUniqueConstraint: {tableName: person}\n"),
            "a.yaml:1:1: error: addUniqueConstraint: 'columnNames' is missing\n"
            "    addUniqueConstraint: {tableName: person}\n"
            "    ^~~~~~~~~~~~~~~~~~~\n");
  EXPECT_EQ(mistakes("dropColumn: {tableName: person}\n"),
            "a.yaml:1:1: error: dropColumn: 'columnName' is missing\n"
            "    dropColumn: {tableName: person}\n"
            "    ^~~~~~~~~~\n");
}

TEST(ReadChange, BlankIsMissing) {
  EXPECT_EQ(Read("dropTable: {tableName: ' '}\n").diagnostics.errors(), 1U);
}

TEST(ReadChange, AllMistakesAreReported) {
  const Read read(
      "createTable:\n"
      "  columns:\n"
      "    - column: {name: id, tpye: int}\n"
      "    - column: {type: int}\n");
  EXPECT_GE(read.diagnostics.errors(), 3U) << read.mistakes();
}

TEST(ReadChange, UnknownKeysOfColumnsAreErrorsUnderAnyPolicy) {
  constexpr auto kText =
      "addColumn:\n  tableName: t\n  columns:\n    - column: {name: a, type: int, size: 3}\n";
  EXPECT_EQ(mistakes(kText, UnknownKeys::Warn),
            "a.yaml:4:36: error: addColumn: unknown key 'size' in a column\n"
            "    - column: {name: a, type: int, size: 3}\n"
            "                                   ^~~~\n");
}

TEST(ReadChange, WholeNumbers) {
  constexpr auto kText =
      "createTable:\n  tableName: t\n  columns:\n"
      "    - column: {name: a, type: int, startWith: many}\n";
  EXPECT_EQ(mistakes(kText),
            "a.yaml:4:47: error: createTable: startWith must be a whole number, not 'many'\n"
            "    - column: {name: a, type: int, startWith: many}\n"
            "                                              ^~~~\n");
}

TEST(ReadChange, TheSameKeyInTwoSpellings) {
  EXPECT_EQ(mistakes("dropTable:\n  tableName: a\n  TABLENAME: b\n"),
            "a.yaml:3:3: error: dropTable: 'tableName' and 'TABLENAME' are the same key\n"
            "    TABLENAME: b\n"
            "    ^~~~~~~~~\n");
}

TEST(ReadChange, SqlTakesItsBodyOrItsField) {
  EXPECT_EQ(std::get<Sql>(Read("sql: ' select 1 '\n").change.body).sql, "select 1");
  EXPECT_EQ(std::get<Sql>(Read("sql: {sql: select 1}\n").change.body).sql, "select 1");
  EXPECT_EQ(mistakes("sql: {comment: none}\n"),
            "a.yaml:1:1: error: sql: 'sql' is missing\n"
            "    sql: {comment: none}\n"
            "    ^~~\n");
}

TEST(ReadChange, DeleteCascadeDecidesOverOnDelete) {
  const auto on_delete = [](const std::string& more) {
    const Read read(
        "addForeignKeyConstraint: {baseTableName: a, baseColumnNames: b, " +
        ("constraintName: c, referencedTableName: d, referencedColumnNames: e, " + more + "}\n"));
    return std::get<AddForeignKeyConstraint>(read.change.body).on_delete;
  };
  EXPECT_EQ(on_delete("deleteCascade: true"), "CASCADE");
  EXPECT_EQ(on_delete("deleteCascade: false, onDelete: SET NULL"), std::nullopt);
  EXPECT_EQ(on_delete("onDelete: SET NULL"), "SET NULL");
}

Column column(const std::string& fields) {
  const Read read("insert: {tableName: t, columns: [{column: {name: a, " + fields + "}}]}\n");
  EXPECT_FALSE(read.diagnostics.has_errors()) << read.mistakes();
  return std::get<Insert>(read.change.body).columns.at(0);
}

TEST(ReadColumn, NumbersThatAreNoneAreExpressions) {
  EXPECT_EQ(column("valueNumeric: 12").value_numeric, "12");
  EXPECT_EQ(column("valueNumeric: '(12)'").value_numeric, "12");
  EXPECT_EQ(column("valueNumeric: 12abc").value_numeric, "12abc");
  EXPECT_EQ(column("valueNumeric: 'abs(1)'").value_computed, "abs(1)");
  EXPECT_EQ(column("valueNumeric: 'abs(1)'").value_numeric, std::nullopt);
  EXPECT_EQ(column("valueNumeric: 'NULL'"), column(""));
}

TEST(ReadColumn, DatesThatAreNoneAreExpressions) {
  EXPECT_EQ(to_iso(*column("valueDate: '2020-01-02'").value_date), "2020-01-02");
  EXPECT_EQ(column("valueDate: now()").value_computed, "now()");
}

TEST(ReadColumn, BooleansAreTrueOrNothing) {
  EXPECT_EQ(column("valueBoolean: yes").value_boolean, true);  // a YAML boolean
  EXPECT_EQ(column("valueBoolean: 'yes'").value_boolean, false);
  EXPECT_EQ(column("valueBoolean: 'TRUE'").value_boolean, true);
}

}  // namespace
}  // namespace strata::model
