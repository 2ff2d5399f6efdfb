#include "engine/plan/rollback_plan.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/unit/plan/changelog_builder.h"

namespace strata::plan {
namespace {

using model::Changelog;
using model::ChangeSet;

const Selection kAll(kDbms, "", "");

ChangeSet table(std::string id, std::string name) {
  ChangeSet result = change_set(std::move(id));
  model::CreateTable create;
  create.table_name = std::move(name);
  result.changes = {{create, {}}};
  return result;
}

History history_of(const Changelog& log) {
  std::deque<RanChangeSet> rows;
  for (const ChangeSet& one : log.change_sets)
    rows.push_back(ran(one, static_cast<std::int64_t>(rows.size()) + 1));
  return History(std::move(rows));
}

std::string ids(const std::vector<const RanChangeSet*>& rows) {
  std::string text;
  for (const RanChangeSet* row : rows) text += (text.empty() ? "" : " ") + row->key.id;
  return text;
}

TEST(RowsAfterTag, TakesASetTagWithItAndLeavesItsRow) {
  const Changelog log = changelog({table("1", "a"), table("2", "b"), table("3", "c")});
  std::deque<RanChangeSet> rows = history_of(log).rows();
  rows[1].tag = "v1";  // by the command `tag`
  EXPECT_EQ(ids(rows_after_tag(History(rows), "v1")), "3");
  EXPECT_EQ(ids(rows_after_tag(History(rows), "V1")), "3");
}

TEST(RowsAfterTag, UndoesAChangesetThatOnlyTags) {
  const History history =
      history_of(changelog({table("1", "a"), tagging("2", "v1"), table("3", "c")}));
  EXPECT_EQ(ids(rows_after_tag(history, "v1")), "3 2");
}

TEST(RowsAfterTag, TheNewestOfTwoCounts) {
  const History history = history_of(
      changelog({tagging("1", "v1"), table("2", "a"), tagging("3", "v1"), table("4", "b")}));
  EXPECT_EQ(ids(rows_after_tag(history, "v1")), "4 3");
}

TEST(RowsAfterTag, AnUnknownTagNamesTheOthers) {
  const History history = history_of(changelog({tagging("1", "v1"), tagging("2", "v2")}));
  const Error error = test::error_of([&] { rows_after_tag(history, "release"); });
  EXPECT_EQ(error.kind(), ErrorKind::Rollback);
  EXPECT_STREQ(error.what(), "there is no tag 'release' in the database");
  EXPECT_EQ(error.hint(), "tags in the database: v1, v2");
  EXPECT_EQ(test::error_of([&] { rows_after_tag(history, "v12"); }).hint(), "did you mean 'v1'?");
  EXPECT_EQ(test::error_of([&] { rows_after_tag({}, "v1"); }).hint(), "the database has no tags");
}

TEST(LastRows, NewestFirst) {
  const History history = history_of(changelog({table("1", "a"), table("2", "b")}));
  EXPECT_EQ(ids(last_rows(history, 0)), "");
  EXPECT_EQ(ids(last_rows(history, 1)), "2");
  EXPECT_EQ(ids(last_rows(history, 9)), "2 1");
}

TEST(RowsAfter, AMoment) {
  const History history =
      history_of(changelog({table("1", "a"), table("2", "b"), table("3", "c")}));
  EXPECT_EQ(ids(rows_after(history, "2026-01-01 12:00:00")), "3 2");
  EXPECT_EQ(ids(rows_after(history, "2026-01-01")), "3 2 1");
  EXPECT_EQ(ids(rows_after(history, "2027-01-01")), "");
}

std::string undoing(const RollbackPlan& plan) {
  std::string text;
  for (const RollbackStep& step : plan.steps) {
    text += step.change_set->key.id + ":";
    for (const model::Change& change : step.changes)
      text += " " + std::string(model::type_of(change).name);
    text += ";";
  }
  return text;
}

RollbackPlan plan_all(const Changelog& log, const Selection& selection = kAll) {
  static History history;  // plans point into it
  history = history_of(log);
  return plan_rollback(log, history, last_rows(history, 99), selection);
}

TEST(RollbackPlan, UndoesChangesInReverse) {
  Changelog log = changelog({table("1", "a")});
  model::CreateIndex index;
  index.index_name = "i";
  log.change_sets[0].changes.push_back({index, {}});
  EXPECT_EQ(undoing(plan_all(log)), "1: dropIndex dropTable;");
}

TEST(RollbackPlan, AnExplicitBlockReplacesTheInverse) {
  Changelog log = changelog({table("1", "a"), change_set("2")});
  log.change_sets[0].rollback.emplace().changes = {{model::Empty{}, {}}, {model::DropView{}, {}}};
  log.change_sets[1].rollback.emplace();
  EXPECT_EQ(undoing(plan_all(log)), "2:;1: empty dropView;");
}

ChangeSet default_dropped(std::string id, std::string table) {
  ChangeSet result = change_set(std::move(id));
  model::DropDefaultValue drop;
  drop.table_name = std::move(table);
  drop.column_name = "x";
  result.changes = {{drop, {}}};
  return result;
}

ChangeSet table_with_default(std::string id, std::string name) {
  ChangeSet result = table(std::move(id), std::move(name));
  model::Column column;
  column.name = "x";
  column.type = "int";
  column.default_value = "1";
  std::get<model::CreateTable>(result.changes[0].body).columns = {column};
  return result;
}

TEST(RollbackPlan, WhatRanBeforeTellsWhatWasThere) {
  EXPECT_EQ(undoing(plan_all(changelog({table_with_default("1", "a"), default_dropped("2", "a")}))),
            "2: addDefaultValue;1: dropTable;");
}

std::string refusal(const Changelog& log, const History& history) {
  const Error error =
      test::error_of([&] { plan_rollback(log, history, last_rows(history, 1), kAll); });
  return error.diagnostics().empty() ? "" : error.diagnostics().front().message;
}

TEST(RollbackPlan, WhatDidNotRunAsItIsWrittenTellsNothing) {
  const Changelog log = changelog({table_with_default("1", "a"), default_dropped("2", "a")});
  const std::string refused =
      "dropDefaultValue cannot be rolled back by itself (changeset a.yaml::2::mia): no change "
      "before it tells for sure the default of a.x";
  std::deque<RanChangeSet> rows = history_of(log).rows();
  rows[0].exec_type = "MARK_RAN";
  EXPECT_EQ(refusal(log, History(rows)), refused);
  rows[0].exec_type = "EXECUTED";
  rows[0].checksum = "9:0123456789abcdef0123456789abcdef";
  EXPECT_EQ(refusal(log, History(rows)), refused);
  rows[0].checksum.reset();  // cleared
  const History cleared(rows);
  EXPECT_EQ(plan_rollback(log, cleared, last_rows(cleared, 1), kAll).steps.size(), 1U);
  rows[1].key.id = "gone";
  rows.push_back(history_of(log).rows()[1]);
  EXPECT_EQ(refusal(log, History(rows)), refused);
}

TEST(RollbackPlan, CustomChangesAreUndoneByWhoKnowsThem) {
  Changelog log = changelog({change_set("1")});
  model::CustomChange custom;
  custom.class_name = "com.acme.X";
  log.change_sets[0].changes = {{custom, {}}};
  const History history = history_of(log);
  const auto rows = last_rows(history, 1);
  EXPECT_THROW(plan_rollback(log, history, rows, kAll), Error);
  const RollbackPlan plan = plan_rollback(log, history, rows, kAll, [](const auto& change) {
    return change.class_name == "com.acme.X";
  });
  EXPECT_TRUE(std::get<model::CustomChange>(plan.steps[0].changes[0].body).undoes);
}

TEST(RollbackPlan, WhatHasNoInverseIsRefusedWithEachPlace) {
  const SourceFile file("a.yaml", "changes:\n  - sql: select 1\n");
  Changelog log = changelog({change_set("1"), table("2", "a"), change_set("3")});
  log.change_sets[0].changes[0].at = model::Place(Location{&file, 2, 5, 3});
  const Error error = test::error_of([&] { plan_all(log); });
  EXPECT_EQ(error.kind(), ErrorKind::Rollback);
  EXPECT_STREQ(error.what(), "cannot roll back; nothing was executed");
  ASSERT_EQ(error.diagnostics().size(), 2U);
  EXPECT_EQ(error.diagnostics()[1].message,
            "sql cannot be rolled back by itself (changeset a.yaml::1::mia)");
  EXPECT_EQ(error.diagnostics()[1].line, 2U);
}

TEST(RollbackPlan, RowsWithoutAChangesetAreRefused) {
  const Changelog log = changelog({table("1", "a")});
  const History history = history_of(changelog({table("1", "a"), table("gone", "b")}));
  const Error error =
      test::error_of([&] { plan_rollback(log, history, last_rows(history, 2), kAll); });
  ASSERT_EQ(error.diagnostics().size(), 1U);
  EXPECT_EQ(error.diagnostics()[0].message,
            "changeset a.yaml::gone::mia has run but is not in the changelog, so it cannot be "
            "rolled back");
}

TEST(RollbackPlan, LeavesOutWhatIsNotSelected) {
  Changelog log = changelog({table("1", "a"), table("2", "b")});
  log.change_sets[1].contexts = {"test"};
  EXPECT_EQ(undoing(plan_all(log, Selection(kDbms, "prod", ""))), "1: dropTable;");
}

}  // namespace
}  // namespace strata::plan
