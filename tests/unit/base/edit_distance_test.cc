#include "engine/base/edit_distance.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("tableName", "tableNam"), 1U);
  EXPECT_EQ(edit_distance("tableName", "tabelName"), 1U);
  EXPECT_EQ(edit_distance("tableName", "tableNome"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(EditDistance, IgnoresCase) { EXPECT_EQ(edit_distance("TABLENAME", "tableName"), 0U); }

constexpr std::string_view kNames[] = {"tableName", "schemaName", "columns", "to", "remarks"};

TEST(Nearest, FindsSlips) {
  EXPECT_EQ(nearest("tabelName", kNames), "tableName");
  EXPECT_EQ(nearest("tablename", kNames), "tableName");
  EXPECT_EQ(nearest("column", kNames), "columns");
  EXPECT_EQ(nearest("ot", kNames), "to");
}

TEST(Nearest, LeavesOtherWordsAlone) {
  EXPECT_EQ(nearest("comment", kNames), "");
  EXPECT_EQ(nearest("owner", kNames), "");
  EXPECT_EQ(nearest("xy", kNames), "");
  EXPECT_EQ(nearest("", kNames), "");
  EXPECT_EQ(nearest("tableName", {}), "");
}

TEST(DidYouMean, AsksOrIsSilent) {
  EXPECT_EQ(did_you_mean("remark", kNames), "did you mean 'remarks'?");
  EXPECT_EQ(did_you_mean("password", kNames), "");
}

}  // namespace
}  // namespace strata
