// A script of -sql, run by the database's own client, leaves what the command itself would have
// left: on an empty database, on one that is half migrated, and on the way back.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/base/text.h"
#include "engine/run/command.h"
#include "tests/live/migration.h"
#include "tests/support/temporary_folder.h"

namespace strata::test {
namespace {

Changelog in(const std::string& folder, const std::string& file, const std::string& contexts = "") {
  return {file, std::string(STRATA_SOURCE_DIR) + "/" + folder, contexts};
}

// Functions, triggers and the like, which the schema reader has not.
std::string programs_query(Vendor vendor) {
  switch (vendor) {
    case Vendor::Sqlite:
      return "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
    case Vendor::Postgresql:
      return "SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p WHERE "
             "pronamespace = 'public'::regnamespace UNION ALL SELECT tgname, "
             "pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT "
             "rulename, definition FROM pg_rules WHERE schemaname = 'public' UNION ALL SELECT "
             "sequencename, increment_by || ' ' || coalesce(last_value, 0) FROM pg_sequences "
             "ORDER BY 1";
    default:
      return "SELECT routine_name, routine_definition FROM information_schema.routines WHERE "
             "routine_schema = database() UNION ALL SELECT trigger_name, action_statement FROM "
             "information_schema.triggers WHERE trigger_schema = database() ORDER BY 1";
  }
}

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

// Moments, which differ between two runs.
std::string without_moments(std::string text) {
  constexpr std::string_view kForm = "dddd-dd-dd dd:dd:dd";
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t at = 0; at + kForm.size() <= text.size(); ++at) {
    std::size_t length = 0;
    while (length < kForm.size() && (kForm[length] == 'd' ? is_digit(text[at + length])
                                                          : text[at + length] == kForm[length]))
      ++length;
    if (length < kForm.size()) continue;
    while (at + length < text.size() && (is_digit(text[at + length]) || text[at + length] == '.'))
      ++length;
    text.replace(at, length, "MOMENT");
  }
  return text;
}

class ScriptTest : public testing::TestWithParam<Vendor> {
 protected:
  static void run(const std::vector<std::string>& command, const Changelog& changelog,
                  const LiveDatabase& database) {
    const Outcome outcome = run_program(words(command, changelog, database.url()));
    ASSERT_EQ(outcome.exit_code, 0) << command.front() << "\n" << outcome.output;
  }

  // Has the database's client run what the command prints.
  void pipe(std::vector<std::string> command, const Changelog& changelog,
            const LiveDatabase& database) {
    const std::string script = folder_.file("script.sql");
    command.push_back("--output-file=" + script);
    run(command, changelog, database);
    std::stringstream text;
    text << std::ifstream(script).rdbuf();
    try {
      run::run_command(client(database, text.str()), {});
    } catch (const Error& error) {
      FAIL() << error.what() << "\n" << error.hint() << "\n" << text.str();
    }
  }

  static run::Command client(const LiveDatabase& database, std::string script) {
    const driver::ConnectOptions options = database.options();
    run::Command command;
    command.timeout = std::chrono::minutes(1);
    command.input = std::move(script);
    switch (database.vendor()) {
      case Vendor::Sqlite:
        command.words = {"sqlite3", "-bail", database.name()};
        break;
      case Vendor::Postgresql:
        command.words = {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", database.url()};
        break;
      default:
        command.words = {"mariadb",
                         "--no-defaults",
                         "--comments",
                         "--host=127.0.0.1",
                         fmt::format("--port={}", options.url.port.value_or(0)),
                         "--user=" + options.user,
                         database.name()};
        command.environment = {{"MYSQL_PWD", options.password}};
    }
    return command;
  }

  // All there is, but for times, hosts and the like.
  static std::string everything_in(const LiveDatabase& database) {
    const auto connection = database.connect();
    std::string text =
        schema_text(database) + query_text(database, programs_query(database.vendor()));
    for (const schema::Table& table : connection->schema().read().tables) {
      const std::string_view name = table.name;
      if (starts_with_ignore_case(name, "databasechangelog")) continue;
      text += fmt::format("-- {}\n", name);
      for (const std::string& line :
           sorted_lines(query_text(database, "SELECT * FROM " + quoted(database.vendor(), name))))
        text += line + "\n";
    }
    text += query_text(database,
                       "SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM, COMMENTS, "
                       "TAG, CONTEXTS, LABELS, LIQUIBASE FROM " +
                           history_table(database) + " ORDER BY ORDEREXECUTED");
    EXPECT_FALSE(is_locked(database));
    return without_moments(replace_all(std::move(text), database.name(), "DATABASE"));
  }

  static std::string quoted(Vendor vendor, std::string_view name) {
    const char quote = vendor == Vendor::MariaDb ? '`' : '"';
    return fmt::format("{0}{1}{0}", quote, name);
  }

  // The same from `start` by the command and by its script.
  void same(const std::vector<std::vector<std::string>>& start,
            const std::vector<std::string>& command, const Changelog& changelog,
            const std::vector<std::string>& options = {}) {
    const LiveDatabase live{GetParam()};
    const LiveDatabase piped{GetParam()};
    for (const std::vector<std::string>& earlier : start) {
      run(earlier, changelog, live);
      run(earlier, changelog, piped);
    }
    run(command, changelog, live);
    std::vector<std::string> printed = command;
    printed.front() += "-sql";
    printed.insert(printed.end(), options.begin(), options.end());
    pipe(printed, changelog, piped);
    EXPECT_EQ(everything_in(piped), everything_in(live));
  }

  void same_all_ways(const Changelog& changelog, const std::string& half,
                     const std::vector<std::string>& options = {}) {
    same({}, {"update"}, changelog, options);
    same({{"update-count", half}}, {"update"}, changelog, options);
    same({{"update"}}, {"rollback-count", "1000"}, changelog, options);
    same({{"update"}}, {"rollback-count", half}, changelog, options);
  }

  TemporaryFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Vendors, ScriptTest,
                         testing::Values(Vendor::Sqlite, Vendor::Postgresql, Vendor::MariaDb),
                         [](const auto& tested) { return to_string(tested.param); });

TEST_P(ScriptTest, EveryChange) { same_all_ways(everything(), "9"); }
TEST_P(ScriptTest, MoreChanges) { same_all_ways(more(), "4"); }
TEST_P(ScriptTest, Shop) { same_all_ways(shop(), "8"); }
TEST_P(ScriptTest, Rows) { same_all_ways(in("tests/live", "load.yaml"), "1"); }
TEST_P(ScriptTest, HardToPrint) { same_all_ways(in("tests/live/scripts", "db.yaml"), "2"); }

TEST_P(ScriptTest, WithTransactions) {
  same_all_ways(in("tests/live/scripts", "db.yaml"), "2", {"--script-transactions=always"});
}

TEST_P(ScriptTest, AllFormats) {
  for (const std::string ending : {"yaml", "json", "xml"})
    same({}, {"update"}, in("tests/live/formats", "changes." + ending));
  for (const std::string ending : {"yaml", "json", "xml", "sql"})
    same({{"update-count", "1"}}, {"update"}, in("tests/live/formats", "sql." + ending));
}

}  // namespace
}  // namespace strata::test
