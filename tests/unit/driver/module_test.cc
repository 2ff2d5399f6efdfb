#include "engine/driver/module.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/errors.h"

namespace strata::driver {
namespace {

using test::error_of;
using testing::EndsWith;
using testing::HasSubstr;

std::string refusal(const std::filesystem::path& file) {
  const Error error = error_of([&] { load_module(file); });
  EXPECT_EQ(error.kind(), ErrorKind::Usage);
  return error.what();
}

TEST(Module, WhatIsNoneIsRefused) {
  EXPECT_THAT(refusal("/no/such/driver.so"),
              EndsWith("/no/such/driver.so: cannot open shared object file: No such file or "
                       "directory"));
  EXPECT_THAT(refusal("libm.so.6"), EndsWith("libm.so.6: it is no driver of Strata's"));
  EXPECT_THAT(refusal(STRATA_SOURCE_DIR "/README.md"), HasSubstr("invalid ELF header"));
}

// Before anything of it runs: filling this one in ends the process.
TEST(Module, OfAnotherVersionIsRefused) {
  EXPECT_THAT(refusal(STRATA_OTHER_MODULE),
              EndsWith("it was built for Strata 0.0.0, this is " + module_version()));
}

TEST(Module, IsLoadedWhenASessionIsAskedFor) {
  Driver outline;
  outline.name = "elsewhere";
  const Driver driver = with_module(std::move(outline), "/no/such/driver.so");
  EXPECT_EQ(driver.name, "elsewhere");
  const auto connect = [&] { driver.connect({}); };
  EXPECT_THAT(error_of(connect).what(), HasSubstr("/no/such/driver.so"));
  EXPECT_THAT(error_of(connect).what(), HasSubstr("/no/such/driver.so"));
}

}  // namespace
}  // namespace strata::driver
