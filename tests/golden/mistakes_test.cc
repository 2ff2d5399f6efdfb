// What people see of their mistakes: tests/golden/mistakes holds changelogs, each with the text
// beside it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/sql/visitors.h"
#include "tests/golden/flavor.h"

namespace strata::golden {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(STRATA_SOURCE_DIR) / "tests/golden/mistakes";

std::vector<std::string> changelogs() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kFolder)) {
    const fs::path path = entry.path();
    const std::set<std::string> endings{".yaml", ".json", ".xml", ".sql"};
    if (endings.count(path.extension()) > 0) names.push_back(path.filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// "name.mariadb.yaml" is tried on MariaDB; others on SQLite.
const Flavor& flavor_of(const std::string& name) {
  const std::vector<Flavor>& all = flavors();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Flavor& one) {
    return name.find("." + one.name + ".") != std::string::npos;
  });
  return found == all.end() ? all.back() : *found;
}

void check_change(const model::Change& change, const Flavor& flavor, Diagnostics& diagnostics) {
  sql::Target target;
  target.version = flavor.version;
  const std::size_t errors = diagnostics.errors();
  flavor.dialect->check(change, target, diagnostics);
  if (diagnostics.errors() > errors || model::load_of(change.body) == nullptr) return;
  try {
    flavor.dialect->render(change, target);
  } catch (const Error& error) {
    for (const Diagnostic& one : error.diagnostics()) diagnostics.add(one);
  }
}

Diagnostics mistakes_of(const std::string& name) {
  const Flavor& flavor = flavor_of(name);
  const changelog::FileResources resources({kFolder});
  changelog::LoadOptions options;
  options.file = name;
  options.resources = &resources;
  options.dbms = flavor.dialect->traits().name;
  Diagnostics diagnostics;
  const model::Changelog changelog = changelog::load(std::move(options), diagnostics);
  if (diagnostics.has_errors()) return diagnostics;
  for (const model::ChangeSet& change_set : changelog.change_sets) {
    sql::check(change_set.visitors, diagnostics);
    for (const model::Change& change : change_set.changes)
      check_change(change, flavor, diagnostics);
  }
  return diagnostics;
}

class Mistakes : public testing::TestWithParam<std::string> {};

TEST_P(Mistakes, AreShownWithTheirPlace) {
  std::string text;
  const Diagnostics diagnostics = mistakes_of(GetParam());
  for (const Diagnostic& one : diagnostics.all()) {
    text += replace_all(to_text(one), kFolder.string(), "FOLDER") + "\n";
    EXPECT_GT(one.line, 0U) << one.message;
  }
  const fs::path golden = kFolder / (GetParam() + ".txt");
  if (std::getenv("STRATA_GOLDEN_UPDATE") != nullptr)
    std::ofstream(golden, std::ios::binary) << text;
  std::ifstream in(golden, std::ios::binary);
  EXPECT_EQ(text, (std::string{std::istreambuf_iterator<char>(in), {}}));
}

INSTANTIATE_TEST_SUITE_P(Files, Mistakes, testing::ValuesIn(changelogs()), [](const auto& tested) {
  std::string name = tested.param;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
  return name;
});

// Alike but for names in quotes and numbers is one kind.
std::string kind_of(const std::string& message) {
  std::string kind;
  bool is_quoted = false;
  for (const char c : message) {
    if (c == '\'') is_quoted = !is_quoted;
    if (!is_quoted && (c < '0' || c > '9')) kind += c;
  }
  return kind;
}

TEST(MistakesOfAllKinds, AreMany) {
  std::set<std::string> kinds;
  for (const std::string& name : changelogs()) {
    const Diagnostics diagnostics = mistakes_of(name);
    for (const Diagnostic& one : diagnostics.all()) kinds.insert(kind_of(one.message));
  }
  EXPECT_GE(kinds.size(), 80U);
}

}  // namespace
}  // namespace strata::golden
