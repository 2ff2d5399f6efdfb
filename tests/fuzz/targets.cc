#include "tests/fuzz/targets.h"

#include <sqlite3.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string>

#include "drivers/mysql/driver.h"
#include "drivers/postgresql/driver.h"
#include "drivers/sqlite/driver.h"
#include "drivers/sqlite/table_text.h"
#include "engine/base/csv.h"
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/changelog/expression.h"
#include "engine/changelog/loader.h"
#include "engine/changelog/parameters.h"
#include "engine/changelog/property_file.h"
#include "engine/document/reader.h"
#include "engine/document/timestamp.h"
#include "engine/driver/url.h"
#include "engine/model/checksum.h"
#include "engine/model/date_value.h"
#include "engine/model/inverse.h"
#include "engine/sql/script_text.h"
#include "engine/sql/splitter.h"
#include "engine/sql/visitors.h"

namespace strata::fuzz {
namespace {

void expect(bool holds, const char* what) {
  if (!holds) throw std::logic_error(what);
}

const std::vector<const sql::Dialect*>& dialects() {
  static const std::vector<const sql::Dialect*> kAll = [] {
    std::vector<const sql::Dialect*> all;
    for (const driver::Driver& driver : {sqlite_driver(), postgresql_driver(), mysql_driver()}) {
      all.insert(all.end(), driver.dialects.begin(), driver.dialects.end());
    }
    return all;
  }();
  return kAll;
}

// What a user would do with an error.
template <typename Function>
void may_refuse(Function function) {
  try {
    function();
  } catch (const Error& error) {
    expect(std::string_view(error.what()).size() > 0, "an error without a message");
  }
}

// Every mistake has a text, and a place in a file of that many bytes.
void expect_places(const Diagnostics& diagnostics, std::size_t bytes) {
  for (const Diagnostic& one : diagnostics.all()) {
    expect(!one.message.empty(), "a mistake without a message");
    expect(one.line >= 1 && one.line <= bytes + 2, "a mistake outside of the file");
    expect(!to_text(one).empty(), "a mistake without a text");
  }
}

void read_document(std::string_view bytes, document::Format format) {
  const SourceFile file("a", std::string(bytes));
  Diagnostics diagnostics;
  document::read(file, format, diagnostics);
  const auto line_ends = static_cast<std::size_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return c == '\n' || c == '\r'; }));
  expect_places(diagnostics, line_ends);
}

void use(const model::Change& change, const sql::Dialect& dialect) {
  sql::Target target;
  target.offline = true;
  Diagnostics diagnostics;
  dialect.check(change, target, diagnostics);
  may_refuse([&] {
    for (const model::Change& part : dialect.parts(change, target)) dialect.render(part, target);
  });
}

// All that is done with a changelog without a database.
void load_changelog(std::string_view bytes, const std::string& name) {
  const changelog::MemoryResources resources({{name, std::string(bytes)},
                                              {"data.csv", "id,name\n1,a\n2,\"b,c\"\n"},
                                              {"file.sql", "select 1;\nselect 2;\n"}});
  for (const sql::Dialect* dialect : dialects()) {
    changelog::LoadOptions options;
    options.file = name;
    options.resources = &resources;
    options.dbms = dialect->traits().name;
    Diagnostics diagnostics;
    model::Changelog changelog;
    may_refuse([&] { changelog = changelog::load(std::move(options), diagnostics); });
    for (const Diagnostic& one : diagnostics.all()) {
      expect(!to_text(one).empty(), "a mistake without a text");
    }
    if (diagnostics.has_errors()) continue;
    for (const model::ChangeSet& change_set : changelog.change_sets) {
      may_refuse([&] {
        model::description(change_set);
        model::checksum(change_set, dialect->traits().name);
        model::checksum(change_set, dialect->traits().name, model::ChecksumVersion::V8);
      });
      sql::check(change_set.visitors, diagnostics);
      for (const model::Change& change : change_set.changes) use(change, *dialect);
    }
  }
}

void split(std::string_view bytes) {
  for (const sql::Dialect* dialect : dialects()) {
    for (const bool strip : {false, true}) {
      sql::SplitOptions options;
      options.strip_comments = strip;
      for (const sql::Piece& piece : sql::split(bytes, options, dialect->traits().lexical)) {
        expect(!piece.text.empty(), "an empty statement");
        expect(piece.offset < bytes.size(), "a statement outside of the text");
        expect(strip || piece.text.front() == bytes[piece.offset] || bytes[piece.offset] == '\\',
               "a statement that does not start where it says");
        sql::Statement statement;
        statement.text = piece.text;
        const std::string script = sql::script_text(statement, dialect->traits().lexical).text;
        expect(script.size() > piece.text.size(), "a statement that nothing ends");
      }
    }
  }
}

void parse_expression(std::string_view bytes) {
  may_refuse([&] {
    const auto expression = changelog::Expression::parse(bytes);
    expression.matches({});
    expression.matches({"a", "test", "prod"});
  });
}

void read_csv(std::string_view bytes) {
  for (const CsvForm form : {CsvForm{}, CsvForm{';', '\''}, CsvForm{'\t', 0}}) {
    std::istringstream in{std::string(bytes)};
    CsvReader reader(in, form);
    may_refuse([&] {
      std::size_t line = 0;
      for (std::vector<std::string> fields; reader.next(fields);) {
        expect(!fields.empty(), "a row without a field");
        expect(reader.line() > line, "a row before the one before it");
        line = reader.line();
      }
    });
  }
}

void parse_properties(std::string_view bytes) {
  may_refuse([&] { changelog::parse_properties(bytes); });
}

void parse_url(std::string_view bytes) {
  const std::string shown = driver::redacted(bytes);
  may_refuse([&] {
    const driver::Url url = driver::parse_url(bytes);
    driver::endpoints(url);
    // Short ones stand in other parts by chance.
    const std::string password = url.password.value_or("");
    constexpr std::size_t kTelling = 8;
    const std::size_t times = [&] {
      std::size_t count = 0;
      for (std::size_t at = bytes.find(password); at != std::string_view::npos && !password.empty();
           at = bytes.find(password, at + 1)) {
        ++count;
      }
      return count;
    }();
    const bool is_telling =
        password.size() >= kTelling && password.find("*****") == std::string::npos;
    expect(!is_telling || times != 1 || shown.find(password) == std::string::npos,
           "a password is shown");
  });
}

// Whether SQLite takes the text as one CREATE TABLE with columns, which is all that it hands out.
bool is_table(const std::string& text) {
  static sqlite3* const kDatabase = [] {
    sqlite3* database = nullptr;
    expect(sqlite3_open(":memory:", &database) == SQLITE_OK, "no SQLite");
    return database;
  }();
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const bool good = sqlite3_prepare_v2(kDatabase, text.c_str(), -1, &statement, &tail) == SQLITE_OK;
  sqlite3_finalize(statement);
  return good && statement != nullptr && tail == text.c_str() + text.size() &&
         starts_with_ignore_case(text, "create table") &&
         to_lower(text).find("select") == std::string::npos;
}

void parse_table(std::string_view bytes) {
  may_refuse([&] {
    const auto table = sqlite::parse_table(bytes);
    if (table && is_table(std::string(bytes))) {
      // Edits count on it: what was read and written is read again as the same.
      const std::string text = sqlite::to_statement(*table);
      expect(is_table(text), "a table's text that is none");
      const auto again = sqlite::parse_table(text);
      expect(again.has_value(), "a table's text that is not read");
      expect(again->columns.size() == table->columns.size(), "a table that lost columns");
      expect(again->constraints.size() == table->constraints.size(), "constraints that are lost");
      expect(sqlite::to_statement(*again) == text, "a table's text that changes each time");
    }
    sqlite::parse_index(bytes);
    sqlite::columns_that_fire(bytes);
    sqlite::parse_reference(bytes);
    sqlite::mentions(bytes, "a");
  });
}

// Definitions ("name=value") on the first lines, then an empty one, then the text.
void expand_parameters(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find("\n\n"), bytes.size());
  changelog::Parameters parameters;
  may_refuse([&] {
    for (const auto& [name, value] : changelog::parse_properties(bytes.substr(0, end))) {
      parameters.set(name, std::string_view(value));
    }
    std::set<std::string> unknown;
    parameters.expand(bytes.substr(end), "a", unknown, {true, changelog::Expansion::Missing::Keep});
  });
}

// Texts of single values: types, dates, times.
void read_values(std::string_view bytes) {
  model::parse_date_value(bytes);
  document::timestamp_value(bytes);
  for (const sql::Dialect* dialect : dialects()) {
    may_refuse([&] { dialect->type_name(bytes, {}, {}); });
    dialect->string_literal(bytes);
  }
}

constexpr Target kTargets[] = {
    {"yaml", [](std::string_view bytes) { read_document(bytes, document::Format::Yaml); }},
    {"json", [](std::string_view bytes) { read_document(bytes, document::Format::Json); }},
    {"xml", [](std::string_view bytes) { read_document(bytes, document::Format::Xml); }},
    {"sql", [](std::string_view bytes) { read_document(bytes, document::Format::Sql); }},
    {"changelog.yaml", [](std::string_view bytes) { load_changelog(bytes, "a.yaml"); }},
    {"changelog.xml", [](std::string_view bytes) { load_changelog(bytes, "a.xml"); }},
    {"changelog.sql", [](std::string_view bytes) { load_changelog(bytes, "a.sql"); }},
    {"splitter", split},
    {"expression", parse_expression},
    {"csv", read_csv},
    {"properties", parse_properties},
    {"parameters", expand_parameters},
    {"url", parse_url},
    {"table", parse_table},
    {"values", read_values},
};

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* find_target(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTargets), std::end(kTargets),
                                   [&](const Target& target) { return target.name == name; });
  return found == std::end(kTargets) ? nullptr : found;
}

}  // namespace strata::fuzz
