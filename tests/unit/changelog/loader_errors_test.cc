// What users see of changelogs with mistakes; all of them at once.
#include <gtest/gtest.h>

#include "tests/unit/changelog/load_support.h"

namespace strata::changelog {
namespace {

std::string mistakes(std::string root) { return Loaded(std::move(root)).mistakes(); }
std::string mistakes_in(const std::string& lines) {
  return Loaded(one_change_set(lines)).mistakes();
}

TEST(LoaderErrors, NoChangelog) {
  EXPECT_EQ(Loaded(Files{}).mistakes(),
            "error: root.yaml does not exist\n    looked in: the files given\n");
  EXPECT_EQ(mistakes(""),
            "root.yaml:1:1: error: root.yaml holds no changelog\n"
            "    it must start with `databaseChangeLog:`\n");
  EXPECT_EQ(mistakes("a: 1\ndatabaseChangelog:\n"),
            "root.yaml:2:1: error: there is no databaseChangeLog at the top\n"
            "    databaseChangelog:\n"
            "    ^~~~~~~~~~~~~~~~~ did you mean 'databaseChangeLog'?\n");
  EXPECT_EQ(mistakes("version: 2\n"),
            "root.yaml:1:1: error: there is no databaseChangeLog at the top\n"
            "    version: 2\n"
            "    ^~~~~~~ a changelog starts with `databaseChangeLog:`\n");
  EXPECT_EQ(mistakes("- changeSet: {id: 1}\n"),
            "root.yaml:1:1: error: the top of the file must be a map, not a list\n"
            "    - changeSet: {id: 1}\n"
            "    ^\n");
}

TEST(LoaderErrors, SyntaxIsTheOnlyThingSaid) {
  EXPECT_EQ(mistakes("databaseChangeLog:\n- changeSet: {id: 1\n"),
            "root.yaml:2:14: error: '{' is never closed\n"
            "    - changeSet: {id: 1\n"
            "                 ^\n");
}

TEST(LoaderErrors, OtherFormats) {
  LoadOptions options;
  options.file = "a.xml";
  EXPECT_EQ(Loaded(Files{{"a.xml", "<databaseChangelog/>"}}, options).mistakes(),
            "a.xml:1:2: error: there is no databaseChangeLog at the top\n"
            "    <databaseChangelog/>\n"
            "     ^~~~~~~~~~~~~~~~~ did you mean 'databaseChangeLog'?\n");
  options.file = "a.txt";
  EXPECT_EQ(Loaded(Files{{"a.txt", ""}}, options).mistakes(),
            "error: a.txt: not the name of a changelog\n"
            "    a changelog's name ends in .yaml, .yml, .json, .xml or .sql\n");
}

TEST(LoaderErrors, Includes) {
  EXPECT_EQ(Loaded(Files{{"root.yaml",
                          "databaseChangeLog:\n"
                          "- include: {file: none.yaml}\n"
                          "- include: {}\n"
                          "- include: {file: a.sql}\n"
                          "- include: {file: b.yaml, relativeToChangeLog: true}\n"
                          "- include: [{file: b.yaml}, {file: c.yaml}]\n"},
                         {"a.sql", ""},
                         {"b.yaml", "databaseChangeLog:\n"},
                         {"c.yaml", "databaseChangeLog:\n"}})
                .mistakes(),
            "root.yaml:2:19: error: none.yaml does not exist\n"
            "    - include: {file: none.yaml}\n"
            "                      ^~~~~~~~~ looked in: the files given\n"
            "root.yaml:3:3: error: include: 'file' is missing\n"
            "    - include: {}\n"
            "      ^~~~~~~\n"
            "a.sql:1:1: error: the file is empty\n"
            "root.yaml:5:27: warning: include: unknown key 'relativeToChangeLog' is ignored\n"
            "    - include: {file: b.yaml, relativeToChangeLog: true}\n"
            "                              ^~~~~~~~~~~~~~~~~~~\n"
            "root.yaml:6:30: error: include: 'file' is given twice\n"
            "    - include: [{file: b.yaml}, {file: c.yaml}]\n"
            "                                 ^~~~ first at root.yaml:6:14\n");
}

TEST(LoaderErrors, IncludeCycles) {
  EXPECT_EQ(Loaded(Files{{"root.yaml", "databaseChangeLog:\n- include: {file: db/a.yaml}\n"},
                         {"db/a.yaml",
                          "databaseChangeLog:\n- include: {file: b.yaml, "
                          "relativeToChangelogFile: true}\n"},
                         {"db/b.yaml", "databaseChangeLog:\n- include: {file: ./db/a.yaml}\n"}})
                .mistakes(),
            "db/b.yaml:2:19: error: db/a.yaml includes itself\n"
            "    - include: {file: ./db/a.yaml}\n"
            "                      ^~~~~~~~~~~ db/a.yaml -> db/b.yaml -> db/a.yaml\n");
}

TEST(LoaderErrors, IncludedFilesWithMistakes) {
  EXPECT_EQ(Loaded(Files{{"root.yaml",
                          "databaseChangeLog:\n- include: {file: a.yaml}\n"
                          "- include: {file: b.yaml}\n- include: {file: c.yaml}\n"},
                         {"a.yaml", "databaseChangeLog: {changeSet: {id: 1}}\n"},
                         {"b.yaml", "# nothing\n"},
                         {"c.yaml", "a: [\n"}})
                .mistakes(),
            "a.yaml:1:21: error: changeSet: 'author' is missing\n"
            "    databaseChangeLog: {changeSet: {id: 1}}\n"
            "                        ^~~~~~~~~\n"
            "b.yaml:1:1: error: b.yaml holds no changelog\n"
            "    # nothing\n"
            "    ^ it must start with `databaseChangeLog:`\n"
            "c.yaml:1:4: error: '[' is never closed\n"
            "    a: [\n"
            "       ^\n");
}

TEST(LoaderErrors, DuplicateChangesets) {
  EXPECT_EQ(Loaded(Files{{"root.yaml",
                          "databaseChangeLog:\n"
                          "- changeSet: {id: A, author: me}\n"
                          "- changeSet: {id: a, author: Me}\n"
                          "- changeSet: {id: A, author: you}\n"}})
                .mistakes(),
            "root.yaml:3:3: error: changeset root.yaml::a::Me is there twice\n"
            "    - changeSet: {id: a, author: Me}\n"
            "      ^~~~~~~~~ the first one is at root.yaml:2:3\n");
}

TEST(LoaderErrors, UnknownKeys) {
  EXPECT_EQ(mistakes("databaseChangeLog:\n"
                     "- changeset: {id: 1, author: me}\n"
                     "- somethingElse: 1\n"),
            "root.yaml:2:3: error: unknown key 'changeset' in databaseChangeLog\n"
            "    - changeset: {id: 1, author: me}\n"
            "      ^~~~~~~~~ did you mean 'changeSet'?\n"
            "root.yaml:3:3: error: unknown key 'somethingElse' in databaseChangeLog\n"
            "    - somethingElse: 1\n"
            "      ^~~~~~~~~~~~~\n");
  EXPECT_EQ(mistakes_in("failsOnError: true\nticket: 12\n"),
            "root.yaml:5:5: error: changeSet: unknown key 'failsOnError'\n"
            "    failsOnError: true\n"
            "    ^~~~~~~~~~~~ did you mean 'failOnError'?\n"
            "root.yaml:6:5: warning: changeSet: unknown key 'ticket' is ignored\n"
            "    ticket: 12\n"
            "    ^~~~~~\n");
}

TEST(LoaderErrors, ThePolicyForUnknownKeys) {
  const std::string text = one_change_set("failsOnError: true\nticket: 12\n");
  LoadOptions options;
  options.unknown_keys = model::UnknownKeys::Warn;
  EXPECT_FALSE(Loaded(text, options).diagnostics.has_errors());
  options.unknown_keys = model::UnknownKeys::Error;
  EXPECT_EQ(Loaded(text, options).diagnostics.errors(), 2U);
}

TEST(LoaderErrors, Changesets) {
  EXPECT_EQ(mistakes("databaseChangeLog:\n- changeSet: {id: ' ', labels: x}\n"),
            "root.yaml:2:3: error: changeSet: 'id' is missing\n"
            "    - changeSet: {id: ' ', labels: x}\n"
            "      ^~~~~~~~~\n"
            "root.yaml:2:3: error: changeSet: 'author' is missing\n"
            "    - changeSet: {id: ' ', labels: x}\n"
            "      ^~~~~~~~~\n");
  EXPECT_EQ(mistakes_in("runOrder: middle\ncontext: a and (b\n"
                        "objectQuotingStrategy: QUOTE_ALL\n"),
            "root.yaml:6:14: error: context: a ')' is missing in the expression 'a and (b'\n"
            "    context: a and (b\n"
            "             ^~~~~~~~\n"
            "root.yaml:7:28: error: unknown objectQuotingStrategy 'QUOTE_ALL'\n"
            "    objectQuotingStrategy: QUOTE_ALL\n"
            "                           ^~~~~~~~~ one of LEGACY, QUOTE_ALL_OBJECTS, "
            "QUOTE_ONLY_RESERVED_WORDS\n"
            "root.yaml:5:15: error: changeSet: runOrder must be first or last, not 'middle'\n"
            "    runOrder: middle\n"
            "              ^~~~~~\n");
  EXPECT_EQ(mistakes("databaseChangeLog:\n- changeSet: [{id: 1}, {id: 2}, {author: me}]\n"),
            "root.yaml:2:25: error: changeSet: 'id' is given twice\n"
            "    - changeSet: [{id: 1}, {id: 2}, {author: me}]\n"
            "                            ^~ first at root.yaml:2:16\n");
}

TEST(LoaderErrors, Changes) {
  EXPECT_EQ(mistakes_in("changes:\n- creatTable: {tableName: a}\n- dropTable: {tabelName: a}\n"
                        "- frobnicate: {a: 1}\n- createTable\n"),
            "root.yaml:6:7: error: unknown change type 'creatTable'\n"
            "    - creatTable: {tableName: a}\n"
            "      ^~~~~~~~~~ did you mean 'createTable'?\n"
            "root.yaml:7:19: error: dropTable: unknown key 'tabelName'\n"
            "    - dropTable: {tabelName: a}\n"
            "                  ^~~~~~~~~ did you mean 'tableName'?\n"
            "root.yaml:8:7: error: unknown change type 'frobnicate'\n"
            "    - frobnicate: {a: 1}\n"
            "      ^~~~~~~~~~\n"
            "root.yaml:9:7: warning: changes: a text is no change and is ignored\n"
            "    - createTable\n"
            "      ^~~~~~~~~~~\n");
  EXPECT_EQ(mistakes_in("changes:\n- sqlFile: {path: none.sql}\n"),
            "root.yaml:6:7: error: none.sql does not exist\n"
            "    - sqlFile: {path: none.sql}\n"
            "      ^~~~~~~ looked in: the files given\n");
  EXPECT_EQ(mistakes_in("rollback: {changeSetId: 9, changeSetAuthor: me}\n"),
            "root.yaml:5:29: error: rollback refers to changeset root.yaml::9::me, which does not "
            "exist before this one\n"
            "    rollback: {changeSetId: 9, changeSetAuthor: me}\n"
            "                            ^\n");
}

TEST(LoaderErrors, HugeFilesAreRefused) {
  EXPECT_EQ(mistakes(std::string(40'000'001, ' ')),
            "error: root.yaml is larger than 40 MB\n"
            "    cut it into files and include them; rows belong into files for loadData\n");
}

TEST(LoaderErrors, EditsOfAllChangesets) {
  EXPECT_EQ(mistakes("databaseChangeLog:\n"
                     "- removeChangeSetProperty: {change: addColumn, remove: afterColum}\n"
                     "- removeChangeSetProperty: {change: createTable, remove: position}\n"
                     "- modifyChangeSets: {runwith: psql}\n"),
            "root.yaml:2:56: error: removeChangeSetProperty: 'afterColum' cannot be removed\n"
            "    - removeChangeSetProperty: {change: addColumn, remove: afterColum}\n"
            "                                                           ^~~~~~~~~~ did you mean "
            "'afterColumn'?\n"
            "root.yaml:3:3: warning: removeChangeSetProperty does nothing but for addColumn\n"
            "    - removeChangeSetProperty: {change: createTable, remove: position}\n"
            "      ^~~~~~~~~~~~~~~~~~~~~~~ change: addColumn\n"
            "root.yaml:4:22: error: modifyChangeSets: unknown key 'runwith'\n"
            "    - modifyChangeSets: {runwith: psql}\n"
            "                         ^~~~~~~ did you mean 'runWith'?\n");
}

// Files are parsed ahead in other threads; what is said of them comes in their order all the same.
TEST(LoaderErrors, OfManyIncludedFilesInTheirOrder) {
  Files files;
  std::string root = "databaseChangeLog:\n";
  for (int i = 100; i < 140; ++i) {
    const std::string name = std::to_string(i) + ".yaml";
    root += "- include: {file: " + name + "}\n";
    if (i == 120) continue;
    files[name] = i == 130 ? "databaseChangeLog:\n- include: {file: 101.yaml}\n"
                           : "databaseChangeLog: {changeSt: {}}\n";
  }
  files["root.yaml"] = root;
  const Loaded loaded(files);
  std::vector<std::string> places;
  for (const Diagnostic& one : loaded.diagnostics.all())
    places.push_back(one.path + ":" + std::to_string(one.line));
  std::vector<std::string> wanted;
  for (int i = 100; i < 140; ++i) {
    wanted.push_back(i == 120   ? "root.yaml:22"
                     : i == 130 ? "101.yaml:1"
                                : std::to_string(i) + ".yaml:1");
  }
  EXPECT_EQ(places, wanted);
}

}  // namespace
}  // namespace strata::changelog
