// Every type that changelogs use in every dialect's words: as the reference has them, or better
// with a reason.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "tests/golden/flavor.h"
#include "tests/golden/recording.h"

namespace strata::golden {
namespace {

const std::string kFolder = std::string(STRATA_SOURCE_DIR) + "/tests/golden/";

// Cells of a file's lines, without its heading; no lines if there is no such file.
std::vector<std::vector<std::string>> read_table(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string>& row = rows.emplace_back();
    for (std::size_t at = 0; at != std::string::npos;) {
      const std::size_t end = line.find('\t', at);
      row.push_back(line.substr(at, end == std::string::npos ? end : end - at));
      at = end == std::string::npos ? end : end + 1;
    }
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

std::string type_or_error(const Flavor& flavor, const std::string& written,
                          const sql::TypeUse& use) {
  sql::Target target;
  target.version = flavor.version;
  target.offline = true;
  try {
    return flavor.dialect->type_name(written, use, target);
  } catch (const Error& error) {
    return std::string("ERROR ") + error.what();
  }
}

// Other types the reference cannot number; what it says of them is no answer.
bool is_numbered(const std::string& answer) {
  return !is_error(answer) && to_lower(answer).find("{autoincrement:true}") == std::string::npos;
}

class Types : public testing::TestWithParam<Flavor> {};

// The overrides: written, rendered ("=" for as the reference), numbered (likewise), reason.
TEST_P(Types, AreTheReferences) {
  const Flavor& flavor = GetParam();
  const auto reference = read_table(fmt::format("{}types.{}.tsv", kFolder, flavor.name));
  ASSERT_FALSE(reference.empty());
  std::map<std::string, std::vector<std::string>> better;
  for (auto& row : read_table(fmt::format("{}types.{}.strata.tsv", kFolder, flavor.name))) {
    ASSERT_EQ(row.size(), 4U) << row.front();
    EXPECT_FALSE(row[3].empty()) << row.front() << ": an override without a reason";
    better.emplace(row.front(), row);
  }
  const char* folder = std::getenv("STRATA_GOLDEN_ACTUAL");
  for (const std::vector<std::string>& row : reference) {
    ASSERT_EQ(row.size(), 3U) << row.front();
    const auto override = better.find(row.front());
    const auto check = [&](std::size_t column, const std::string& actual) {
      std::string expected = row[column];
      if (column == 2 && !is_numbered(expected)) return;
      if (override != better.end() && override->second[column] != "=") {
        EXPECT_NE(comparable(override->second[column]), comparable(expected))
            << row.front() << ": the override is the reference's own answer";
        expected = override->second[column];
      }
      EXPECT_EQ(comparable(actual), comparable(expected)) << row.front();
      if (folder == nullptr || comparable(actual) == comparable(expected)) return;
      std::ofstream out(std::filesystem::path(folder) / ("types." + flavor.name), std::ios::app);
      out << row.front() << '\t' << column << '\t' << expected << '\t' << actual << '\n';
    };
    check(1, type_or_error(flavor, row.front(), {}));
    check(2, type_or_error(flavor, row.front(), {true, false}));
    if (override != better.end()) better.erase(override);
  }
  for (const auto& [written, row] : better) ADD_FAILURE() << written << ": an override of no type";
}

INSTANTIATE_TEST_SUITE_P(Golden, Types, testing::ValuesIn(flavors()),
                         [](const auto& flavor) { return flavor.param.name; });

}  // namespace
}  // namespace strata::golden
