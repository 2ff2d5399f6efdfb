#include "engine/run/client_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/base/error.h"

namespace strata::run {
namespace {

using testing::ElementsAre;

TEST(SplitArguments, AtBlanksOutsideOfQuotes) {
  EXPECT_THAT(split_arguments(""), ElementsAre());
  EXPECT_THAT(split_arguments("  -a   -b=c\t"), ElementsAre("-a", "-b=c"));
  EXPECT_THAT(split_arguments("-c 'set x = \"1\"' --v=\"it's\" ''"),
              ElementsAre("-c", "set x = \"1\"", "--v=it's", ""));
}

TEST(SplitArguments, AnOpenQuoteIsAMistake) { EXPECT_THROW(split_arguments("-c 'x"), Error); }

}  // namespace
}  // namespace strata::run
