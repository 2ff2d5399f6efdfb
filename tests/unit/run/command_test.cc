#include "engine/run/command.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/errors.h"

namespace strata::run {
namespace {

Command shell(const std::string& script) { return {{"sh", "-c", script}, {}, std::nullopt}; }

TEST(Command, ReturnsBothOutputs) {
  EXPECT_EQ(run_command(shell("echo out; echo err >&2"), {}), "out\nerr\n");
}

TEST(Command, ReadsItsInput) {
  const std::string text(200'000, 'x');  // more than a pipe holds
  EXPECT_EQ(run_command({{"cat"}, {}, std::nullopt, text}, {}), text);
  EXPECT_EQ(run_command({{"cat"}, {}, std::nullopt}, {}), "");
}

TEST(Command, PassesArgumentsAsTheyAre) {
  EXPECT_EQ(run_command({{"printf", "%s|", "a b", "", "'"}, {}, std::nullopt}, {}), "a b||'|");
}

TEST(Command, GetsTheEnvironmentAndMore) {
  Command command = shell("echo $STRATA_PARAM_x; test -n \"$PATH\"");
  command.environment = {{"STRATA_PARAM_x", "1"}};
  EXPECT_EQ(run_command(command, {}), "1\n");
}

TEST(Command, GetsNoInput) { EXPECT_EQ(run_command(shell("cat"), {}), ""); }

TEST(Command, AFailureShowsTheEndOfItsOutput) {
  const Error error =
      test::error_of([] { run_command(shell("seq 1 20; echo bad >&2; exit 3"), {}); });
  EXPECT_EQ(error.kind(), ErrorKind::Command);
  EXPECT_STREQ(error.what(), "'sh' returned 3");
  EXPECT_EQ(error.hint(), "12\n13\n14\n15\n16\n17\n18\n19\n20\nbad");
}

TEST(Command, AKilledOneIsNamedSo) {
  const Error error = test::error_of([] { run_command(shell("kill -9 $$"), {}); });
  EXPECT_STREQ(error.what(), "'sh' was killed by signal 9 (Killed)");
}

TEST(Command, AnUnknownProgram) {
  const Error error = test::error_of([] { run_command({{"no-such-program"}, {}, {}}, {}); });
  EXPECT_STREQ(error.what(), "cannot run 'no-such-program': No such file or directory");
}

TEST(Command, TooLong) {
  Command command = shell("sleep 30 & sleep 30");
  command.timeout = std::chrono::seconds(0);
  const auto begin = std::chrono::steady_clock::now();
  const Error error = test::error_of([&] { run_command(command, {}); });
  EXPECT_STREQ(error.what(), "'sh' was still running after 0 s");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Command, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const Error error = test::error_of([&] { run_command(shell("sleep 30"), stop.get_token()); });
  EXPECT_EQ(error.kind(), ErrorKind::Interrupted);
}

TEST(Command, AChildLeftBehindIsNotWaitedFor) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_command(shell("echo done; sleep 30 &"), {}), "done\n");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST(Command, Timeouts) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_timeout("10"), 10s);
  EXPECT_EQ(parse_timeout(" 10 S "), 10s);
  EXPECT_EQ(parse_timeout("5m"), 5min);
  EXPECT_EQ(parse_timeout("2h"), 2h);
  EXPECT_EQ(parse_timeout("soon"), std::nullopt);
  EXPECT_EQ(parse_timeout("5d"), std::nullopt);
  EXPECT_EQ(parse_timeout(""), std::nullopt);
}

TEST(Command, ReadsLikeAShell) {
  EXPECT_EQ(to_text({{"echo", "a", "b c", "it's", ""}, {}, {}}), "echo a 'b c' 'it'\\''s' ''");
}

}  // namespace
}  // namespace strata::run
