// The files that are made from the field tables are what the tables say today.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "cmd/describe.h"

namespace strata::golden {
namespace {

void compare(const std::string& path, const std::string& text) {
  const std::string file = std::string(STRATA_SOURCE_DIR) + "/" + path;
  if (std::getenv("STRATA_GOLDEN_UPDATE") != nullptr) std::ofstream(file, std::ios::binary) << text;
  std::ifstream in(file, std::ios::binary);
  const std::string stored{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(stored == text) << path
                              << " is old: run the tests with STRATA_GOLDEN_UPDATE=1, and read the "
                                 "difference";
}

TEST(Described, ChangeTypes) { compare("docs/changes.md", cmd::changes_markdown()); }

TEST(Described, Schema) {
  compare("changelogs/schema/changelog.schema.json", cmd::changelog_schema());
}

}  // namespace
}  // namespace strata::golden
