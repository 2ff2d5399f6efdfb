// Users who may not do everything: the refusal is told as it is, and nothing is left half done.
#include <cstdlib>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/live/migration.h"

namespace strata::test {
namespace {

using testing::HasSubstr;

constexpr int kSqlFailed = 5;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

// Someone without any right, on the test's database.
class PrivilegesTest : public testing::TestWithParam<Vendor> {
 protected:
  PrivilegesTest() {
    if (GetParam() == Vendor::Postgresql) {
      admin("CREATE ROLE " + user_ + " LOGIN PASSWORD 'geheim'");
    } else {
      admin("CREATE USER " + user_ + "@'%' IDENTIFIED BY 'geheim'");
      admin("GRANT SELECT ON " + database_.name() + ".* TO " + user_ + "@'%'");
    }
  }
  ~PrivilegesTest() override {
    try {
      if (GetParam() == Vendor::Postgresql) {
        admin("DROP OWNED BY " + user_);
        admin("DROP ROLE " + user_);
      } else {
        admin("DROP USER " + user_ + "@'%'");
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }

  void admin(const std::string& statement) const {
    driver::ConnectOptions options = database_.options();
    const bool is_postgresql = GetParam() == Vendor::Postgresql;
    options.url.host =
        variable(is_postgresql ? "STRATA_TEST_POSTGRESQL_SOCKET" : "STRATA_TEST_MARIADB_SOCKET");
    options.user = is_postgresql ? "postgres" : "root";
    options.password.clear();
    connect(options)->execute(statement);
  }

  std::vector<std::string> as_user(const std::string& command) const {
    std::vector<std::string> result = words({command, "--lock-wait=0"}, shop(), database_.url());
    std::string& url = result.back();
    url.replace(url.find("strata:pw@"), 10, "");
    result.push_back("--username=" + user_);
    result.push_back("--password=geheim");
    return result;
  }

  LiveDatabase database_{GetParam()};
  std::string user_ = database_.name() + "_reader";
};

INSTANTIATE_TEST_SUITE_P(Servers, PrivilegesTest,
                         testing::Values(Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(PrivilegesTest, NothingCanBeMade) {
  const Outcome outcome = run_program(as_user("update"));
  EXPECT_EQ(outcome.exit_code, kSqlFailed) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("denied"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("geheim")));
  EXPECT_EQ(schema_text(database_), "");
}

TEST_P(PrivilegesTest, LookingNeedsNoRightToWrite) {
  EXPECT_EQ(run_program(words({"update-count", "1"}, shop(), database_.url())).exit_code, 0);
  if (GetParam() == Vendor::Postgresql) {
    database_.connect()->execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + user_);
  }
  const Outcome status = run_program(as_user("status"));
  EXPECT_EQ(status.exit_code, 0) << status.output;
  EXPECT_THAT(status.output, HasSubstr("20 changesets have not been applied"));
  const Outcome update = run_program(as_user("update"));
  EXPECT_EQ(update.exit_code, kSqlFailed) << update.output;
  EXPECT_EQ(count(database_, history_table(database_)), "1\n");
}

}  // namespace
}  // namespace strata::test
