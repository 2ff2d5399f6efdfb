#include "tests/script/scenario.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace strata::script {
namespace {

constexpr std::string_view kText =
    "# needs: postgresql mariadb\n"
    "\n"
    "## a remark\n"
    "--- file a.yaml\n"
    "one:\n"
    "\n"
    "# two\n"
    "\n"
    "$ cat a.yaml\n"
    "one:\n"
    "[exit 3]\n"
    "\n"
    "$ true\n";

TEST(Scenario, Parses) {
  const Scenario scenario = parse(kText);
  EXPECT_EQ(scenario.needs, (std::vector<std::string>{"postgresql", "mariadb"}));
  ASSERT_EQ(scenario.blocks.size(), 4U);
  EXPECT_EQ(scenario.blocks[1].head, "a.yaml");
  EXPECT_EQ(scenario.blocks[1].text, "one:\n\n# two\n");
  EXPECT_EQ(scenario.blocks[2].line, 9U);
  EXPECT_EQ(scenario.blocks[2].text, "one:\n[exit 3]\n");
  EXPECT_EQ(scenario.blocks[3].text, "");
}

TEST(Scenario, ComesBackAsItWas) { EXPECT_EQ(to_text(parse(kText)), kText); }

TEST(Scenario, RefusesTextOutsideOfBlocks) {
  EXPECT_THROW(parse("## remark\nsomething\n"), std::runtime_error);
}

TEST(Scenario, MatchesLineByLine) {
  EXPECT_TRUE(matches("a\nb\n", "a\nb\n"));
  EXPECT_FALSE(matches("a\nb\n", "a\n"));
  EXPECT_FALSE(matches("a\n", "a\nb\n"));
  EXPECT_FALSE(matches("a\n", "A\n"));
  EXPECT_FALSE(matches("", "a\n"));
}

TEST(Scenario, AnythingStaysWithinALine) {
  EXPECT_TRUE(matches("took <any> s\n", "took 1.5 s\n"));
  EXPECT_TRUE(matches("<any>b<any>\n", "aabbb\n"));
  EXPECT_TRUE(matches("a<any>\n", "a\n"));
  EXPECT_FALSE(matches("took <any> s\n", "took 1.5 m\n"));
  EXPECT_FALSE(matches("a<any>b\n", "a\nb\n"));
}

TEST(Scenario, RunsInAFolderWithAnEnvironment) {
  EXPECT_EQ(run("pwd; echo $NAME; echo error >&2; exit 7", "/", {{"NAME", "value"}}),
            "/\nvalue\nerror\n[exit 7]\n");
  EXPECT_EQ(run("kill -9 $$", "/", {}), "[signal 9]\n");
}

}  // namespace
}  // namespace strata::script
