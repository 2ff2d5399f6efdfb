#include "cmd/examples.h"

#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "tests/unit/changelog/load_support.h"

namespace strata::cmd {
namespace {

std::string indented(std::string_view text) {
  std::string out = "  " + replace_all(std::string(text), "\n", "\n  ");
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

// What `strata docs` shows can be copied: it is read without a mistake, as that change.
TEST(Examples, EveryChangeTypeHasOneThatCanBeRead) {
  for (const model::ChangeType& type : model::change_types()) {
    const std::string_view example = example_of(type.name);
    ASSERT_FALSE(example.empty()) << type.name;
    changelog::LoadOptions options;
    options.dbms = "postgresql";
    const changelog::Loaded loaded(
        changelog::Files{{"root.yaml", changelog::one_change_set("changes:\n" + indented(example))},
                         {"views.sql", "select 1"},
                         {"countries.csv", "code;population\nDE;83\n"}},
        options);
    EXPECT_EQ(loaded.mistakes(), "") << type.name;
    ASSERT_EQ(loaded.change_set().changes.size(), 1U) << type.name;
    EXPECT_EQ(model::type_of(loaded.change_set().changes.front()).name, type.name);
  }
}

}  // namespace
}  // namespace strata::cmd
