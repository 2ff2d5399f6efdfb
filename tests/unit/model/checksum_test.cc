#include "engine/model/checksum.h"

#include <gtest/gtest.h>

namespace strata::model {
namespace {

ChangeSet with(std::vector<ChangeBody> bodies) {
  ChangeSet change_set;
  for (ChangeBody& body : bodies) change_set.changes.push_back({std::move(body), {}});
  return change_set;
}

std::string sum(std::vector<ChangeBody> bodies, ChecksumVersion version = ChecksumVersion::V9) {
  return checksum(with(std::move(bodies)), "postgresql", version);
}

Sql sql(std::string text) {
  Sql change;
  change.sql = std::move(text);
  return change;
}

CreateTable people() {
  CreateTable table;
  table.table_name = "person";
  table.remarks = "People";
  Column id;
  id.name = "id";
  id.type = "int";
  id.auto_increment = true;
  id.constraints.emplace();
  id.constraints->primary_key = true;
  id.constraints->nullable = false;
  Column name;
  name.name = "name";
  name.type = "varchar(50)";
  name.default_value = "x";
  table.columns = {id, name};
  return table;
}

// The values below are those of Liquibase 4.28.0.

TEST(ChecksumText, SortsFieldsAndIndentsBlocks) {
  EXPECT_EQ(checksum_text({people(), {}}),
            R"text(createTable:[
    columns=[
        [
            [
                nullable="false"
                primaryKey="true"
            ]
            autoIncrement="true"
            name="id"
            type="int"
        ],
        [
            defaultValue="x"
            name="name"
            type="varchar(50)"
        ]
    ]
    remarks="People"
    tableName="person"
])text");
}

TEST(ChecksumText, OfAChangeWithoutFields) { EXPECT_EQ(checksum_text({Empty{}, {}}), "empty:[]"); }

TEST(ChecksumText, AMissingListIsPrintedButForDropColumn) {
  EXPECT_EQ(checksum_text({Insert{}, {}}), "insert:[\n    columns=[]\n]");
  EXPECT_EQ(checksum_text({DropColumn{}, {}}), "dropColumn:[]");
}

TEST(Checksum, OfATag) {
  TagDatabase tag;
  tag.tag = "x";
  EXPECT_EQ(sum({tag}), "9:742daa74c6f4076c305471d9735ede7c");
}

TEST(Checksum, OfNothing) { EXPECT_EQ(sum({}), "9:d41d8cd98f00b204e9800998ecf8427e"); }

TEST(Checksum, BlanksOfSqlDoNotCount) {
  EXPECT_EQ(sum({sql("select 1")}), sum({sql("select\n\t 1 ")}));
  EXPECT_NE(sum({sql("select 1")}), sum({sql("select 2")}));
}

TEST(Checksum, BlanksOfSqlCountOnceInVersion8) {
  const auto v8 = [](std::string text) { return sum({sql(std::move(text))}, ChecksumVersion::V8); };
  EXPECT_EQ(v8("select 1"), v8("select \n 1"));
  EXPECT_NE(v8("select 1"), v8("select1"));
  EXPECT_TRUE(v8("select 1").starts_with("8:"));
}

TEST(Checksum, LineEndsAndCompositionDoNotCount) {
  const auto remark = [](std::string text) {
    CreateTable table;
    table.table_name = "t";
    table.remarks = std::move(text);
    return sum({table});
  };
  EXPECT_EQ(remark("a\nb"), remark("a\r\nb"));
  EXPECT_EQ(remark("a\nb"), remark("a\rb"));
  EXPECT_EQ(remark("\u00e9"), remark("e\u0301"));
  EXPECT_EQ(remark("a\uFFFDb"), remark("ab"));
  EXPECT_NE(remark("a b"), remark("ab"));
}

TEST(Checksum, ChangesForOtherDatabasesDoNotCountInVersion9) {
  Sql other = sql("select 2");
  other.dbms = "sqlite";
  EXPECT_EQ(sum({sql("select 1"), other}), sum({sql("select 1")}));
  EXPECT_NE(sum({sql("select 1"), other}, ChecksumVersion::V8),
            sum({sql("select 1")}, ChecksumVersion::V8));
}

TEST(Checksum, WhatIsNotPartOfAChangesetsWorkDoesNotCount) {
  ChangeSet plain = with({sql("select 1")});
  ChangeSet dressed = plain;
  dressed.key = {"2", "b", "c.yaml"};
  dressed.comments = "a remark";
  dressed.contexts = {"test"};
  dressed.run_always = true;
  dressed.rollback.emplace();
  EXPECT_EQ(checksum(plain, "postgresql"), checksum(dressed, "postgresql"));
}

TEST(Checksum, TheOrderOfChangesCounts) {
  EXPECT_NE(sum({sql("select 1"), Empty{}}), sum({Empty{}, sql("select 1")}));
}

}  // namespace
}  // namespace strata::model
