#include "cmd/annotations.h"

#include <gtest/gtest.h>

namespace strata::cmd {
namespace {

Diagnostic mistake() {
  Diagnostic diagnostic;
  diagnostic.path = "a:b,c.yaml";
  diagnostic.line = 3;
  diagnostic.column = 7;
  diagnostic.message = "100% wrong\nin two lines";
  diagnostic.hint = "did you mean 'x'?";
  return diagnostic;
}

TEST(Annotations, OfGitHubStayOneLineEach) {
  EXPECT_EQ(github_annotations({mistake()}),
            "::error file=a%3Ab%2Cc.yaml,line=3,col=7::100%25 wrong%0Ain two lines (did you mean "
            "'x'?)\n");
}

TEST(Annotations, OfGitHubGoWithoutAPlace) {
  Diagnostic warning;
  warning.severity = Severity::Warning;
  warning.message = "odd";
  EXPECT_EQ(github_annotations({warning}), "::warning::odd\n");
}

TEST(Annotations, OfGitLabTellMistakesApart) {
  Diagnostic other = mistake();
  other.line = 4;
  const std::string report = gitlab_report({mistake(), other});
  EXPECT_NE(report.find("\"begin\": 3"), std::string::npos) << report;
  EXPECT_NE(report.find("\"begin\": 4"), std::string::npos) << report;
  const std::string key = "\"fingerprint\": \"";
  const std::size_t first = report.find(key);
  const std::size_t second = report.find(key, first + 1);
  ASSERT_NE(second, std::string::npos) << report;
  EXPECT_NE(report.substr(first, 50), report.substr(second, 50));
}

TEST(Annotations, NothingIsAnEmptyReport) {
  EXPECT_EQ(github_annotations({}), "");
  EXPECT_EQ(gitlab_report({}), "[]\n");
}

}  // namespace
}  // namespace strata::cmd
