#include "engine/base/error_text.h"

#include <gtest/gtest.h>

#include "cmd/exit_code.h"

namespace strata::cmd {
namespace {

std::string text(const Error& error) { return error_text(error); }

TEST(ErrorText, AloneWithItsHint) {
  EXPECT_EQ(text(Error(ErrorKind::Usage, "no database").with_hint("give --url\nfor example x")),
            "error: no database\n    give --url\n    for example x\n");
}

TEST(ErrorText, AllMistakesThenTheirNumber) {
  const SourceFile file("a.yaml", "one: 1\ntwo: 2\n");
  Diagnostics diagnostics;
  diagnostics.error({&file, 1, 1, 3}, "first");
  diagnostics.warning({&file, 1, 1, 3}, "odd");
  diagnostics.error({&file, 2, 6, 1}, "second", "a hint");
  EXPECT_EQ(
      text(Error(ErrorKind::Changelog, "a.yaml is invalid").with_diagnostics(diagnostics.all())),
      "a.yaml:1:1: error: first\n"
      "    one: 1\n"
      "    ^~~\n"
      "a.yaml:1:1: warning: odd\n"
      "    one: 1\n"
      "    ^~~\n"
      "a.yaml:2:6: error: second\n"
      "    two: 2\n"
      "         ^ a hint\n"
      "error: a.yaml is invalid (2 errors)\n");
}

TEST(ErrorText, ASingleMistakeIsNotSaidTwice) {
  const SourceFile file("a.yaml", "one: 1\n");
  EXPECT_EQ(text(Error(ErrorKind::Changelog, "wrong").at({&file, 1, 1, 3})),
            "a.yaml:1:1: error: wrong\n"
            "    one: 1\n"
            "    ^~~\n");
}

TEST(ErrorText, TheRefusedStatement) {
  SqlFailure sql;
  sql.statement = "SELECT 1\nFROM nowhere";
  sql.sqlstate = "42P01";
  EXPECT_EQ(text(Error(ErrorKind::Sql, "no such table").with_sql(sql)),
            "error: no such table\n"
            "  SQL (state 42P01):\n"
            "    SELECT 1\n"
            "    FROM nowhere\n");
}

TEST(ErrorText, LongStatementsAreCut) {
  SqlFailure sql;
  sql.statement = std::string(100'000, 'x');
  const std::string shown = text(Error(ErrorKind::Sql, "no").with_sql(sql));
  EXPECT_LT(shown.size(), 3000U);
  EXPECT_TRUE(shown.ends_with("x ...\n"));
}

TEST(ExitCode, IsOneForEachKind) {
  EXPECT_EQ(exit_code_for(ErrorKind::Internal), ExitCode::Internal);
  EXPECT_EQ(exit_code_for(ErrorKind::Usage), ExitCode::Usage);
  EXPECT_EQ(exit_code_for(ErrorKind::Changelog), ExitCode::Changelog);
  EXPECT_EQ(exit_code_for(ErrorKind::Checksum), ExitCode::Checksum);
  EXPECT_EQ(exit_code_for(ErrorKind::Sql), ExitCode::Sql);
  EXPECT_EQ(exit_code_for(ErrorKind::Connection), ExitCode::Connection);
  EXPECT_EQ(exit_code_for(ErrorKind::Lock), ExitCode::Lock);
  EXPECT_EQ(exit_code_for(ErrorKind::Rollback), ExitCode::Rollback);
  EXPECT_EQ(exit_code_for(ErrorKind::Interrupted), ExitCode::Interrupted);
}

TEST(ExitCode, NumbersNeverChange) {
  EXPECT_EQ(static_cast<int>(ExitCode::Done), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::Internal), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::Usage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::Changelog), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::Checksum), 4);
  EXPECT_EQ(static_cast<int>(ExitCode::Sql), 5);
  EXPECT_EQ(static_cast<int>(ExitCode::Connection), 6);
  EXPECT_EQ(static_cast<int>(ExitCode::Lock), 7);
  EXPECT_EQ(static_cast<int>(ExitCode::Rollback), 8);
  EXPECT_EQ(static_cast<int>(ExitCode::Interrupted), 130);
}

}  // namespace
}  // namespace strata::cmd
