#include "engine/changelog/parameters.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "engine/document/scalar.h"

namespace strata::changelog {
namespace {

std::string expand(const Parameters& parameters, std::string_view text,
                   const std::string& file = "a.yaml", Expansion expansion = {}) {
  std::set<std::string> unknown;
  return parameters.expand(text, file, unknown, expansion);
}

std::string failure(const Parameters& parameters, std::string_view text) {
  try {
    return expand(parameters, text);
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(Parameters, AreReplacedIgnoringCaseAndBlanks) {
  Parameters parameters;
  parameters.set("Name", "person");
  EXPECT_EQ(expand(parameters, "a ${name} b ${ NAME } c"), "a person b person c");
}

TEST(Parameters, WhatIsNoReferenceStays) {
  Parameters parameters;
  parameters.set("a", "x");
  for (const char* text : {"", "$", "$a", "{a}", "$ {a}", "a}", "${", "${a", "$${", "100% }{"}) {
    EXPECT_EQ(expand(parameters, text), text);
  }
  EXPECT_EQ(expand(parameters, "$${a}}"), "$x}");
}

TEST(Parameters, EscapesAreOnRequest) {
  Parameters parameters;
  parameters.set("a", "x");
  parameters.set("b", "${:a}");
  EXPECT_EQ(expand(parameters, "${:a} ${b}"), "${:a} ${:a}");
  Expansion expansion;
  expansion.has_escapes = true;
  EXPECT_EQ(expand(parameters, "${:a} ${ :a} ${: a } ${a} ${b}", "", expansion),
            "${a} ${ :a} ${a} x ${a}");
}

TEST(Parameters, MissingOnesMayBeEmpty) {
  Expansion expansion;
  expansion.missing = Expansion::Missing::Empty;
  EXPECT_EQ(expand({}, "a ${b} c ${d", "", expansion), "a  c ${d");
}

TEST(Parameters, NestedBracesAreBounded) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "${";
  EXPECT_EQ(expand({}, text), text);
}

TEST(Parameters, TheFirstGlobalDefinitionWins) {
  Parameters parameters;
  parameters.set("a", "first");
  parameters.set("A", "second");
  EXPECT_EQ(expand(parameters, "${a}"), "first");
}

TEST(Parameters, LocalOnesAreForTheirFileAndTheLastWins) {
  Parameters parameters;
  parameters.set_local("a.yaml", "a", document::text_value("first"));
  parameters.set_local("a.yaml", "a", document::text_value("last"));
  EXPECT_EQ(expand(parameters, "${a}", "a.yaml"), "last");
  EXPECT_EQ(expand(parameters, "${a}", "b.yaml"), "${a}");
  parameters.set("a", "global");
  EXPECT_EQ(expand(parameters, "${a}", "a.yaml"), "global");
}

TEST(Parameters, NestInNamesAndInDefinitions) {
  Parameters parameters;
  parameters.set("which", "one");
  parameters.set("table.one", "t_${suffix}");
  parameters.set("suffix", "x");
  EXPECT_EQ(expand(parameters, "${table.${which}}"), "t_x");
}

TEST(Parameters, UnknownOnesStayAndAreNamed) {
  Parameters parameters;
  parameters.set("a", "${b}");
  std::set<std::string> unknown;
  EXPECT_EQ(parameters.expand("${a} ${c} ${d ", "a.yaml", unknown, {}), "${b} ${c} ${d ");
  EXPECT_EQ(unknown, (std::set<std::string>{"b", "c"}));
}

TEST(Parameters, ValuesThatAreNoTextsUseTheirText) {
  Parameters parameters;
  parameters.set("n", document::plain_value("007"));
  parameters.set("b", document::plain_value("yes"));
  parameters.set("nothing", document::plain_value("null"));
  EXPECT_EQ(expand(parameters, "${n} ${b} ${nothing}"), "7 true ${nothing}");
}

TEST(Parameters, CannotReferToThemselves) {
  Parameters parameters;
  parameters.set("a", "${b}");
  parameters.set("b", "x${A}");
  EXPECT_EQ(failure(parameters, "${a}").substr(0, 13), "the parameter");
  EXPECT_NE(failure(parameters, "${a}").find("refers to itself"), std::string::npos);
}

TEST(Parameters, CannotMultiplyWithoutBound) {
  Parameters parameters;
  for (char name = 'a'; name < 'z'; ++name) {
    const std::string next = "${" + std::string(1, static_cast<char>(name + 1)) + "}";
    parameters.set(std::string(1, name), next + next);
  }
  EXPECT_NE(failure(parameters, "${a}").find("expands to too much text"), std::string::npos);
}

TEST(Parameters, TheEnvironmentWins) {
  ASSERT_EQ(setenv("STRATA_TEST_NAME", "environment", 1), 0);
  Parameters parameters = Parameters::of_process();
  parameters.set("strata_test_name", "changelog");
  EXPECT_EQ(expand(parameters, "${strata_test_name}"), "environment");
  EXPECT_EQ(expand(parameters, "${file.separator}"), "/");
  unsetenv("STRATA_TEST_NAME");
}

}  // namespace
}  // namespace strata::changelog
