// `property` entries and the order in which they count.
#include <gtest/gtest.h>

#include "tests/unit/changelog/load_support.h"

namespace strata::changelog {
namespace {

// The ids of the changesets, which show what properties became.
std::string ids(const Loaded& loaded) {
  std::string text = loaded.mistakes();
  for (const model::ChangeSet& change_set : loaded.changelog.change_sets) {
    text += (text.empty() ? "" : " ") + change_set.key.id;
  }
  return text;
}

std::string with_properties(const std::string& properties, const std::string& id) {
  return "databaseChangeLog:\n" + properties + "- changeSet: {id: '" + id + "', author: me}\n";
}

TEST(Properties, CountFromTheTopOfTheirFile) {
  EXPECT_EQ(ids(Loaded("databaseChangeLog:\n"
                       "- changeSet: {id: '${a}', author: me}\n"
                       "- property: {name: a, value: 007}\n"
                       "- property: {name: a, value: later}\n")),
            "7");
}

TEST(Properties, ForDatabasesContextsAndLabels) {
  const std::string text = with_properties(
      "- property: {name: a, value: 1, dbms: oracle}\n"
      "- property: {name: a, value: 2, context: test}\n"
      "- property: {name: a, value: 3, labels: 'x,y'}\n"
      "- property: {name: a, value: 4, dbms: 'sqlite,h2'}\n",
      "${a}");
  LoadOptions options;
  options.contexts = {"prod"};
  options.label_filter = "z";
  EXPECT_EQ(ids(Loaded(text, options)), "4");
  options.label_filter = "y and !z";
  EXPECT_EQ(ids(Loaded(text, options)), "3");
  options.contexts = {"test"};
  EXPECT_EQ(ids(Loaded(text, options)), "2");
  options.dbms = "oracle";
  EXPECT_EQ(ids(Loaded(text, options)), "1");
}

TEST(Properties, TheCommandLineWins) {
  LoadOptions options;
  options.parameters.set("A", "cli");
  EXPECT_EQ(ids(Loaded(with_properties("- property: {name: a, value: 1}\n", "${a}"), options)),
            "cli");
}

TEST(Properties, OfAnIncludedFileCountBelowTheInclude) {
  EXPECT_EQ(ids(Loaded(Files{{"root.yaml",
                              "databaseChangeLog:\n"
                              "- changeSet: {id: 'x${a}', author: me}\n"
                              "- include: {file: a.yaml}\n"
                              "- changeSet: {id: 'y${a}', author: me}\n"},
                             {"a.yaml", "databaseChangeLog:\n- property: {name: a, value: 1}\n"}})),
            "root.yaml:2:19: warning: no parameter 'a' is defined; '${a}' stays as it is\n"
            "    - changeSet: {id: 'x${a}', author: me}\n"
            "                      ^~~~~~~\n"
            " x${a} y1");
}

TEST(Properties, WhatIsForOtherDatabasesIsSaid) {
  LoadOptions options;
  options.dbms = "mariadb";
  EXPECT_EQ(
      ids(Loaded(with_properties("- property: {name: a, value: 1, dbms: 'mysql, h2'}\n", "${a}"),
                 options)),
      "root.yaml:3:19: warning: no parameter 'a' is defined; '${a}' stays as it is\n"
      "    - changeSet: {id: '${a}', author: me}\n"
      "                      ^~~~~~ there is one for dbms: mysql, h2\n"
      " ${a}");
}

TEST(Properties, MissingOnesMayBeMistakes) {
  LoadOptions options;
  options.expansion.missing = Expansion::Missing::Error;
  const Loaded loaded("databaseChangeLog:\n- changeSet: {id: '${:a}', author: me}\n", options);
  EXPECT_EQ(loaded.mistakes(),
            "root.yaml:2:19: error: no parameter ':a' is defined\n"
            "    - changeSet: {id: '${:a}', author: me}\n"
            "                      ^~~~~~~ with --support-property-escaping it becomes ${a}\n");
}

// The reference expands most texts twice and so undoes the escape.
TEST(Properties, EscapesAreNotUndone) {
  LoadOptions options;
  options.expansion.has_escapes = true;
  EXPECT_EQ(ids(Loaded(with_properties("- property: {name: a, value: 1}\n", "${:a}${a}"), options)),
            "${a}1");
}

TEST(Properties, LocalOnesStayInTheirFile) {
  EXPECT_EQ(ids(Loaded(Files{{"root.yaml",
                              "databaseChangeLog:\n"
                              "- property: {name: a, value: 1, global: false}\n"
                              "- property: {name: a, value: 2, global: false}\n"
                              "- property: {name: b, value: 3}\n"
                              "- include: {file: a.yaml}\n"
                              "- changeSet: {id: '${a}${b}', author: me}\n"},
                             {"a.yaml",
                              "databaseChangeLog:\n"
                              "- property: {name: a, value: 9, global: false}\n"
                              "- changeSet: {id: '${a}${b}', author: me}\n"}})),
            "93 23");
}

TEST(Properties, FromAFile) {
  EXPECT_EQ(
      ids(Loaded(
          Files{{"db/root.yaml",
                 with_properties("- property: {file: a.properties, relativeToChangelogFile: true}\n"
                                 "- property: {file: none.properties, errorIfMissing: false}\n",
                                 "${a} ${b}")},
                {"db/a.properties", "a=1\nb: \xE9\n"}},
          [] {
            LoadOptions options;
            options.file = "db/root.yaml";
            return options;
          }())),
      "1 \u00e9");
}

TEST(Properties, ExpandEverywhereButInKeys) {
  const Loaded loaded(
      "databaseChangeLog:\n"
      "- property: {name: p, value: x}\n"
      "- changeSet:\n"
      "    id: 1\n"
      "    author: '${p}'\n"
      "    context: '${p}'\n"
      "    changes:\n"
      "    - sql: 'select ${p} ${P} ${ p }'\n");
  EXPECT_EQ(loaded.mistakes(), "");
  EXPECT_EQ(loaded.change_set().key.author, "x");
  EXPECT_EQ(loaded.change_set().contexts.at(0), "x");
  EXPECT_EQ(loaded.change<model::Sql>().sql, "select x x x");
}

TEST(Properties, MistakesAreReportedOnce) {
  EXPECT_EQ(Loaded("databaseChangeLog:\n"
                   "- property: {value: 1}\n"
                   "- property: {name: a, context: 'x and'}\n"
                   "- property: {file: none.properties}\n"
                   "- property: {nam: a, value: 1}\n"
                   "- property: {name: s, value: '${s}'}\n"
                   "- changeSet: {id: '${s}', author: me}\n")
                .mistakes(),
            "root.yaml:2:3: error: property: 'name' is missing\n"
            "    - property: {value: 1}\n"
            "      ^~~~~~~~\n"
            "root.yaml:3:3: error: property: something is missing at the end in the expression "
            "'x and'\n"
            "    - property: {name: a, context: 'x and'}\n"
            "      ^~~~~~~~\n"
            "root.yaml:4:20: error: none.properties does not exist\n"
            "    - property: {file: none.properties}\n"
            "                       ^~~~~~~~~~~~~~~ looked in: the files given\n"
            "root.yaml:5:14: error: property: unknown key 'nam'\n"
            "    - property: {nam: a, value: 1}\n"
            "                 ^~~ did you mean 'name'?\n"
            "root.yaml:5:3: error: property: 'name' is missing\n"
            "    - property: {nam: a, value: 1}\n"
            "      ^~~~~~~~\n"
            "root.yaml:6:30: error: the parameter 's' refers to itself\n"
            "    - property: {name: s, value: '${s}'}\n"
            "                                 ^~~~~~\n"
            "root.yaml:7:19: error: the parameter 's' refers to itself\n"
            "    - changeSet: {id: '${s}', author: me}\n"
            "                      ^~~~~~\n");
}

}  // namespace
}  // namespace strata::changelog
