#include "engine/changelog/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/changelog/load_support.h"

namespace strata::changelog {
namespace {

using testing::ElementsAre;

std::string good(const Loaded& loaded) { return loaded.mistakes() + loaded.keys(); }

constexpr const char* kInner = "databaseChangeLog:\n- changeSet: {id: i, author: me}\n";

TEST(Loader, ChangesetsInDocumentOrder) {
  EXPECT_EQ(good(Loaded("databaseChangeLog:\n"
                        "- changeSet: {id: b, author: me}\n"
                        "- changeSet: {id: 007, author: true}\n"
                        "- changeSet: [{id: c}, {author: me}]\n"
                        "- changeSet: {id: d, author: ''}\n")),
            "root.yaml::b::me; root.yaml::7::true; root.yaml::c::me; root.yaml::d::");
  EXPECT_EQ(good(Loaded("databaseChangeLog:\n")), "");
  EXPECT_EQ(good(Loaded("x-template: &t {id: 1, author: me}\n"
                        "databaseChangeLog:\n- changeSet: {<<: *t}\n")),
            "root.yaml::1::me");
}

TEST(Loader, Json) {
  LoadOptions options;
  options.file = "a.json";
  EXPECT_EQ(good(Loaded(Files{{"a.json", R"({"databaseChangeLog": [{"changeSet": {"id": "1",
                                        "author": "me"}}]})"}},
                        options)),
            "a.json::1::me");
}

TEST(Loader, Utf16) {
  const std::string text = "databaseChangeLog:\n- changeSet: {id: 1, author: me}\n";
  std::string utf16 = "\xFF\xFE";
  for (const char c : text) utf16 += std::string{c, '\0'};
  EXPECT_EQ(good(Loaded(utf16)), "root.yaml::1::me");
}

TEST(Loader, AttributesOfAChangeset) {
  const Loaded loaded(
      one_change_set("context: a or b\nlabels: 'L1, l2,L1'\ndbms: SQLite\nrunAlways: true\n"
                     "runOnChange: true\nfailOnError: false\nrunInTransaction: false\n"
                     "ignore: true\nrunOrder: last\ncreated: 2.0\nvalidCheckSum: [a, '1:any']\n"
                     "comment: ' one '\nlogicalFilePath: /x\\y.yaml\n"
                     "objectQuotingStrategy: QUOTE_ALL_OBJECTS\n"));
  EXPECT_EQ(loaded.mistakes(), "");
  const model::ChangeSet& change_set = loaded.change_set();
  EXPECT_EQ(model::to_string(change_set.key), "x/y.yaml::1::me");
  EXPECT_THAT(change_set.contexts, ElementsAre("a or b"));
  EXPECT_THAT(change_set.labels, ElementsAre("l1", "l2"));
  EXPECT_EQ(change_set.dbms, "SQLite");
  EXPECT_TRUE(change_set.run_always);
  EXPECT_TRUE(change_set.run_on_change);
  EXPECT_FALSE(change_set.fail_on_error);
  EXPECT_FALSE(change_set.run_in_transaction);
  EXPECT_TRUE(change_set.ignore);
  EXPECT_EQ(change_set.run_order, "last");
  EXPECT_EQ(change_set.created, "2.0");
  EXPECT_THAT(change_set.valid_checksums, ElementsAre("a", "1:any"));
  EXPECT_EQ(change_set.comments, "one");
  EXPECT_EQ(change_set.quoting, model::QuotingStrategy::QuoteAllObjects);
}

TEST(Loader, DefaultsOfAChangeset) {
  const Loaded loaded(one_change_set(""));
  EXPECT_EQ(loaded.mistakes(), "");
  const model::ChangeSet& change_set = loaded.change_set();
  EXPECT_TRUE(change_set.fail_on_error);
  EXPECT_TRUE(change_set.run_in_transaction);
  EXPECT_FALSE(change_set.run_always || change_set.run_on_change || change_set.ignore);
  EXPECT_FALSE(change_set.rollback || change_set.dbms || change_set.run_order);
  EXPECT_EQ(change_set.quoting, model::QuotingStrategy::Legacy);
}

TEST(Loader, ChangesInAnyArrangement) {
  for (const char* lines :
       {"changes:\n- dropTable: {tableName: a}\n- dropTable: {tableName: b}\n",
        "changes:\n- {dropTable: {tableName: a}, empty: {}}\n- dropTable: {tableName: b}\n",
        "dropTable: {tableName: a}\nchanges: {dropTable: {tableName: b}}\n"}) {
    const Loaded loaded(one_change_set(lines));
    EXPECT_EQ(loaded.mistakes(), "") << lines;
    const auto& changes = loaded.change_set().changes;
    ASSERT_GE(changes.size(), 2U) << lines;
    EXPECT_EQ(std::get<model::DropTable>(changes.front().body).table_name, "a");
    EXPECT_EQ(std::get<model::DropTable>(changes.back().body).table_name, "b");
  }
}

TEST(Loader, RollbackForms) {
  const auto rollback = [](const std::string& lines) {
    const Loaded loaded(one_change_set(lines));
    EXPECT_EQ(loaded.mistakes(), "");
    const auto& found = loaded.change_set().rollback;
    if (!found) return std::string("none");
    std::string text;
    for (const model::Change& change : found->changes) {
      const auto* sql = std::get_if<model::Sql>(&change.body);
      text += (text.empty() ? "" : "; ") +
              (sql != nullptr ? *sql->sql : std::string(model::type_of(change).name));
    }
    return "[" + text + "]";
  };
  EXPECT_EQ(rollback(""), "none");
  EXPECT_EQ(rollback("rollback:\n"), "[]");
  EXPECT_EQ(rollback("rollback: empty\n"), "[]");
  EXPECT_EQ(rollback("rollback: ' drop table a '\n"), "[drop table a]");
  EXPECT_EQ(rollback("rollback: |\n  drop table a;\n  drop table b;\n"),
            "[drop table a;\ndrop table b;]");
  EXPECT_EQ(rollback("rollback:\n- sql: drop table a\n- dropTable: {tableName: b}\n"),
            "[drop table a; dropTable]");
  EXPECT_EQ(rollback("rollback: {sql: {sql: x}}\n"), "[x]");
}

TEST(Loader, ARollbackMayReferToAnEarlierChangeset) {
  const Loaded loaded(
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: me, changes: [{dropTable: {tableName: a}}]}\n"
      "- changeSet: {id: 2, author: me, rollback: {changeSetId: 1, changeSetAuthor: me}}\n");
  EXPECT_EQ(loaded.mistakes(), "");
  ASSERT_EQ(loaded.change_set(1).rollback->changes.size(), 1U);
  EXPECT_EQ(loaded.change_set(1).rollback->changes[0], loaded.change_set(0).changes[0]);
}

TEST(Loader, Includes) {
  EXPECT_EQ(good(Loaded(Files{{"root.yaml",
                               "databaseChangeLog:\n"
                               "- changeSet: {id: 1, author: me}\n"
                               "- include: {file: ./db//x/../a.yaml}\n"
                               "- changeSet: {id: 2, author: me}\n"},
                              {"db/a.yaml",
                               "databaseChangeLog:\n"
                               "- include: {file: in/b.yaml, relativeToChangelogFile: true}\n"
                               "- changeSet: {id: a, author: me}\n"},
                              {"db/in/b.yaml", kInner}})),
            "root.yaml::1::me; db/in/b.yaml::i::me; db/a.yaml::a::me; root.yaml::2::me");
}

TEST(Loader, IncludesThatMayBeMissing) {
  EXPECT_EQ(good(Loaded("databaseChangeLog:\n"
                        "- include: {file: none.yaml, errorIfMissing: false}\n"
                        "- include: {file: none.yaml, ignore: true}\n")),
            "");
}

TEST(Loader, IncludedChangesetsGetAClient) {
  const Loaded loaded(Files{{"root.yaml",
                             "databaseChangeLog:\n"
                             "- modifyChangeSets: {runWith: psql, include: {file: a.yaml}}\n"
                             "- changeSet: {id: 9, author: me}\n"},
                            {"a.yaml",
                             "databaseChangeLog:\n"
                             "- changeSet: {id: 1, author: me}\n"
                             "- changeSet: {id: 2, author: me, runWith: jdbc}\n"
                             "- modifyChangeSets: {runWith: own, include: {file: b.yaml}}\n"
                             "- include: {file: c.sql}\n"},
                            {"b.yaml", "databaseChangeLog:\n- changeSet: {id: 3, author: me}\n"},
                            {"c.sql", "--liquibase formatted sql\n--changeset me:4\nselect 1;\n"}});
  std::string clients;
  for (const model::ChangeSet& one : loaded.changelog.change_sets)
    clients += one.key.id + "=" + one.run_with.value_or("-") + " ";
  EXPECT_EQ(loaded.mistakes(), "");
  EXPECT_EQ(clients, "1=psql 2=jdbc 3=own 4=psql 9=- ");
}

// Only below it, only in its file, and only for the databases it names.
TEST(Loader, AttributesOfSingleDatabasesAreRemoved) {
  const std::string add =
      "author: me, changes: [{addColumn: {tableName: t, columns: [{column: {name: a, type: int, "
      "afterColumn: b, position: 1}}]}}]}\n";
  const Loaded loaded(Files{
      {"root.yaml",
       "databaseChangeLog:\n- changeSet: {id: 1, " + add +
           "- removeChangeSetProperty: {change: addColumn, remove: afterColumn, dbms: sqlite}\n"
           "- removeChangeSetProperty: {change: addColumn, remove: position, dbms: mysql}\n"
           "- removeChangeSetProperty: {change: addColumn, remove: position}\n"
           "- changeSet: {id: 2, " +
           add + "- include: {file: a.yaml}\n"},
      {"a.yaml", "databaseChangeLog:\n- changeSet: {id: 3, " + add}});
  EXPECT_EQ(loaded.mistakes(), "");
  std::string left;
  for (std::size_t i = 0; i < 3; ++i) {
    const model::Column& column = loaded.change<model::AddColumn>(i).columns.at(0);
    left += column.after_column.value_or("-") + (column.position ? "1 " : "- ");
  }
  EXPECT_EQ(left, "b1 -1 b1 ");
}

TEST(Loader, LogicalPaths) {
  EXPECT_EQ(good(Loaded(Files{{"root.yaml",
                               "databaseChangeLog:\n"
                               "- logicalFilePath: /old\\name.xml\n"
                               "- changeSet: {id: 1, author: me}\n"
                               "- changeSet: {id: 2, author: me, logicalFilePath: ./own}\n"
                               "- include: {file: a.yaml}\n"},
                              {"a.yaml", kInner}})),
            "old/name.xml::1::me; ./own::2::me; a.yaml::i::me");
}

TEST(Loader, ContextsAndLabelsOfIncludesAreInherited) {
  const Loaded loaded(
      Files{{"root.yaml",
             "databaseChangeLog:\n"
             "- context: rootctx\n"
             "- include: {file: a.yaml, contextFilter: ci or cj, labels: 'LI,lj'}\n"},
            {"a.yaml",
             "databaseChangeLog:\n"
             "- contextFilter: filectx\n"
             "- include: {file: b.yaml, labels: inner}\n"
             "- changeSet: {id: 1, author: me, context: own, labels: l}\n"},
            {"b.yaml", kInner}});
  EXPECT_EQ(loaded.mistakes(), "");
  EXPECT_EQ(model::contexts_text(loaded.change_set(0)), "filectx AND (ci or cj) AND rootctx");
  EXPECT_EQ(model::labels_text(loaded.change_set(0)), "inner,li,lj");
  EXPECT_EQ(model::contexts_text(loaded.change_set(1)),
            "filectx AND (ci or cj) AND rootctx AND own");
  EXPECT_EQ(model::labels_text(loaded.change_set(1)), "li,lj,l");
}

TEST(Loader, WhatIsForOtherDatabasesIsNoMistake) {
  const std::string text =
      "databaseChangeLog:\n"
      "- changeSet: {id: 1, author: me, dbms: 'Oracle', changes: [{oracleOnly: {a: 1}}]}\n"
      "- changeSet: {id: 2, author: me, dbms: '!oracle, !mssql'}\n"
      "- changeSet: {id: 2, author: me, dbms: mssql}\n";
  const Loaded loaded(text);
  EXPECT_EQ(loaded.mistakes(), "");
  LoadOptions oracle;
  oracle.dbms = "oracle";
  EXPECT_EQ(
      Loaded(text, oracle).mistakes(),
      "root.yaml:2:61: error: unknown change type 'oracleOnly'\n"
      "    - changeSet: {id: 1, author: me, dbms: 'Oracle', changes: [{oracleOnly: {a: 1}}]}\n"
      "                                                                ^~~~~~~~~~\n");
}

TEST(Loader, SqlFilesAreReadAndDecoded) {
  const Loaded loaded(
      Files{{"db/root.yaml",
             one_change_set("changes:\n"
                            "- sqlFile: {path: a.sql, relativeToChangelogFile: true}\n"
                            "- sqlFile: {path: b.sql, encoding: ISO-8859-1}\n")},
            {"db/a.sql", "\xEF\xBB\xBFselect '${x}'"},
            {"b.sql", "-- \xE9"}},
      [] {
        LoadOptions options;
        options.file = "db/root.yaml";
        options.parameters.set("x", "y");
        return options;
      }());
  EXPECT_EQ(loaded.mistakes(), "");
  const auto& first = *loaded.change<model::SqlFile>(0, 0).content;
  EXPECT_EQ(first.file->path(), "db/a.sql");
  EXPECT_EQ(first.file->text(), "select '${x}'");
  EXPECT_EQ(first.expanded, "select 'y'");
  EXPECT_EQ(first.bytes, "\xEF\xBB\xBFselect '${x}'");
  EXPECT_EQ(loaded.change<model::SqlFile>(0, 1).content->file->text(), "-- \u00e9");
}

}  // namespace
}  // namespace strata::changelog
