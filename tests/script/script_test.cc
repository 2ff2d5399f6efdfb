// Runs every scenario of this folder: the program as people use it, with the exact text they see.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/script/scenario.h"
#include "tests/support/live_database.h"
#include "tests/support/temporary_folder.h"

namespace strata {
namespace {

namespace fs = std::filesystem;
using script::Block;
using test::Vendor;

const fs::path kFolder = fs::path(STRATA_SOURCE_DIR) / "tests" / "script";

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// An empty database for a scenario, with its address in the scenario's variables.
std::unique_ptr<test::LiveDatabase> provide(const std::string& what,
                                            script::Environment& environment) {
  const Vendor vendor = what == "postgresql" ? Vendor::Postgresql : Vendor::MariaDb;
  auto database = std::make_unique<test::LiveDatabase>(vendor);
  const driver::Url url = driver::parse_url(database->url());
  const std::string prefix = vendor == Vendor::Postgresql ? "POSTGRESQL" : "MARIADB";
  environment[prefix + "_URL"] = database->url();
  environment[prefix + "_PORT"] = std::to_string(url.port.value_or(0));
  environment[prefix + "_DATABASE"] = database->name();
  return database;
}

script::Environment basic_environment(const fs::path& home) {
  const std::string program = fs::path(STRATA_EXECUTABLE).parent_path().string();
  return {{"PATH", program + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"},
          {"HOME", home.string()},
          {"SHOP", (fs::path(STRATA_SOURCE_DIR) / "changelogs/shop").string()},
          {"TZ", "UTC"},
          {"LC_ALL", "C.UTF-8"}};
}

class ScriptTest : public testing::TestWithParam<std::string> {};

TEST_P(ScriptTest, PrintsWhatItShould) {
  const fs::path path = kFolder / (GetParam() + ".txt");
  script::Scenario scenario = script::parse(read_file(path));
  const bool updating = std::getenv("STRATA_SCRIPT_UPDATE") != nullptr;
  const test::TemporaryFolder folder;
  script::Environment environment = basic_environment(folder.path());
  std::vector<std::unique_ptr<test::LiveDatabase>> databases;
  for (const std::string& what : scenario.needs) databases.push_back(provide(what, environment));

  std::size_t commands = 0;
  for (Block& block : scenario.blocks) {
    if (block.kind == Block::Kind::File) folder.write(block.head, block.text);
    if (block.kind != Block::Kind::Command) continue;
    ++commands;
    const std::string actual = script::run(block.head, folder.path(), environment);
    if (script::matches(block.text, actual)) continue;
    if (updating) {
      block.text = actual;
      continue;
    }
    ADD_FAILURE_AT(path.c_str(), static_cast<int>(block.line))
        << "$ " << block.head << "\n--- expected\n"
        << block.text << "--- printed\n"
        << actual << "---";
  }
  EXPECT_GT(commands, 0U);
  if (updating) std::ofstream(path, std::ios::binary) << script::to_text(scenario);
}

std::vector<std::string> scenario_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScriptTest, testing::ValuesIn(scenario_names()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace strata
