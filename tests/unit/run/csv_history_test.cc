#include "engine/run/csv_history.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/temporary_folder.h"

namespace strata::run {
namespace {

const Environment kEnvironment{[] { return std::int64_t{1767269106789}; }, "here", "Strata 1"};

model::ChangeSet change_set(std::string id) {
  model::ChangeSet result;
  result.key = {std::move(id), "mia", "a.yaml"};
  return result;
}

HistoryRow row(const model::ChangeSet& change_set, std::int64_t order) {
  return {&change_set, order,       "EXECUTED", "9:d41d8cd98f00b204e9800998ecf8427e",
          "Strata 1",  "1234567890"};
}

std::string text_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class CsvHistoryTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    tzset();
  }

  test::TemporaryFolder folder_;
  std::string path_ = folder_.file("history.csv");
  CsvHistory history_{path_, kEnvironment, nullptr};
};

constexpr std::string_view kHeader =
    R"("ID","AUTHOR","FILENAME","DATEEXECUTED","ORDEREXECUTED","EXECTYPE","MD5SUM",)"
    R"("DESCRIPTION","COMMENTS","TAG","LIQUIBASE","CONTEXTS","LABELS","DEPLOYMENT_ID")"
    "\n";

TEST_F(CsvHistoryTest, AnAbsentFileIsAnEmptyHistory) { EXPECT_TRUE(history_.read().empty()); }

TEST_F(CsvHistoryTest, WritesTheReferencesForm) {
  model::ChangeSet one = change_set("1");
  one.comments = "says \"hi\",\nand more";
  one.contexts = {"test"};
  one.labels = {"a", "b"};
  history_.read();
  history_.record(row(one, 1), nullptr);
  history_.record(row(change_set("2"), 2), nullptr);
  history_.save();
  EXPECT_EQ(text_of(path_),
            std::string(kHeader) +
                R"("1","mia","a.yaml","2026-01-01T12:05:06.789","1","EXECUTED",)"
                R"("9:d41d8cd98f00b204e9800998ecf8427e","empty","says ""hi"",)"
                "\n"
                R"(and more","","Strata 1","test","a,b","1234567890")"
                "\n"
                R"("2","mia","a.yaml","2026-01-01T12:05:06.789","2","EXECUTED",)"
                R"csv("9:d41d8cd98f00b204e9800998ecf8427e","empty","","","Strata 1","()","",)csv"
                R"("1234567890")"
                "\n");
}

TEST_F(CsvHistoryTest, ComesBackAsItWas) {
  model::ChangeSet one = change_set("1");
  one.comments = "a \"quote\", a comma\nand a line";
  history_.read();
  history_.record(row(one, 7), nullptr);
  history_.save();
  const plan::History read = CsvHistory(path_, kEnvironment, nullptr).read();
  ASSERT_EQ(read.rows().size(), 1U);
  EXPECT_EQ(read.rows()[0].comments, "a \"quote\", a comma\nand a line");
  EXPECT_EQ(read.rows()[0].order_executed, 7);
  EXPECT_EQ(read.rows()[0].tag, std::nullopt);
  EXPECT_EQ(read.last_order(), 7);
}

TEST_F(CsvHistoryTest, ReplacesAndRemovesRows) {
  const model::ChangeSet one = change_set("1");
  const model::ChangeSet two = change_set("2");
  history_.read();
  history_.record(row(one, 1), nullptr);
  history_.record(row(two, 2), nullptr);
  history_.save();
  CsvHistory again(path_, kEnvironment, nullptr);
  const plan::History before = again.read();
  HistoryRow reran = row(two, 3);
  reran.exec_type = "RERAN";
  again.record(reran, &before.rows()[1]);
  again.remove(before.rows()[0]);
  again.save();
  const plan::History after = CsvHistory(path_, kEnvironment, nullptr).read();
  ASSERT_EQ(after.rows().size(), 1U);
  EXPECT_EQ(after.rows()[0].key.id, "2");
  EXPECT_EQ(after.rows()[0].exec_type, "RERAN");
}

TEST_F(CsvHistoryTest, ReadsWhatEditorsLeave) {
  folder_.write(
      "history.csv",
      "ID,AUTHOR,...\r\n"
      "1,mia,a.yaml,2026-01-01T12:00:00,1,EXECUTED,9:x,\"d\"\"q\"\"\",,v1,4.28.0,(),,1\r\n");
  const plan::History read = history_.read();
  ASSERT_EQ(read.rows().size(), 1U);
  EXPECT_EQ(read.rows()[0].description, "d\"q\"");
  EXPECT_EQ(read.rows()[0].tag, "v1");
}

TEST_F(CsvHistoryTest, RefusesWhatIsNoHistory) {
  folder_.write("history.csv", "a,b\n1,2\n");
  const Error error = test::error_of([&] { history_.read(); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_EQ(error.what(), path_ + " is no history: record 2 has 2 fields instead of 14");
}

TEST_F(CsvHistoryTest, AFileThatCannotBeWritten) {
  CsvHistory nowhere(folder_.file("missing/history.csv"), kEnvironment, nullptr);
  const Error error = test::error_of([&] { nowhere.save(); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_TRUE(std::string(error.what()).starts_with("cannot write the history file "));
}

}  // namespace
}  // namespace strata::run
