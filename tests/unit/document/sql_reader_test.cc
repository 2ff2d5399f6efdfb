#include "engine/document/sql_reader.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "engine/document/sql_line.h"

namespace strata::document {
namespace {

std::string to_text(const Node& node) {
  std::string text = node.name;
  if (node.value) text += "=" + node.value.text;
  if (node.children.empty()) return text;
  text += '(';
  for (const Node& child : node.children) text += to_text(child) + " ";
  text.back() = ')';
  return text;
}

struct Read {
  explicit Read(const std::string& text)
      : file("a.sql", "--liquibase formatted sql\n" + text),
        tree(read_formatted_sql(file, mistakes)) {}

  std::string all_mistakes() const {
    std::string text;
    for (const Diagnostic& one : mistakes.all()) {
      text += fmt::format("{}:{} {}{}{}\n", one.line, one.column, one.message,
                          one.hint.empty() ? "" : "; ", one.hint);
    }
    return text;
  }

  SourceFile file;
  Diagnostics mistakes;
  Node tree;
};

// Of the changelog's entries, behind the header.
std::string tree_of(const std::string& text) {
  const Read read(text);
  EXPECT_EQ(read.all_mistakes(), "");
  std::string all;
  for (const Node& entry : read.tree.children.front().children) all += to_text(entry) + "\n";
  return all;
}

std::string mistakes_of(const std::string& text) { return Read(text).all_mistakes(); }

TEST(SqlReader, TheFirstLineTells) {
  EXPECT_TRUE(is_formatted_sql("--liquibase formatted sql"));
  EXPECT_TRUE(is_formatted_sql("\xEF\xBB\xBF\n \n -- LIQUIBASE FORMATTED SQL\n"));
  EXPECT_FALSE(is_formatted_sql("select 1;\n--liquibase formatted sql"));
  EXPECT_FALSE(is_formatted_sql("-liquibase formatted sql"));
  EXPECT_FALSE(is_formatted_sql(""));
}

TEST(SqlReader, ChangeSets) {
  EXPECT_EQ(tree_of("--changeset me:1\nselect 1;\n\n-- changeset \"you too\":\"2 3\"\nselect 2;\n"),
            "changeSet(id=1 author=me changes(sql(stripComments=true sql=select 1;)))\n"
            "changeSet(id=2 3 author=you too changes(sql(stripComments=true sql=select 2;)))\n");
}

TEST(SqlReader, Attributes) {
  EXPECT_EQ(tree_of("--changeset me:1 runOnChange:TRUE labels:\"a, b\" context:x dbms:!oracle,h2 "
                    "stripComments:false splitStatements:false endDelimiter:go ignore:true\nx\n"),
            "changeSet(id=1 author=me runOnChange=TRUE ignore=true context=x labels=a, b "
            "dbms=!oracle,h2 changes(sql(splitStatements=false endDelimiter=go "
            "stripComments=false sql=x)))\n");
}

TEST(SqlReader, Rollbacks) {
  const std::string head = "--changeset me:1 rollbackSplitStatements:false\nx\n";
  const auto rollback = [&](const std::string& text) {
    const std::string tree = tree_of(head + text);
    const std::size_t at = tree.find(" rollback");
    return at == std::string::npos ? "none" : tree.substr(at + 1, tree.size() - at - 3);
  };
  EXPECT_EQ(rollback("--rollback drop a;\n-- rollback drop b;\n"),
            "rollback(sql(splitStatements=false sql=drop a;\ndrop b;))");
  EXPECT_EQ(rollback("/* liquibase rollback\ndrop a\n where b;\n*/\n"),
            "rollback(sql(splitStatements=false sql=drop a\n where b;))");
  EXPECT_EQ(rollback("--rollback empty\n"), "rollback=empty");
  EXPECT_EQ(rollback("--rollback Not required here\n"), "rollback=empty");
  EXPECT_EQ(rollback("--rollback changesetId:9 changesetAuthor:you changesetPath:b.sql\n"),
            "rollback(changeSetId=9 changeSetAuthor=you changeSetPath=b.sql)");
}

TEST(SqlReader, Preconditions) {
  EXPECT_EQ(tree_of("--changeset me:1\n--preconditions onFail:MARK_RAN onError:WARN\n"
                    "--precondition-sql-check expectedResult:\"a b\" select 1\n"
                    "--precondition-table-exists table:t schema:s\n"
                    "--precondition-view-exists view:v\nx\n"),
            "changeSet(id=1 author=me preConditions(onFail=MARK_RAN onError=WARN "
            "sqlCheck(expectedResult=a b sql=select 1) tableExists(tableName=t schemaName=s) "
            "viewExists(viewName=v)) changes(sql(stripComments=true sql=x)))\n");
}

TEST(SqlReader, OtherComments) {
  EXPECT_EQ(tree_of("--property name:a value:b dbms:h2\n--changeset me:1\n--comment one\n"
                    "--comment: two\n--validCheckSum: 1:any\n--ignoreLines:1\nno\n"
                    "--ignoreLines:start\nno\nno\n--ignoreLines:end\nx\n-- y\n"),
            "property(name=a value=b dbms=h2)\n"
            "changeSet(id=1 author=me validCheckSum=1:any comment=two "
            "changes(sql(stripComments=true sql=x\n-- y)))\n");
}

TEST(SqlReader, ASlashEndsTheLastStatement) {
  EXPECT_EQ(tree_of("--changeset me:1\nx\n/\n"),
            "changeSet(id=1 author=me changes(sql(stripComments=true endDelimiter=\n/$ "
            "sql=x\n/)))\n");
}

TEST(SqlReader, PlacesAreThoseInTheFile) {
  const Read read("\n--changeset me:1\n  select 1,\n  2;\n");
  const Node& change_set = read.tree.children.front().children.front();
  EXPECT_EQ(to_string(change_set.child("author")->value_at), "a.sql:3:13");
  const Node& sql = *change_set.child("changes")->child("sql")->child("sql");
  EXPECT_EQ(to_string(sql.value_at), "a.sql:4:3");
  EXPECT_EQ(to_string(within(sql.value_at, sql.style, sql.value.text, 12)), "a.sql:5:3");
}

TEST(SqlReader, Mistakes) {
  EXPECT_EQ(mistakes_of("--changeset 1\nx\n"),
            "2:1 a --changeset has no author and id; --changeset AUTHOR:ID\n"
            "3:1 this stands in no changeset and is not run; put a line --changeset author:id "
            "before it\n");
  EXPECT_EQ(mistakes_of("--changeset me: 1\n"),
            "2:1 the id must follow the colon at once; --changeset AUTHOR:ID\n");
  EXPECT_EQ(mistakes_of("--changeset me:1\n--rollback x\n"), "2:1 this changeset has no SQL\n");
  EXPECT_EQ(mistakes_of("--changeset me:1\nx\n- rollback y\n--comments z\n"),
            "4:1 a line with one dash is no --rollback; did you mean '--rollback'?\n"
            "5:1 --comments means nothing; did you mean '--comment'?\n");
  EXPECT_EQ(mistakes_of("--changeset me:1\nx\n--precondition-tabel-exists table:t\n"
                        "--precondition-sql-check expectedResult:1\n/* liquibase rollback\ny\n"),
            "4:1 unknown precondition 'tabel-exists'; did you mean 'table-exists'?\n"
            "5:1 sql-check: the expected result or the query is missing; "
            "--precondition-sql-check expectedResult:0 SELECT ...\n"
            "6:1 this rollback is never closed; */ at the end of a line closes it\n");
  EXPECT_EQ(mistakes_of("--comment x\n--ignoreLines:many\n--ignoreLines:start\n"),
            "2:1 a --comment belongs to a changeset; put it behind a line --changeset author:id\n"
            "3:1 --ignoreLines: 'many' is no number of lines; a number, or start and end\n"
            "4:1 this --ignoreLines:start has no end; --ignoreLines:end ends it\n");
}

TEST(SqlLine, TheLastAttributeThatFitsCounts) {
  const auto value = [](std::string_view line, std::string_view name, ValueForm form) {
    const std::optional<Part> found = find_attribute(line, name, form);
    return found ? std::string(found->text) : "none";
  };
  EXPECT_EQ(value("a splitStatements:false rollbackSplitStatements:true", "splitStatements",
                  ValueForm::Word),
            "true");
  EXPECT_EQ(value("context:a contextFilter:b", "context", ValueForm::QuotedOrWords), "a");
  EXPECT_EQ(value("labels:\"a b\" x", "LABELS", ValueForm::QuotedOrWords), "\"a b\"");
  EXPECT_EQ(value("labels:\"a b", "labels", ValueForm::QuotedOrWords), "\"a");
  EXPECT_EQ(value("runAlways: true", "runAlways", ValueForm::Word), "none");
}

TEST(SqlReader, OtherSqlIsOneChange) {
  SourceFile file("b.sql", "\n create table t (x int);\nselect ${x}; \n");
  Diagnostics mistakes;
  EXPECT_EQ(to_text(read_plain_sql(file, mistakes)),
            "(databaseChangeLog(changeSet(id=raw author=includeAll changes(sql(sql=create table t "
            "(x int);\nselect ${x}; splitStatements=false stripComments=false)))))");
  EXPECT_TRUE(mistakes.all().empty());
}

TEST(SqlReader, RowsOfCopyAreNoSpecialComments) {
  EXPECT_EQ(tree_of("--changeset a:1\nCOPY t FROM stdin;\n--changeset b:2\n--rollback x\n- comment "
                    "y\n\\.\n--rollback z\n"),
            "changeSet(id=1 author=a changes(sql(stripComments=true sql=COPY t FROM stdin;\n"
            "--changeset b:2\n--rollback x\n- comment y\n\\.)) "
            "rollback(sql(sql=z)))\n");
  // What has no end, or is no such statement, hides nothing.
  EXPECT_EQ(tree_of("--changeset a:1\nCOPY t FROM stdin;\n--rollback x\n"),
            "changeSet(id=1 author=a changes(sql(stripComments=true sql=COPY t FROM stdin;)) "
            "rollback(sql(sql=x)))\n");
  EXPECT_EQ(tree_of("--changeset a:1\nCOPY t TO stdout;\n--rollback x\n\\.\n"),
            "changeSet(id=1 author=a changes(sql(stripComments=true sql=COPY t TO stdout;\n\\.)) "
            "rollback(sql(sql=x)))\n");
}

TEST(SqlReader, LinesOfTextsThatAreInterrupted) {
  const Read read("--changeset a:1\n\n  select 1;\n--comment why\n\n ü select 2;\n");
  const Node* const sql =
      read.tree.children.front().children.front().child("changes")->children.front().child("sql");
  ASSERT_TRUE(sql->value_lines);
  const std::string& text = sql->value.text;
  EXPECT_EQ(to_string(within(sql->value_at, *sql->value_lines, text, 0)), "a.sql:4:3");
  EXPECT_EQ(to_string(within(sql->value_at, *sql->value_lines, text, text.find("select 2"))),
            "a.sql:7:4");
  EXPECT_FALSE(Read("--changeset a:1\nselect 1;\nselect 2;\n")
                   .tree.children.front()
                   .children.front()
                   .child("changes")
                   ->children.front()
                   .child("sql")
                   ->value_lines);
}

}  // namespace
}  // namespace strata::document
