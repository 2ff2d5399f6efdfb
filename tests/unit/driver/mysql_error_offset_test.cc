#include <gtest/gtest.h>

#include <string>

#include "drivers/mysql/session/error_offset.h"

namespace strata::mysql {
namespace {

constexpr int kParseError = 1064;

std::string near(const std::string& text, int line = 1) {
  return "You have an error in your SQL syntax; check the manual that corresponds to your MySQL "
         "server version for the right syntax to use near '" +
         text + "' at line " + std::to_string(line);
}

TEST(ErrorOffset, NearTheEndIsTheTail) {
  EXPECT_EQ(error_offset("SELECT a a, a a", near("a"), kParseError), 14U);
  EXPECT_EQ(error_offset("SELECT )x' at line 3", near(")x' at line 3"), kParseError), 7U);
  EXPECT_EQ(error_offset("SELECT ) ;\n ", near(")"), kParseError), 7U);
  EXPECT_EQ(error_offset("SELECT (1", near(""), kParseError), 9U);
}

TEST(ErrorOffset, LongTextsAreCut) {
  const std::string tail = ") oops " + std::string(200, 'x');
  const std::string cut = tail.substr(0, 80);
  EXPECT_EQ(error_offset("SELECT " + tail, near(cut), kParseError), 7U) << "MySQL";
  EXPECT_EQ(error_offset("SELECT " + tail, near(cut + "..."), kParseError), 7U) << "MariaDB";
}

TEST(ErrorOffset, TheLineDecidesBetweenEqualTexts) {
  const std::string text = std::string(80, 'x');
  const std::string statement = "SELECT " + text + ",\n" + text + " y\n, 1";
  EXPECT_EQ(error_offset(statement, near(text, 2), kParseError), 89U);
  EXPECT_EQ(error_offset(statement + text, near(text, 9), kParseError), std::nullopt);
}

TEST(ErrorOffset, Names) {
  EXPECT_EQ(error_offset("SELECT nmae FROM t", "Unknown column 'nmae' in 'field list'", 1054), 7U);
  EXPECT_EQ(error_offset("SELECT t.nmae FROM t", "Unknown column 't.nmae' in 'field list'", 1054),
            9U);
  EXPECT_EQ(error_offset("SELECT a, ab FROM t", "Unknown column 'a' in 'field list'", 1054), 7U);
  EXPECT_EQ(error_offset("SELECT a FROM A", "Unknown column 'a' in 'field list'", 1054),
            std::nullopt);
  EXPECT_EQ(error_offset("ALTER TABLE t DROP COLUMN x",
                         "Can't DROP 'x'; check that column/key exists", 1091),
            26U)
      << "MySQL";
  EXPECT_EQ(error_offset("ALTER TABLE t DROP COLUMN x",
                         "Can't DROP COLUMN `x`; check that it exists", 1091),
            26U)
      << "MariaDB";
}

TEST(ErrorOffset, OtherErrorsHaveNone) {
  EXPECT_EQ(error_offset("INSERT INTO t VALUES (1)", "Duplicate entry '1' for key 'PRIMARY'", 1062),
            std::nullopt);
  EXPECT_EQ(error_offset("SELECT", "a message in another language", kParseError), std::nullopt);
  for (const char* message : {"", "'", "''", "`", " '", "x 'y", "Unknown column '' in 'x'"}) {
    EXPECT_EQ(error_offset("SELECT 1", message, 1054), std::nullopt) << message;
  }
}

}  // namespace
}  // namespace strata::mysql
