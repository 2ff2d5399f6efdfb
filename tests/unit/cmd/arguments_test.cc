#include "cmd/arguments.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace strata::cmd {
namespace {

using Words = std::vector<std::string>;

const Words kCommands{"update", "update-count", "rollback", "tag", "history"};
const std::vector<KnownOption> kOptions{{"--changelog-file", true},
                                        {"--url", true},
                                        {"--tag", true},
                                        {"--count", true},
                                        {"--verbose", false}};

Arguments read(const Words& words) { return normalise(words, kCommands, kOptions); }
Words words_of(const Words& words) { return read(words).words; }

TEST(Arguments, BothWaysToGiveAValue) {
  const Words expected{"--url=sqlite:a.db", "update"};
  EXPECT_EQ(words_of({"--url=sqlite:a.db", "update"}), expected);
  EXPECT_EQ(words_of({"--url", "sqlite:a.db", "update"}), expected);
}

TEST(Arguments, EverySpellingOfAName) {
  for (const char* name : {"--changelog-file", "--changelogFile", "--changeLogFile",
                           "--changelogfile", "--CHANGELOG_FILE"}) {
    EXPECT_EQ(words_of({std::string(name) + "=a.yaml"}), Words{"--changelog-file=a.yaml"}) << name;
  }
}

TEST(Arguments, CommandsInCamelCase) {
  EXPECT_EQ(words_of({"updateCount", "2"}), (Words{"update-count", "2"}));
  EXPECT_EQ(words_of({"UPDATE"}), Words{"update"});
}

TEST(Arguments, OptionsBeforeAndBehindTheCommand) {
  EXPECT_EQ(words_of({"--url", "u", "update", "--changelogFile", "f"}),
            (Words{"--url=u", "update", "--changelog-file=f"}));
}

TEST(Arguments, OnlyTheFirstNameIsTheCommand) {
  EXPECT_EQ(words_of({"tag", "Update"}), (Words{"tag", "Update"}));  // a tag of that name
}

TEST(Arguments, ValuesThatLookLikeOptions) {
  EXPECT_EQ(words_of({"--tag", "--url"}), Words{"--tag=--url"});
  EXPECT_EQ(words_of({"--url=a=b=c"}), Words{"--url=a=b=c"});
}

TEST(Arguments, EmptyValuesAreNone) {
  EXPECT_EQ(words_of({"--url=", "--tag", "", "update"}), Words{"update"});
}

TEST(Arguments, FlagsTakeNoValue) {
  EXPECT_EQ(words_of({"--verbose", "history"}), (Words{"--verbose", "history"}));
}

TEST(Arguments, UnknownWordsStay) {
  EXPECT_EQ(words_of({"--unknown=1", "--other", "-x", "word"}),
            (Words{"--unknown=1", "--other", "-x", "word"}));
}

TEST(Arguments, Parameters) {
  const Arguments arguments = read({"-Dname=value", "update", "-DEmpty=", "-Dflag", "-Da=b=c"});
  EXPECT_EQ(arguments.words, Words{"update"});
  EXPECT_EQ(arguments.parameters,
            (std::vector<std::pair<std::string, std::string>>{
                {"name", "value"}, {"Empty", ""}, {"flag", ""}, {"a", "b=c"}}));
}

TEST(Arguments, AParameterNeedsAName) {
  const Error error = test::error_of([] { read({"-D=value"}); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_STREQ(error.what(), "-D needs a name: -Dname=value");
}

TEST(Arguments, AnOptionNeedsItsValue) {
  const Error error = test::error_of([] { read({"update", "--url"}); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  EXPECT_STREQ(error.what(), "--url needs a value");
}

}  // namespace
}  // namespace strata::cmd
