#include "engine/plan/earlier_changes.h"

#include <gtest/gtest.h>

#include "tests/unit/changelog/load_support.h"

namespace strata::plan {
namespace {

using model::Change;
using model::Field;
using model::FieldRef;

std::string to_text(const Change& change) {
  std::string text(model::type_of(change).name);
  for (const Field& field : model::type_of(change).fields) {
    const FieldRef value = model::value_of(field, change.body);
    if (const auto* const* given = std::get_if<model::Text*>(&value); given != nullptr && **given)
      text += " " + std::string(field.name) + "=" + ***given;
    if (const auto* const* given = std::get_if<model::Flag*>(&value); given != nullptr && **given)
      text += " " + std::string(field.name) + "=" + (***given ? "true" : "false");
    if (const auto* const* given = std::get_if<model::Number*>(&value); given != nullptr && **given)
      text += " " + std::string(field.name) + "=" + (**given)->digits;
    if (const auto* const* columns = std::get_if<std::vector<model::Column>*>(&value)) {
      for (const model::Column& column : **columns) text += " column=" + column.name.value_or("");
    }
  }
  return text;
}

// What undoes the last of the changes (one a line), or why nothing does.
std::string undoing_last(const std::string& lines) {
  std::string text = "changes:\n";
  std::size_t start = 0;
  while (start < lines.size()) {
    const std::size_t end = std::min(lines.find('\n', start), lines.size());
    text += "- " + lines.substr(start, end - start) + "\n";
    start = end + 1;
  }
  const changelog::Loaded loaded(changelog::one_change_set(text));
  EXPECT_EQ(loaded.mistakes(), "");
  const std::vector<Change>& changes = loaded.change_set().changes;
  EarlierChanges earlier;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) earlier.add(changes[i]);
  const EarlierChanges::Undoing undoing = earlier.inverse(changes.back());
  if (!undoing.changes) return "impossible: " + undoing.why_not;
  std::string found;
  for (const Change& change : *undoing.changes)
    found += (found.empty() ? "" : "; ") + to_text(change);
  return found;
}

const std::string kPerson =
    "createTable: {tableName: person, remarks: who, columns: ["
    "{column: {name: id, type: int, constraints: {primaryKey: true, primaryKeyName: pk_p}}}, "
    "{column: {name: name, type: varchar(50), defaultValue: x, remarks: called}}, "
    "{column: {name: code, type: int, defaultValueNumeric: 7, constraints: {unique: true, "
    "uniqueConstraintName: uq_code}}}, "
    "{column: {name: team, type: int, constraints: {foreignKeyName: fk_team, references: "
    "team(id), deleteCascade: true}}}]}\n";

TEST(EarlierChanges, DefaultsOfColumns) {
  EXPECT_EQ(undoing_last(kPerson + "dropDefaultValue: {tableName: person, columnName: name}"),
            "addDefaultValue tableName=person columnName=name columnDataType=varchar(50) "
            "defaultValue=x");
  EXPECT_EQ(undoing_last(kPerson + "addDefaultValue: {tableName: PERSON, columnName: ID, "
                                   "defaultValueComputed: 1 + 1}\n"
                                   "dropDefaultValue: {tableName: person, columnName: id}"),
            "addDefaultValue tableName=person columnName=id columnDataType=int "
            "defaultValueComputed=1 + 1");
  EXPECT_EQ(undoing_last(kPerson + "dropDefaultValue: {tableName: person, columnName: id}"),
            "impossible: no change before it tells for sure the default of person.id");
}

TEST(EarlierChanges, ADefaultThatWasDroppedIsNotThere) {
  EXPECT_EQ(undoing_last(kPerson + "dropDefaultValue: {tableName: person, columnName: name}\n"
                                   "dropDefaultValue: {tableName: person, columnName: name}"),
            "impossible: no change before it tells for sure the default of person.name");
}

TEST(EarlierChanges, Keys) {
  EXPECT_EQ(undoing_last(kPerson + "dropPrimaryKey: {tableName: person}"),
            "addPrimaryKey tableName=person columnNames=id constraintName=pk_p");
  EXPECT_EQ(
      undoing_last(kPerson + "dropUniqueConstraint: {tableName: person, constraintName: UQ_CODE}"),
      "addUniqueConstraint tableName=person columnNames=code constraintName=uq_code");
  EXPECT_EQ(
      undoing_last(kPerson + "dropForeignKeyConstraint: {baseTableName: person, constraintName: "
                             "fk_team}"),
      "addForeignKeyConstraint baseTableName=person baseColumnNames=team "
      "constraintName=fk_team referencedTableName=team referencedColumnNames=id "
      "onDelete=CASCADE");
  EXPECT_EQ(undoing_last(kPerson + "dropAllForeignKeyConstraints: {baseTableName: person}"),
            "addForeignKeyConstraint baseTableName=person baseColumnNames=team "
            "constraintName=fk_team referencedTableName=team referencedColumnNames=id "
            "onDelete=CASCADE");
  EXPECT_EQ(undoing_last("dropAllForeignKeyConstraints: {baseTableName: person}"),
            "impossible: no change before it tells for sure all foreign keys of person");
}

TEST(EarlierChanges, Renames) {
  EXPECT_EQ(
      undoing_last(
          kPerson +
          "createIndex: {tableName: person, indexName: i, unique: true, columns: [{column: {name: "
          "code}}, {column: {name: name}}]}\n"
          "renameColumn: {tableName: person, oldColumnName: code, newColumnName: number}\n"
          "renameTable: {oldTableName: person, newTableName: people}\n"
          "dropIndex: {tableName: people, indexName: i}"),
      "createIndex tableName=people indexName=i column=number column=name unique=true");
  EXPECT_EQ(
      undoing_last(kPerson +
                   "renameColumn: {tableName: person, oldColumnName: name, newColumnName: n}\n"
                   "dropDefaultValue: {tableName: person, columnName: n}"),
      "addDefaultValue tableName=person columnName=n columnDataType=varchar(50) "
      "defaultValue=x");
  EXPECT_EQ(undoing_last(kPerson +
                         "renameTable: {oldTableName: team, newTableName: crew}\n"
                         "renameColumn: {tableName: crew, oldColumnName: id, newColumnName: nr}\n"
                         "dropForeignKeyConstraint: {baseTableName: person, constraintName: "
                         "fk_team}"),
            "addForeignKeyConstraint baseTableName=person baseColumnNames=team "
            "constraintName=fk_team referencedTableName=crew referencedColumnNames=nr "
            "onDelete=CASCADE");
}

TEST(EarlierChanges, AnUnnamedKeyIsNamedAfterTheOldTable) {
  EXPECT_EQ(undoing_last("createTable: {tableName: a, columns: [{column: {name: id, type: int, "
                         "constraints: {primaryKey: true}}}]}\n"
                         "renameTable: {oldTableName: a, newTableName: b}\n"
                         "dropPrimaryKey: {tableName: b}"),
            "impossible: no change before it tells for sure the primary key of b");
}

TEST(EarlierChanges, ExpressionsAreNotFollowed) {
  EXPECT_EQ(
      undoing_last(kPerson +
                   "createIndex: {tableName: person, indexName: i, columns: [{column: {name: "
                   "lower(name), computed: true}}]}\n"
                   "renameColumn: {tableName: person, oldColumnName: name, newColumnName: n}\n"
                   "dropIndex: {tableName: person, indexName: i}"),
      "impossible: no change before it tells for sure the columns of i");
  EXPECT_EQ(undoing_last(kPerson + "addCheckConstraint: {tableName: person, constraintName: ck, "
                                   "constraintBody: code > 0}\n"
                                   "dropCheckConstraint: {tableName: person, constraintName: ck}"),
            "addCheckConstraint tableName=person constraintName=ck constraintBody=code > 0");
}

TEST(EarlierChanges, Types) {
  EXPECT_EQ(
      undoing_last(kPerson + "modifyDataType: {tableName: person, columnName: name, newDataType: "
                             "varchar(80)}"),
      "modifyDataType tableName=person columnName=name newDataType=varchar(50)");
  EXPECT_EQ(
      undoing_last(kPerson + "modifyDataType: {tableName: person, columnName: code, newDataType: "
                             "'decimal(9,2)'}"),
      "impossible: from decimal(9,2) back to int the values of person.code could change");
}

TEST(EarlierChanges, Remarks) {
  EXPECT_EQ(undoing_last(kPerson + "setTableRemarks: {tableName: person, remarks: new}"),
            "setTableRemarks tableName=person remarks=who");
  EXPECT_EQ(undoing_last(kPerson + "setColumnRemarks: {tableName: person, columnName: code, "
                                   "remarks: new}"),
            "setColumnRemarks tableName=person columnName=code columnDataType=int remarks=");
}

TEST(EarlierChanges, ViewsAndSequences) {
  const std::string view = "createView: {viewName: v, selectQuery: select id from person}\n";
  EXPECT_EQ(
      undoing_last(view + "renameView: {oldViewName: v, newViewName: w}\ndropView: {viewName: w}"),
      "createView viewName=w selectQuery=select id from person");
  EXPECT_EQ(undoing_last(kPerson + view +
                         "renameTable: {oldTableName: person, newTableName: people}\n"
                         "dropView: {viewName: v}"),
            "impossible: no change before it tells for sure the query of v");
  EXPECT_EQ(undoing_last("createSequence: {sequenceName: s, startValue: 5, incrementBy: 2}\n"
                         "alterSequence: {sequenceName: s, incrementBy: 3, cycle: true}\n"
                         "renameSequence: {oldSequenceName: s, newSequenceName: t}\n"
                         "dropSequence: {sequenceName: t}"),
            "createSequence sequenceName=t startValue=5 incrementBy=3 cycle=true");
  EXPECT_EQ(undoing_last("createSequence: {sequenceName: s, incrementBy: 2}\n"
                         "alterSequence: {sequenceName: s, incrementBy: 3}"),
            "alterSequence sequenceName=s incrementBy=2");
}

TEST(EarlierChanges, AStarWasSettledWhenTheViewWasMade) {
  EXPECT_EQ(
      undoing_last(kPerson +
                   "createView: {viewName: v, selectQuery: select * from person}\n"
                   "addColumn: {tableName: person, columns: [{column: {name: x, type: int}}]}\n"
                   "dropView: {viewName: v}"),
      "impossible: no change before it tells for sure the query of v");
}

TEST(EarlierChanges, SqlThatNamesThemMayHaveChangedThem) {
  const std::string drop = "dropDefaultValue: {tableName: person, columnName: name}";
  const std::string unknown =
      "impossible: no change before it tells for sure the default of person.name";
  EXPECT_EQ(undoing_last(kPerson + "sql: alter table person alter name set default 'y'\n" + drop),
            unknown);
  EXPECT_EQ(undoing_last(kPerson + "customChange: {class: com.acme.X}\n" + drop), unknown);
  EXPECT_EQ(undoing_last(kPerson + "sql: drop schema other cascade\n" + drop), unknown);
  EXPECT_NE(undoing_last(kPerson + "sql: update person set name = 'alter'\n" + drop), "");
  EXPECT_NE(undoing_last(kPerson + "sql: alter table city add x int\n" + drop), unknown);
  EXPECT_NE(undoing_last(kPerson + "sql: insert into person (id) values (1)\n" + drop), unknown);
}

TEST(EarlierChanges, OneTableInTwoWritingsIsNotFollowed) {
  EXPECT_EQ(
      undoing_last(kPerson + "addDefaultValue: {schemaName: public, tableName: person, columnName: "
                             "name, defaultValue: y}\n"
                             "dropDefaultValue: {tableName: person, columnName: name}"),
      "impossible: no change before it tells for sure the default of person.name");
}

TEST(EarlierChanges, TablesThatDifferInCaseAreNotToldApart) {
  EXPECT_EQ(undoing_last(kPerson +
                         "createTable: {tableName: Person, columns: [{column: {name: name, type: "
                         "int, defaultValueNumeric: 1}}]}\n"
                         "dropDefaultValue: {tableName: person, columnName: name}"),
            "impossible: no change before it tells for sure the default of person.name");
}

TEST(EarlierChanges, RowsAreNotBroughtBack) {
  EXPECT_EQ(undoing_last(kPerson + "dropTable: {tableName: person}"), "impossible: ");
  EXPECT_EQ(undoing_last(kPerson + "dropColumn: {tableName: person, columnName: name}"),
            "impossible: ");
}

TEST(EarlierChanges, DoubtForgetsWhatTheChangeNames) {
  const changelog::Loaded loaded(changelog::one_change_set("changes:\n- " + kPerson));
  EarlierChanges earlier;
  earlier.add(loaded.change_set().changes[0]);
  model::DropDefaultValue drop;
  drop.table_name = "person";
  drop.column_name = "name";
  EXPECT_TRUE(earlier.inverse({drop, {}}).changes);
  model::AddColumn elsewhere;
  elsewhere.table_name = "city";
  earlier.doubt({elsewhere, {}});
  EXPECT_TRUE(earlier.inverse({drop, {}}).changes);
  elsewhere.table_name = "person";
  earlier.doubt({elsewhere, {}});
  EXPECT_FALSE(earlier.inverse({drop, {}}).changes);
}

}  // namespace
}  // namespace strata::plan
