#include "engine/sql/script_text.h"

#include <array>

#include <gtest/gtest.h>

#include "tests/unit/sql/splitting.h"

namespace strata::sql {
namespace {

std::string printed(std::string text, const LexicalRules& rules) {
  Statement statement;
  statement.text = std::move(text);
  return script_text(statement, rules).text;
}

std::string of_client(std::string text) {
  Statement statement;
  statement.text = std::move(text);
  statement.is_of_client = true;
  return script_text(statement, mysql()).text;
}

TEST(ScriptText, ASemicolonEndsAStatement) {
  EXPECT_EQ(printed("select 1", sqlite()), "select 1;\n");
  EXPECT_EQ(printed("select 1;", sqlite()), "select 1;\n");
  EXPECT_EQ(printed("select ';'", sqlite()), "select ';';\n");
  EXPECT_EQ(printed("select 1; -- done", postgresql()), "select 1; -- done\n");
}

TEST(ScriptText, NotWithinAComment) {
  EXPECT_EQ(printed("select 1 -- one", postgresql()), "select 1 -- one\n;\n");
  EXPECT_EQ(printed("select 1 -- one\n + 1", postgresql()), "select 1 -- one\n + 1;\n");
  EXPECT_EQ(printed("select '-- one'", postgresql()), "select '-- one';\n");
  EXPECT_EQ(printed("select 1 # one", mysql()), "select 1 # one\n;\n");
  EXPECT_EQ(printed("select 1 # one", postgresql()), "select 1 # one;\n");
  EXPECT_EQ(printed("select 5--1", mysql()), "select 5--1;\n");
  EXPECT_EQ(printed("select 1 /* one; */", mysql()), "select 1 /* one; */;\n");
  EXPECT_EQ(printed("select 1 /* open", sqlite()), "select 1 /* open */;\n");
  EXPECT_EQ(printed("select 1 /*/", sqlite()), "select 1 /*/ */;\n");
}

TEST(ScriptText, InnerSemicolonsNeedADelimiterOnMySql) {
  EXPECT_EQ(printed("create procedure p() begin select 1; end", mysql()),
            "DELIMITER $$\ncreate procedure p() begin select 1; end\n$$\nDELIMITER ;\n");
  EXPECT_EQ(printed("select '$$'; select 2; # $$$", mysql()),
            "DELIMITER $$$$\nselect '$$'; select 2; # $$$\n$$$$\nDELIMITER ;\n");
  EXPECT_EQ(printed("/*!50000 select 1; */", mysql()),
            "DELIMITER $$\n/*!50000 select 1; */\n$$\nDELIMITER ;\n");
  EXPECT_EQ(printed("select ';', \";\", `;` /* ; */", mysql()),
            "select ';', \";\", `;` /* ; */;\n");
  EXPECT_EQ(printed("create trigger t begin select 1; end", sqlite()),
            "create trigger t begin select 1; end;\n");
}

TEST(ScriptText, TellsWhereTheStatementStands) {
  Statement statement;
  statement.text = "begin not atomic select 1; end";
  const ScriptText script = script_text(statement, mysql());
  EXPECT_EQ(script.text.substr(script.begin, statement.text.size()), statement.text);
}

TEST(ScriptText, PsqlSeesNoVariables) {
  EXPECT_EQ(printed("select a[1:host], a[1:2], b::int, ':host', $$ :host $$", postgresql()),
            "select a[1: host], a[1:2], b::int, ':host', $$ :host $$;\n");
  EXPECT_EQ(printed("select a[1:host]", sqlite()), "select a[1:host];\n");
}

TEST(ScriptText, RowsOfCopyFollow) {
  Statement statement;
  statement.text = "copy t from stdin";
  statement.rows = CopyRows{"1\n2\n", 0};
  EXPECT_EQ(script_text(statement, postgresql()).text, "copy t from stdin;\n1\n2\n\\.\n");
}

TEST(ScriptText, WhatIsForTheClientStaysAsItIs) {
  EXPECT_EQ(of_client("select 1;\nselect 2"), "select 1;\nselect 2\n;\n");
  EXPECT_EQ(of_client("select 1; select 2;\n"), "select 1; select 2;\n\n");
  EXPECT_EQ(of_client("\\copy t from 'a'"), "\\copy t from 'a'\n");
  EXPECT_EQ(of_client("select 1;\n.quit"), "select 1;\n.quit\n");
  EXPECT_EQ(of_client("DELIMITER //\nselect 1//"), "DELIMITER //\nselect 1//\nDELIMITER ;\n");
}

TEST(StartsWithAny, ComparesWholeWords) {
  constexpr std::array<std::string_view, 2> kPhrases{"LOCK", "SET LOCAL"};
  EXPECT_TRUE(starts_with_any("lock table a", kPhrases, postgresql()));
  EXPECT_TRUE(starts_with_any("-- a\n/* b */ Set\n local x = 1", kPhrases, postgresql()));
  EXPECT_TRUE(starts_with_any("lock", kPhrases, postgresql()));
  EXPECT_FALSE(starts_with_any("locked", kPhrases, postgresql()));
  EXPECT_FALSE(starts_with_any("set x = 1", kPhrases, postgresql()));
  EXPECT_FALSE(starts_with_any("insert into lock values (1)", kPhrases, postgresql()));
}

}  // namespace
}  // namespace strata::sql
