#include <gtest/gtest.h>

#include "drivers/postgresql/session/server_message.h"

namespace strata::postgresql {
namespace {

TEST(ServerMessage, Plain) {
  const ServerMessage message =
      parse_message("ERROR:  relation \"x\" does not exist\n", "DROP TABLE x");
  EXPECT_EQ(message.text, "relation \"x\" does not exist");
  EXPECT_EQ(message.help, "");
  EXPECT_EQ(message.offset, std::nullopt);
}

TEST(ServerMessage, AllParts) {
  const ServerMessage message = parse_message(
      "ERROR:  column \"b\" does not exist\n"
      "LINE 2:   b\n"
      "          ^\n"
      "DETAIL:  one\n"
      "more\n"
      "HINT:  two\n"
      "CONTEXT:  three\n",
      "SELECT\n  b");
  EXPECT_EQ(message.text, "column \"b\" does not exist");
  EXPECT_EQ(message.help, "one\nmore\ntwo\nthree");
  EXPECT_EQ(message.offset, 9U);
}

TEST(ServerMessage, SeverityInAnyLanguage) {
  EXPECT_EQ(without_severity("FEHLER:  so nicht"), "so nicht");
  EXPECT_EQ(without_severity("FATAL:  a:  b"), "a:  b");
  EXPECT_EQ(without_severity("no severity here:  at all"), "no severity here:  at all");
}

TEST(ServerMessage, CutExcerpt) {
  const std::string statement = "SELECT " + std::string(30, 'a') + " oops " + std::string(90, 'b');
  const ServerMessage message = parse_message(
      "ERROR:  x\nLINE 1: ...aaaaaaaaaa oops bbbbbbbbbb...\n                      ^\n", statement);
  EXPECT_EQ(message.offset, statement.find("oops"));
}

TEST(ServerMessage, AmbiguousExcerptHasNoOffset) {
  const std::string statement = "SELECT oops, oops, oops, oops, oops";
  const ServerMessage message =
      parse_message("ERROR:  x\nLINE 1: ...oops, oops...\n           ^\n", statement);
  EXPECT_EQ(message.offset, std::nullopt);
}

TEST(ServerMessage, NonsenseIsHarmless) {
  for (const char* text :
       {"", "\n", "LINE 1: x", "LINE 99999999999999999999: x\n ^", "LINE 0: x\n   ^",
        "E:  x\nLINE 7: x\n        ^", "E:  x\nLINE 1: zzz\n^", "E:  x\nLINE 1:"}) {
    EXPECT_NO_THROW(parse_message(text, "SELECT 1")) << text;
    EXPECT_NO_THROW(parse_message(text, "")) << text;
  }
}

}  // namespace
}  // namespace strata::postgresql
