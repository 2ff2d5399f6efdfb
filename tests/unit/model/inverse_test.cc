#include "engine/model/inverse.h"

#include <gtest/gtest.h>

namespace strata::model {
namespace {

// The inverse in the form that checksums are made of, which shows every field.
std::string undone(ChangeBody body) {
  const std::optional<std::vector<Change>> changes = inverse({std::move(body), {}});
  if (!changes) return "impossible";
  std::string text;
  for (const Change& change : *changes) {
    text += type_of(change).name;
    for (const Field& field : type_of(change).fields) {
      const FieldRef value = value_of(field, change.body);
      if (const auto* const* given = std::get_if<Text*>(&value); given != nullptr && **given)
        text += " " + std::string(field.name) + "=" + ***given;
      if (const auto* const* columns = std::get_if<std::vector<Column>*>(&value)) {
        for (const Column& column : **columns) text += " column=" + column.name.value_or("");
      }
    }
    text += ";";
  }
  return text;
}

TEST(Inverse, OfTables) {
  CreateTable create;
  create.table_name = "t";
  create.schema_name = "s";
  EXPECT_EQ(undone(create), "dropTable schemaName=s tableName=t;");
  RenameTable rename;
  rename.old_table_name = "a";
  rename.new_table_name = "b";
  EXPECT_EQ(undone(rename), "renameTable oldTableName=b newTableName=a;");
  EXPECT_EQ(undone(DropTable{}), "impossible");
}

TEST(Inverse, OfColumns) {
  AddColumn add;
  add.table_name = "t";
  add.columns.resize(2);
  add.columns[0].name = "a";
  add.columns[1].name = "b";
  EXPECT_EQ(undone(add), "dropColumn tableName=t column=a column=b;");
  add.columns[1].default_value = "x";
  EXPECT_EQ(undone(add),
            "dropDefaultValue tableName=t columnName=b;dropColumn tableName=t column=a column=b;");
  RenameColumn rename;
  rename.table_name = "t";
  rename.old_column_name = "a";
  rename.new_column_name = "b";
  rename.column_data_type = "int";
  EXPECT_EQ(undone(rename),
            "renameColumn tableName=t oldColumnName=b newColumnName=a columnDataType=int;");
  EXPECT_EQ(undone(DropColumn{}), "impossible");
  EXPECT_EQ(undone(ModifyDataType{}), "impossible");
}

TEST(Inverse, OfConstraints) {
  AddUniqueConstraint unique;
  unique.table_name = "t";
  unique.column_names = "a, b";
  unique.constraint_name = "u";
  EXPECT_EQ(undone(unique),
            "dropUniqueConstraint tableName=t constraintName=u uniqueColumns=a, b;");
  AddForeignKeyConstraint key;
  key.base_table_name = "t";
  key.constraint_name = "f";
  EXPECT_EQ(undone(key), "dropForeignKeyConstraint baseTableName=t constraintName=f;");
  AddNotNullConstraint not_null;
  not_null.table_name = "t";
  not_null.column_name = "a";
  not_null.default_null_value = "0";
  EXPECT_EQ(undone(not_null), "dropNotNullConstraint tableName=t columnName=a;");
  EXPECT_EQ(undone(DropPrimaryKey{}), "impossible");
  EXPECT_EQ(undone(DropForeignKeyConstraint{}), "impossible");
  EXPECT_EQ(undone(DropUniqueConstraint{}), "impossible");
}

TEST(Inverse, OfIndexesAndViews) {
  CreateIndex index;
  index.table_name = "t";
  index.index_name = "i";
  EXPECT_EQ(undone(index), "dropIndex tableName=t indexName=i;");
  CreateView view;
  view.view_name = "v";
  EXPECT_EQ(undone(view), "dropView viewName=v;");
  EXPECT_EQ(undone(DropIndex{}), "impossible");
  EXPECT_EQ(undone(DropView{}), "impossible");
}

TEST(Inverse, OfDataAndRawSqlIsForTheUserToSay) {
  EXPECT_EQ(undone(Insert{}), "impossible");
  EXPECT_EQ(undone(Update{}), "impossible");
  EXPECT_EQ(undone(Delete{}), "impossible");
  EXPECT_EQ(undone(Sql{}), "impossible");
  EXPECT_EQ(undone(SqlFile{}), "impossible");
}

TEST(Inverse, OfWhatLeavesNothingIsNothing) {
  EXPECT_EQ(undone(TagDatabase{}), "");
  EXPECT_EQ(undone(Empty{}), "");
}

TEST(Inverse, StandsWhereTheChangeStands) {
  const SourceFile file("a.yaml", "");
  const Change change{CreateTable{}, Place(Location{&file, 3, 5})};
  EXPECT_EQ(inverse(change)->front().at.line, 3U);
}

}  // namespace
}  // namespace strata::model
