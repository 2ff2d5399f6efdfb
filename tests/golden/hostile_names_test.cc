// Names and values out of a changelog stay names and values: whatever is in them, each change gives
// as many statements as with plain ones, and each statement is closed.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "drivers/sqlite/simulation.h"
#include "engine/base/error.h"
#include "engine/changelog/loader.h"
#include "engine/model/change.h"
#include "engine/sql/splitter.h"
#include "tests/golden/flavor.h"

namespace strata::golden {
namespace {

namespace fs = std::filesystem;

const std::string kFolder = std::string(STRATA_SOURCE_DIR) + "/tests/golden/changes";

const std::vector<std::string> kHostile = {"a; DROP TABLE victims; --",
                                           "a\"; DROP TABLE victims; --",
                                           "a`; DROP TABLE victims; --",
                                           "a'; DROP TABLE victims; --",
                                           "a) ; DROP TABLE victims; /*",
                                           "a\\'; DROP TABLE victims; --",
                                           "a\\\"; DROP TABLE victims; #",
                                           "$$; DROP TABLE victims; $$",
                                           "a\n;\nDROP TABLE victims;\n",
                                           "f(a); DROP TABLE victims; --",
                                           "a\nGO\nDROP TABLE victims",
                                           "*/; DROP TABLE victims; --",
                                           "a\\"};

struct Place {
  std::string field;
  model::Text* text;
};

// Those that are written as names, or as texts.
bool is_name_or_text(std::string_view field) {
  static const std::set<std::string_view> kTexts = {"value", "defaultValue", "remarks"};
  return field.ends_with("Name") || field.ends_with("Names") || kTexts.contains(field);
}

void collect(std::span<const model::Field> fields, void* object, std::vector<Place>& places);

void collect_columns(std::vector<model::Column>& columns, std::vector<Place>& places) {
  for (model::Column& column : columns) {
    // Of `computed` columns the name is an expression.
    if (!column.computed.value_or(false)) places.push_back({"column.name", &column.name});
    collect(model::column_fields(), &column, places);
  }
}

void collect(std::span<const model::Field> fields, void* object, std::vector<Place>& places) {
  for (const model::Field& field : fields) {
    const model::FieldRef ref = field.ref(object);
    if (auto* const* text = std::get_if<model::Text*>(&ref); text != nullptr) {
      if (is_name_or_text(field.name) && **text) places.push_back({std::string(field.name), *text});
    } else if (auto* const* columns = std::get_if<std::vector<model::Column>*>(&ref)) {
      collect_columns(**columns, places);
    } else if (auto* const* constraints = std::get_if<Boxed<model::Constraints>*>(&ref)) {
      if (**constraints) collect(model::constraints_fields(), &***constraints, places);
    }
  }
}

std::vector<Place> places_of(model::Change& change) {
  std::vector<Place> places;
  collect(model::type_of(change).fields, model::fields_of(change.body), places);
  return places;
}

// The statements as a server would tell them apart; nothing where the change is refused.
std::optional<std::size_t> count(const model::Change& change, const Flavor& flavor,
                                 std::string& text) {
  sql::Target target;
  target.version = flavor.version;
  target.offline = true;
  std::unique_ptr<schema::Simulation> simulation;
  if (flavor.simulated) simulation = sqlite::simulate(nullptr);
  target.schema = simulation.get();
  std::size_t total = 0;
  text.clear();
  try {
    for (const model::Change& part : flavor.dialect->parts(change, target)) {
      for (const sql::Statement& statement : flavor.dialect->render(part, target)) {
        text += statement.text + "\n";
        sql::SplitOptions options;
        options.end_delimiter = ";";
        // What is not closed would swallow the last one.
        total +=
            sql::split(statement.text + "\n;\nSELECT 1", options, flavor.dialect->traits().lexical)
                .size() -
            1;
      }
    }
  } catch (const Error&) {
    return std::nullopt;
  }
  return total;
}

struct Tried {
  std::size_t cases = 0;
  std::size_t refused = 0;
};

void try_all(const model::Change& original, const Flavor& flavor, Tried& tried) {
  model::Change plain = original;
  const std::size_t places = places_of(plain).size();
  for (std::size_t i = 0; i < places; ++i) {
    model::Change benign = original;
    *places_of(benign)[i].text = "plain_name";
    std::string text;
    const std::optional<std::size_t> expected = count(benign, flavor, text);
    if (!expected) continue;
    for (const std::string& hostile : kHostile) {
      model::Change changed = original;
      const Place place = places_of(changed)[i];
      *place.text = hostile;
      const std::optional<std::size_t> actual = count(changed, flavor, text);
      ++tried.cases;
      if (!actual) ++tried.refused;
      EXPECT_EQ(actual.value_or(*expected), *expected)
          << model::type_of(original).name << "." << place.field << " on " << flavor.name
          << " with " << hostile << ":\n"
          << text;
    }
  }
}

TEST(HostileNames, StayNames) {
  Tried tried;
  std::map<std::string, int> types;  // by name and dialect
  for (const Flavor& flavor : flavors()) {
    for (const auto& entry : fs::directory_iterator(kFolder)) {
      if (entry.path().extension() != ".yaml") continue;
      const changelog::FileResources resources({kFolder});
      changelog::LoadOptions options;
      options.file = entry.path().filename();
      options.resources = &resources;
      options.dbms = flavor.name;
      Diagnostics diagnostics;
      const model::Changelog changelog = changelog::load(std::move(options), diagnostics);
      for (const model::ChangeSet& change_set : changelog.change_sets) {
        for (const model::Change& change : change_set.changes) {
          // More of one type say little more, and take minutes under the sanitizers.
          constexpr int kEnough = 8;
          if (++types[std::string(model::type_of(change).name) + " " + flavor.name] <= kEnough)
            try_all(change, flavor, tried);
        }
      }
    }
  }
  RecordProperty("cases", static_cast<int>(tried.cases));
  EXPECT_GT(tried.cases, 10000U);
  EXPECT_LT(tried.refused, tried.cases / 2);
  EXPECT_GT(types.size(), 160U);
  fmt::print("{} cases of {} change types and dialects, {} refused\n", tried.cases, types.size(),
             tried.refused);
}

}  // namespace
}  // namespace strata::golden
