// Update, rollback of everything, update again: the schema is that of one update, and the history
// is the one that the reference leaves.
#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/changelog/loader.h"
#include "tests/live/migration.h"

namespace strata::test {
namespace {

class RoundTripTest : public testing::TestWithParam<Vendor> {
 protected:
  void run(const std::vector<std::string>& command, const Changelog& changelog) {
    const Outcome outcome = run_program(words(command, changelog, database_.url()));
    ASSERT_EQ(outcome.exit_code, 0) << command.front() << "\n" << outcome.output;
  }

  void there_and_back(const Changelog& changelog) {
    ASSERT_EQ(schema_text(database_), "");
    run({"update"}, changelog);
    const std::string migrated = schema_text(database_);
    EXPECT_NE(migrated, "");
    run({"rollback-count", "1000"}, changelog);
    EXPECT_EQ(schema_text(database_), "");
    EXPECT_EQ(count(database_, history_table(database_)), "0\n");
    run({"update"}, changelog);
    EXPECT_EQ(schema_text(database_), migrated);
  }

  LiveDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Vendors, RoundTripTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(RoundTripTest, Shop) { there_and_back(shop()); }

TEST_P(RoundTripTest, EveryChangeType) { there_and_back(everything()); }

TEST_P(RoundTripTest, TheOtherChangeTypes) { there_and_back(more()); }

// What is undone is what the changes before it made, under the names of today.
TEST_P(RoundTripTest, WhatWasThereComesBack) {
  run({"update-to-tag", "before"}, undo());
  const std::string before = schema_text(database_);
  run({"update"}, undo());
  const std::string after = schema_text(database_);
  EXPECT_NE(before, after);
  run({"rollback", "before"}, undo());
  EXPECT_EQ(schema_text(database_), before);
  EXPECT_EQ(query_text(database_, "SELECT name, level FROM member"), "it's new\t3\n");
  run({"update"}, undo());
  EXPECT_EQ(schema_text(database_), after);
}

// A type that would have to cut a value stops the way back; SQLite's have no length.
TEST_P(RoundTripTest, AValueThatDoesNotFitStopsTheWayBack) {
  run({"update"}, undo());
  database_.connect()->execute("UPDATE member SET name = 'a name of more than twenty letters'");
  const Outcome outcome = run_program(words({"rollback", "before"}, undo(), database_.url()));
  EXPECT_EQ(outcome.exit_code, GetParam() == Vendor::Sqlite ? 0 : 5) << outcome.output;
  EXPECT_EQ(query_text(database_, "SELECT name FROM member"),
            "a name of more than twenty letters\n");
}

// What is in the merged columns, the new tables and the sequences.
TEST_P(RoundTripTest, TheOtherChangeTypesKeepTheRows) {
  run({"update"}, more());
  EXPECT_EQ(query_text(database_, "SELECT id, full_name FROM street ORDER BY id"),
            "1\tMain Street\n2\tAlley\n3\tHigh\n");
  EXPECT_EQ(query_text(database_, "SELECT code FROM region ORDER BY code"), "BE\nGR\n");
  EXPECT_EQ(query_text(database_, "SELECT id, name FROM numbered ORDER BY id"), "7\ta\n100\tb\n");
  EXPECT_EQ(query_text(database_, "SELECT id FROM changed"), "");
}

TEST_P(RoundTripTest, StepByStepIsTheSameAsAtOnce) {
  run({"update"}, everything());
  const std::string at_once = schema_text(database_);
  run({"rollback-count", "1000"}, everything());
  for (int step = 0; step < 25; ++step) {
    run({"update-count", "1"}, everything());
    run({"rollback-count", "1"}, everything());
    run({"update-count", "1"}, everything());
  }
  EXPECT_EQ(schema_text(database_), at_once);
  EXPECT_EQ(count(database_, history_table(database_)), "25\n");
}

TEST_P(RoundTripTest, Loading) { there_and_back(loading()); }

// Names of the change types in a changelog, and of those that take them back.
void add_types(const Changelog& given, std::set<std::string>& names) {
  const changelog::FileResources resources({given.folder});
  changelog::LoadOptions options;
  options.file = given.file;
  options.resources = &resources;
  options.dbms = "postgresql";
  Diagnostics diagnostics;
  const auto add = [&](const std::vector<model::Change>& changes) {
    for (const model::Change& change : changes)
      names.insert(std::string(model::type_of(change).name));
  };
  const model::Changelog loaded = changelog::load(std::move(options), diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  for (const model::ChangeSet& change_set : loaded.change_sets) {
    add(change_set.changes);
    if (change_set.rollback) add(change_set.rollback->changes);
  }
}

TEST(LiveChangelogs, HaveEveryChangeType) {
  // With the reason why no changelog of these has it.
  std::map<std::string, std::string> left_out{
      {"createPackage", "Oracle has packages"},
      {"dropPackage", "Oracle has packages"},
      {"createPackageBody", "Oracle has packages"},
      {"dropPackageBody", "Oracle has packages"},
      {"createSynonym", "Oracle has synonyms"},
      {"dropSynonym", "Oracle has synonyms"},
      {"markUnused", "Oracle has unused columns"},
      {"enableCheckConstraint", "MySQL switches constraints off, none of these servers"},
      {"disableCheckConstraint", "MySQL switches constraints off, none of these servers"},
      {"stop", "ends the run"},
      {"customChange", "needs a program, see tests/script"}};
  std::set<std::string> seen;
  for (const Changelog& one : {everything(), more(), undo(), loading()}) add_types(one, seen);
  for (const model::ChangeType& type : model::change_types()) {
    const std::string name(type.name);
    EXPECT_NE(seen.contains(name), left_out.contains(name)) << name;
  }
}

constexpr const char* kHistoryColumns =
    "ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, TAG, CONTEXTS, "
    "LABELS";

// Recorded by tests/oracle/shop. The reference cannot run the shop on SQLite; there the rows are
// those of PostgreSQL, as the changelog has the same types for both.
std::string recorded_history(Vendor vendor) {
  const std::string dialect = vendor == Vendor::MariaDb ? "mariadb" : "postgresql";
  std::ifstream in(std::string(STRATA_SOURCE_DIR) + "/tests/golden/shop/history." + dialect +
                   ".tsv");
  std::string header;
  std::getline(in, header);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_P(RoundTripTest, TheHistoryIsTheReferences) {
  run({"update"}, shop());
  EXPECT_EQ(query_text(database_, fmt::format("SELECT {} FROM {} ORDER BY ORDEREXECUTED",
                                              kHistoryColumns, history_table(database_))),
            recorded_history(GetParam()));
}

}  // namespace
}  // namespace strata::test
