// The reference's checksums of odd and ordinary changelogs; see checksums/README.md.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/changelog/loader.h"
#include "engine/model/checksum.h"

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
  std::vector<std::string> contexts;
  std::string label_filter;
  std::string time_zone = "UTC";
  std::string folder;
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
      {.answers = "fmt", .changelog = "fmt"},
      {.answers = "plain", .changelog = "plain"},
      {.answers = "auto", .changelog = "auto", .description_limit = kOnline},
      {.answers = "odd", .changelog = "odd", .description_limit = kOnline},
      {.answers = "struct", .changelog = "struct", .description_limit = kOnline},
      {.answers = "auto.v8", .changelog = "auto", .description_limit = kOnline, .version = V8},
      {.answers = "odd.v8", .changelog = "odd", .description_limit = kOnline, .version = V8},
      {.answers = "visitors.v8",
       .changelog = "visitors",
       .description_limit = kOnline,
       .version = V8},
      {.answers = "props.v8", .changelog = "props", .description_limit = kOnline, .version = V8},
      {.answers = "hist.sqlite",
       .changelog = "hist",
       .dbms = "sqlite",
       .description_limit = kOnline,
       .folder = "hist/"}};
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

bool change_types_exist(const std::string& description) {
  static const std::set<std::string, std::less<>> kKnown = [] {
    std::set<std::string, std::less<>> known;
    for (const model::ChangeType& type : model::change_types()) known.emplace(type.name);
    return known;
  }();
  const std::vector<std::string> changes = split_trimmed(description, ';');
  return std::all_of(changes.begin(), changes.end(), [](const std::string& change) {
    return kKnown.contains(change.substr(0, change.find(' ')));
  });
}

class TimeZone {
 public:
  explicit TimeZone(const std::string& name) { set(name.c_str()); }
  ~TimeZone() { set("UTC"); }
  TimeZone(const TimeZone&) = delete;
  TimeZone& operator=(const TimeZone&) = delete;

 private:
  static void set(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
};

model::Changelog load(const Corpus& corpus) {
  const changelog::FileResources resources({kFolder + corpus.folder});
  changelog::LoadOptions options;
  options.file = corpus.changelog + ".yaml";
  options.resources = &resources;
  options.dbms = corpus.dbms;
  options.contexts = corpus.contexts;
  options.label_filter = corpus.label_filter;
  options.parameters.set("cli1", "CLI1");
  options.parameters.set("database.typeName", "postgresql");
  Diagnostics diagnostics;  // of changes that Strata does not have, and incomplete ones
  return changelog::load(std::move(options), diagnostics);
}

class Checksums : public testing::TestWithParam<Corpus> {};

TEST_P(Checksums, AreTheReferences) {
  const Corpus& corpus = GetParam();
  const TimeZone zone(corpus.time_zone);
  const std::vector<Row> rows = read_rows(kFolder + corpus.folder + corpus.answers + ".tsv");
  ASSERT_FALSE(rows.empty());
  const model::Changelog changelog = load(corpus);
  std::multimap<std::string, const model::ChangeSet*> found;
  for (const model::ChangeSet& change_set : changelog.change_sets)
    found.emplace(to_string(change_set.key), &change_set);
  std::size_t compared = 0;
  for (const Row& row : rows) {
    const std::string name = to_string(row.key);
    const auto at = found.find(name);
    if (!change_types_exist(row.description)) {
      if (at != found.end()) found.erase(at);
      continue;
    }
    if (at == found.end()) {
      ADD_FAILURE() << name << " is missing";
      continue;
    }
    EXPECT_EQ(model::checksum(*at->second, corpus.dbms, corpus.version), row.checksum) << name;
    EXPECT_EQ(model::description(*at->second, corpus.description_limit), row.description) << name;
    ++compared;
    found.erase(at);
  }
  RecordProperty("compared", static_cast<int>(compared));
  EXPECT_GT(compared, 0U);
}

INSTANTIATE_TEST_SUITE_P(Golden, Checksums, testing::ValuesIn(corpora()), [](const auto& corpus) {
  return replace_all(corpus.param.answers, ".", "_");
});

}  // namespace
}  // namespace strata::golden
