// The reference's checksums of odd and ordinary changelogs; see checksums/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/model/checksum.h"
#include "engine/model/dbms.h"

namespace strata::golden {
namespace {

const std::string kFolder = std::string(STRATA_SOURCE_DIR) + "/tests/golden/checksums/";

constexpr std::size_t kOffline = 255;
constexpr std::size_t kOnline = model::kDescriptionLimit;

struct Corpus {
  std::string answers;  // without .tsv
  std::string changelog;
  std::string dbms = "postgresql";
  std::size_t description_limit = kOffline;
  model::ChecksumVersion version = model::ChecksumVersion::V9;
  std::vector<std::string> contexts = {};
  std::string label_filter = {};
  std::string time_zone = "UTC";
  std::string folder = {};
  bool executed = false;  // the answers are of the changesets that ran
  bool computed = false;  // ... of calculate-checksum, which leaves no `modifySql` out

  friend void PrintTo(const Corpus& corpus, std::ostream* out) { *out << corpus.answers; }
};

std::vector<Corpus> corpora() {
  using enum model::ChecksumVersion;
  return {
      {.answers = "auto_cli", .changelog = "auto_cli"},
      {.answers = "auto_cli.mysql", .changelog = "auto_cli", .dbms = "mysql"},
      {.answers = "auto_cli.mariadb", .changelog = "auto_cli", .dbms = "mariadb"},
      {.answers = "odd_cli", .changelog = "odd_cli"},
      {.answers = "odd.New_York", .changelog = "odd_cli", .time_zone = "America/New_York"},
      {.answers = "odd.Kolkata", .changelog = "odd_cli", .time_zone = "Asia/Kolkata"},
      {.answers = "odd.Auckland", .changelog = "odd_cli", .time_zone = "Pacific/Auckland"},
      {.answers = "visitors.none", .changelog = "visitors"},
      {.answers = "visitors.c1_l2",
       .changelog = "visitors",
       .contexts = {"c1", "c5"},
       .label_filter = "l2 or l7"},
      {.answers = "visitors.my_c2",
       .changelog = "visitors",
       .dbms = "mysql",
       .contexts = {"c2"},
       .label_filter = "l5"},
      {.answers = "props", .changelog = "props"},
      {.answers = "custom", .changelog = "custom"},
      {.answers = "fmt", .changelog = "fmt"},
      {.answers = "plain", .changelog = "plain"},
      {.answers = "auto", .changelog = "auto", .description_limit = kOnline, .computed = true},
      {.answers = "odd", .changelog = "odd", .description_limit = kOnline, .computed = true},
      {.answers = "struct", .changelog = "struct", .description_limit = kOnline, .computed = true},
      {.answers = "auto.v8",
       .changelog = "auto",
       .description_limit = kOnline,
       .version = V8,
       .computed = true},
      {.answers = "odd.v8",
       .changelog = "odd",
       .description_limit = kOnline,
       .version = V8,
       .computed = true},
      {.answers = "visitors.v8",
       .changelog = "visitors",
       .description_limit = kOnline,
       .version = V8,
       .computed = true},
      {.answers = "props.v8",
       .changelog = "props",
       .description_limit = kOnline,
       .version = V8,
       .computed = true},
      {.answers = "hist.sqlite",
       .changelog = "hist",
       .dbms = "sqlite",
       .description_limit = kOnline,
       .folder = "hist/",
       .executed = true}};
}

struct Row {
  model::ChangeSetKey key;
  std::string checksum;
  std::string description;
};

std::string unescaped(const std::string& cell) {
  std::string text = replace_all(cell, "\\n", "\n");
  return replace_all(replace_all(std::move(text), "\\r", "\r"), "\\t", "\t");
}

std::vector<Row> read_rows(const std::string& path) {
  std::vector<Row> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      cells.push_back(unescaped(line.substr(at, end - at)));
      at = end + 1;
    }
    if (cells.size() < 5) ADD_FAILURE() << path << ": " << line;
    if (cells.size() < 5) continue;
    rows.push_back({{cells[0], cells[1], cells[2]}, cells[3], cells[4]});
  }
  return rows;
}

// What the reference was run with, as far as the changelogs show it.
class Process {
 public:
  explicit Process(const std::string& time_zone) {
    setenv("HOME", "/root", 1);
    set_time_zone(time_zone.c_str());
  }
  ~Process() { set_time_zone("UTC"); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

 private:
  static void set_time_zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
};

model::Changelog load(const Corpus& corpus, Diagnostics& diagnostics) {
  const changelog::FileResources resources({kFolder + corpus.folder});
  changelog::LoadOptions options;
  options.file = corpus.changelog + ".yaml";
  options.resources = &resources;
  options.dbms = corpus.dbms;
  options.contexts = corpus.contexts;
  options.label_filter = corpus.label_filter;
  options.all_sql_visitors = corpus.computed;
  options.parameters = changelog::Parameters::of_process();
  if (corpus.version == model::ChecksumVersion::V9) options.parameters.set("cli1", "CLI1");
  options.parameters.set("database.typeName", "postgresql");
  return changelog::load(std::move(options), diagnostics);
}

// A map with one key twice is a mistake to Strata; the reference takes the last one.
constexpr std::string_view kRefused = "struct.yaml::a6::s";

// Keys of a custom change count if the Java class has such a property, which only the class tells:
// here all of them count, and this one has one more.
constexpr std::string_view kNeedsTheClass = "custom.yaml::c3::a";

class Checksums : public testing::TestWithParam<Corpus> {};

TEST_P(Checksums, AreTheReferences) {
  const Corpus& corpus = GetParam();
  const Process process(corpus.time_zone);
  const std::vector<Row> rows = read_rows(kFolder + corpus.folder + corpus.answers + ".tsv");
  ASSERT_FALSE(rows.empty());
  Diagnostics diagnostics;
  const model::Changelog changelog = load(corpus, diagnostics);
  std::multimap<std::string, const model::ChangeSet*> found;
  for (const model::ChangeSet& change_set : changelog.change_sets)
    found.emplace(to_string(change_set.key), &change_set);
  for (const Row& row : rows) {
    const std::string name = to_string(row.key);
    const auto at = found.find(name);
    if (at == found.end()) {
      ADD_FAILURE() << name << " is missing";
      continue;
    }
    const model::ChangeSet* change_set = at->second;
    found.erase(at);
    if (name == kRefused || name == kNeedsTheClass) continue;
    EXPECT_EQ(model::checksum(*change_set, corpus.dbms, corpus.version), row.checksum) << name;
    EXPECT_EQ(model::description(*change_set, corpus.description_limit), row.description) << name;
  }
  for (const auto& [name, change_set] : found) {
    const bool filtered = change_set->dbms && !model::dbms_matches(*change_set->dbms, corpus.dbms);
    EXPECT_TRUE(filtered || corpus.executed) << name << " is too much";
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, Checksums, testing::ValuesIn(corpora()), [](const auto& corpus) {
  return replace_all(corpus.param.answers, ".", "_");
});

}  // namespace
}  // namespace strata::golden
