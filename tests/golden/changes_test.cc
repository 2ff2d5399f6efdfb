// Every change type on every dialect: SQL, rollback, checksum and description as the reference has
// them, or better with a reason.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "drivers/sqlite/simulation.h"
#include "engine/base/error.h"
#include "engine/changelog/loader.h"
#include "engine/model/checksum.h"
#include "engine/model/dbms.h"
#include "engine/model/inverse.h"
#include "engine/plan/earlier_changes.h"
#include "engine/sql/visitors.h"
#include "tests/golden/flavor.h"
#include "tests/golden/recording.h"

namespace strata::golden {
namespace {

namespace fs = std::filesystem;

// Another folder's changelogs are only answered, not compared; see tests/oracle/random.
const char* const kOtherFolder = std::getenv("STRATA_GOLDEN_CASES");
const std::string kFolder = kOtherFolder != nullptr
                                ? kOtherFolder
                                : std::string(STRATA_SOURCE_DIR) + "/tests/golden/changes";

std::vector<std::string> change_files(const std::string& ending,
                                      const std::string& folder = kFolder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ending) names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

struct Loaded {
  model::Changelog changelog;
  Diagnostics diagnostics;
};

Loaded load(const std::string& file, const std::string& dbms) {
  const changelog::FileResources resources({kFolder});
  changelog::LoadOptions options;
  options.file = file;
  options.resources = &resources;
  options.dbms = dbms;
  Loaded loaded;
  loaded.changelog = changelog::load(std::move(options), loaded.diagnostics);
  return loaded;
}

// Whether a mistake was found between the changeset and the next one.
bool has_mistake(const Loaded& loaded, std::size_t index) {
  const auto& change_sets = loaded.changelog.change_sets;
  const std::uint32_t begin = change_sets[index].at.line;
  const std::uint32_t end = index + 1 < change_sets.size() ? change_sets[index + 1].at.line : ~0U;
  for (const Diagnostic& mistake : loaded.diagnostics.all()) {
    if (mistake.severity == Severity::Error && mistake.line >= begin && mistake.line < end)
      return true;
  }
  return false;
}

// Renders for one case, on a simulated schema of its own where the dialect looks at it.
class Renderer {
 public:
  explicit Renderer(const Flavor& flavor) : flavor_(flavor) {
    target_.version = flavor.version;
    target_.offline = true;
    if (flavor.simulated) simulation_ = sqlite::simulate(nullptr);
    target_.schema = simulation_.get();
  }

  std::string render(const std::vector<model::Change>& changes, const model::ChangeSet& change_set,
                     bool rolling_back = false) {
    target_.quoting = change_set.quoting;
    std::string text;
    for (const model::Change& change : changes) {
      const model::Text* dbms = model::dbms_of(change);
      if (dbms != nullptr && !model::dbms_matches(*dbms, flavor_.name)) continue;
      for (const model::Change& part : flavor_.dialect->parts(change, target_)) {
        for (const std::string& statement : render(part, change_set, rolling_back)) {
          if (!text.empty()) text += "\n--\n";
          text += statement + (statement.ends_with(';') ? "" : ";");
        }
      }
    }
    return text;
  }

 private:
  std::vector<std::string> render(const model::Change& part, const model::ChangeSet& change_set,
                                  bool rolling_back) {
    Diagnostics mistakes;
    flavor_.dialect->check(part, target_, mistakes);
    if (mistakes.has_errors()) throw Error(ErrorKind::Changelog, mistakes.all().front().message);
    sql::Statements statements = flavor_.dialect->render(part, target_);
    sql::modify(statements, change_set.visitors, rolling_back);
    std::vector<std::string> texts;
    for (const sql::Statement& statement : statements) {
      texts.push_back(statement.text);
      if (simulation_) simulation_->apply(statement.text);
    }
    return texts;
  }

  const Flavor& flavor_;
  sql::Target target_;
  std::unique_ptr<schema::Simulation> simulation_;
};

// `setup` ran before it, if it is not nullptr.
std::vector<model::Change> undoing(const model::ChangeSet& change_set,
                                   const model::ChangeSet* setup) {
  if (change_set.rollback) return change_set.rollback->changes;
  plan::EarlierChanges earlier;
  if (setup != nullptr) {
    for (const model::Change& change : setup->changes) earlier.add(change);
  }
  std::vector<model::Change> undo;
  for (const model::Change& change : change_set.changes) {
    auto inverse = model::inverse(change);
    if (!inverse) inverse = earlier.inverse(change).changes;
    if (!inverse) throw Error(ErrorKind::Rollback, "no inverse");
    undo.insert(undo.begin(), inverse->begin(), inverse->end());
    earlier.add(change);
  }
  return undo;
}

std::string or_error(const std::function<std::string()>& render) {
  try {
    return render();
  } catch (const Error& error) {
    return std::string("ERROR ") + error.what();
  }
}

Recording answers(const Loaded& loaded, std::size_t index, const Flavor& flavor) {
  const model::ChangeSet& change_set = loaded.changelog.change_sets[index];
  Recording actual;
  actual.checksum = model::checksum(change_set, flavor.name);
  actual.description = model::description(change_set);
  if (has_mistake(loaded, index)) {
    actual.update = "ERROR in the changelog";
    actual.rollback = "ERROR in the changelog";
    return actual;
  }
  Renderer renderer(flavor);
  const model::ChangeSet& first = loaded.changelog.change_sets.front();
  const bool has_setup = index > 0 && first.key.id == "setup";
  if (has_setup) renderer.render(first.changes, first);
  actual.update = or_error([&] { return renderer.render(change_set.changes, change_set); });
  actual.rollback = or_error([&] {
    return renderer.render(undoing(change_set, has_setup ? &first : nullptr), change_set, true);
  });
  return actual;
}

// Answers that differ are written here, to be read and turned into overrides by hand.
void write_actual(const std::string& file, const std::string& id, const Recording& actual) {
  const char* folder = std::getenv("STRATA_GOLDEN_ACTUAL");
  if (folder == nullptr) return;
  std::ofstream out(fs::path(folder) / file, std::ios::app);
  out << "# " << id << "\nupdate:" << (is_error(*actual.update) ? " " : "\n") << *actual.update
      << "\nrollback:" << (is_error(*actual.rollback) ? " " : "\n") << *actual.rollback << "\n\n";
}

class Changes : public testing::TestWithParam<std::string> {};

// `name` is that of the overrides, `recorded_as` that of the reference's answers.
void compare(const std::string& file, const std::string& name, const std::string& recorded_as,
             const Flavor& flavor) {
  const Loaded loaded = load(file, flavor.name);
  const Recordings reference =
      read_recordings(fmt::format("{}/{}.{}.reference", kFolder, recorded_as, flavor.name));
  const Recordings ours =
      read_recordings(fmt::format("{}/{}.{}.strata", kFolder, name, flavor.name));
  std::set<std::string> used;
  const bool is_xml = file.ends_with(".xml");
  ASSERT_FALSE(reference.empty()) << name << " has no recording for " << flavor.name;
  for (std::size_t i = 0; i < loaded.changelog.change_sets.size(); ++i) {
    const std::string& id = loaded.changelog.change_sets[i].key.id;
    SCOPED_TRACE(fmt::format("{}.{}: {}", name, flavor.name, id));
    const auto recorded = reference.find(id);
    if (recorded == reference.end()) {
      ADD_FAILURE() << "not recorded";
      continue;
    }
    const Recording actual = answers(loaded, i, flavor);
    const auto better = ours.find(id);
    const Recording none;
    const Recording& override = better == ours.end() ? none : better->second;
    used.insert(id);
    const auto check = [&](const char* what, const std::optional<std::string>& is,
                           const std::optional<std::string>& theirs,
                           const std::optional<std::string>& better_one) {
      if (better_one) {
        EXPECT_NE(comparable(*better_one), comparable(theirs.value_or("")))
            << what << ": the override is the reference's own answer";
        EXPECT_TRUE(override.reason) << "an override without a reason";
      }
      const std::string expected = better_one ? *better_one : theirs.value_or("");
      EXPECT_EQ(comparable(*is), comparable(expected)) << what;
      return comparable(*is) == comparable(expected);
    };
    // The reference sums a missing file up as an error; here it is a mistake in the changelog.
    if (is_error(recorded->second.checksum.value_or(""))) {
      EXPECT_TRUE(is_error(*actual.update));
    } else {
      EXPECT_EQ(actual.checksum, recorded->second.checksum);
    }
    EXPECT_EQ(actual.description, recorded->second.description);
    const bool update = check("update", actual.update, recorded->second.update, override.update);
    // Where the reference refuses the change there is no rollback to compare.
    const bool skip = is_error(recorded->second.update.value_or("")) && !override.rollback;
    const bool rollback =
        skip || check("rollback", actual.rollback, recorded->second.rollback, override.rollback);
    if (!update || !rollback) write_actual(recorded_as + "." + flavor.name, id, actual);
  }
  // Not every case can be said in XML.
  for (const auto& [id, recording] : ours)
    EXPECT_TRUE(is_xml || used.contains(id)) << "an override for no case: " << id;
}

void compare_yaml(const std::string& name, const Flavor& flavor) {
  compare(name + ".yaml", name, name, flavor);
}

TEST_P(Changes, PostgreSql) { compare_yaml(GetParam(), flavors()[0]); }
TEST_P(Changes, MySql) { compare_yaml(GetParam(), flavors()[1]); }
TEST_P(Changes, MariaDb) { compare_yaml(GetParam(), flavors()[2]); }
TEST_P(Changes, Sqlite) { compare_yaml(GetParam(), flavors()[3]); }

INSTANTIATE_TEST_SUITE_P(Golden, Changes, testing::ValuesIn(change_files(".yaml")),
                         [](const auto& file) { return file.param; });

// The same cases as people write them in XML, as far as the reference's schema lets them.
class XmlChanges : public testing::TestWithParam<std::string> {};

TEST_P(XmlChanges, PostgreSql) {
  compare(GetParam() + ".xml", GetParam(), GetParam() + ".xml", flavors()[0]);
}

INSTANTIATE_TEST_SUITE_P(Golden, XmlChanges, testing::ValuesIn(change_files(".xml")),
                         [](const auto& file) { return file.param; });

// Of changes that the reference does not know, all is ours.
const std::string kOwn = std::string(STRATA_SOURCE_DIR) + "/tests/golden/changes/own";

class OwnChanges : public testing::TestWithParam<std::string> {};

TEST_P(OwnChanges, OnEachDialect) {
  for (const Flavor& flavor : flavors()) {
    const Loaded loaded = load("own/" + GetParam() + ".yaml", flavor.name);
    Recordings recorded =
        read_recordings(fmt::format("{}/{}.{}.strata", kOwn, GetParam(), flavor.name));
    for (std::size_t i = 0; i < loaded.changelog.change_sets.size(); ++i) {
      const std::string& id = loaded.changelog.change_sets[i].key.id;
      SCOPED_TRACE(flavor.name + " " + id);
      const Recording actual = answers(loaded, i, flavor);
      const Recording& expected = recorded[id];
      EXPECT_EQ(actual.checksum, expected.checksum);
      EXPECT_EQ(actual.description, expected.description);
      EXPECT_EQ(comparable(*actual.update), comparable(expected.update.value_or("")));
      EXPECT_EQ(comparable(*actual.rollback), comparable(expected.rollback.value_or("")));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, OwnChanges, testing::ValuesIn(change_files(".yaml", kOwn)),
                         [](const auto& file) { return file.param; });

// Writes NAME.DIALECT.strata for every NAME.yaml in the other folder.
class OtherFolder : public testing::TestWithParam<std::string> {};

TEST_P(OtherFolder, Answers) {
  for (const Flavor& flavor : flavors()) {
    const Loaded loaded = load(GetParam() + ".yaml", flavor.name);
    std::ofstream out(fmt::format("{}/{}.{}.strata", kFolder, GetParam(), flavor.name));
    for (std::size_t i = 0; i < loaded.changelog.change_sets.size(); ++i) {
      const Recording actual = answers(loaded, i, flavor);
      const auto block = [](const std::string& answer) {
        return (is_error(answer) ? " " : "\n") + answer;
      };
      out << "# " << loaded.changelog.change_sets[i].key.id
          << "\nchecksum: " << actual.checksum.value_or("")
          << "\ndescription: " << actual.description.value_or("")
          << "\nupdate:" << block(*actual.update) << "\nrollback:" << block(*actual.rollback)
          << "\n\n";
    }
  }
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(OtherFolder);
INSTANTIATE_TEST_SUITE_P(Golden, OtherFolder,
                         testing::ValuesIn(kOtherFolder != nullptr ? change_files(".yaml")
                                                                   : std::vector<std::string>{}),
                         [](const auto& file) { return file.param; });

TEST(GoldenFiles, EveryChangeTypeHasCases) {
  std::vector<std::string> files = change_files(".yaml");
  for (const std::string& own : change_files(".yaml", kOwn)) files.push_back(own);
  for (const model::ChangeType& type : model::change_types()) {
    // The reference needs the class; see checksums/custom.yaml.
    if (type.name == "customChange") continue;
    EXPECT_NE(std::find(files.begin(), files.end(), type.name), files.end()) << type.name;
  }
}

}  // namespace
}  // namespace strata::golden
