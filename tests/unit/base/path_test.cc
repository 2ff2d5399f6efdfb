#include "engine/base/path.h"

#include <gtest/gtest.h>

namespace strata {
namespace {

TEST(NormalizePath, GivesTheFormOfTheHistory) {
  EXPECT_EQ(normalize_path("a/b.yaml"), "a/b.yaml");
  EXPECT_EQ(normalize_path("./b.yaml"), "b.yaml");
  EXPECT_EQ(normalize_path("/b.yaml"), "b.yaml");
  EXPECT_EQ(normalize_path("a//b.yaml"), "a/b.yaml");
  EXPECT_EQ(normalize_path("a/./b.yaml"), "a/b.yaml");
  EXPECT_EQ(normalize_path("sub/../b.yaml"), "b.yaml");
  EXPECT_EQ(normalize_path("classpath:db/b.yaml"), "db/b.yaml");
  EXPECT_EQ(normalize_path("db\\sub\\b.yaml"), "db/sub/b.yaml");
  EXPECT_EQ(normalize_path("C:\\db\\b.yaml"), "db/b.yaml");
  EXPECT_EQ(normalize_path(""), "");
}

TEST(NormalizePath, KeepsFoldersAboveTheStart) {
  EXPECT_EQ(normalize_path("../b.yaml"), "../b.yaml");
  EXPECT_EQ(normalize_path("a/../../b.yaml"), "../b.yaml");
}

TEST(FolderOf, EndsInASlashOrIsEmpty) {
  EXPECT_EQ(folder_of("a/b/c.yaml"), "a/b/");
  EXPECT_EQ(folder_of("c.yaml"), "");
}

}  // namespace
}  // namespace strata
