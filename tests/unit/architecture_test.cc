// Holds the direction of dependencies: each folder includes only what stands below it. Reads the
// #include lines of the sources, so that a shortcut fails here and not in a review.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace strata {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = STRATA_SOURCE_DIR;

// Which folders (or single headers) the files of a folder may include besides their own.
const std::map<std::string, std::vector<std::string>> kAllowed = {
    {"engine/base", {}},
    {"engine/document", {"engine/base"}},
    {"engine/model", {"engine/base", "engine/document"}},
    {"engine/changelog", {"engine/base", "engine/document", "engine/model"}},
    {"engine/schema", {"engine/base"}},
    {"engine/sql", {"engine/base", "engine/model", "engine/schema"}},
    {"engine/plan",
     {"engine/base", "engine/model", "engine/changelog/expression.h", "engine/sql/type_text.h"}},
    {"engine/driver", {"engine/base", "engine/model", "engine/schema", "engine/sql"}},
    {"engine/run",
     {"engine/base", "engine/model", "engine/schema", "engine/sql", "engine/plan",
      "engine/driver"}},
    {"drivers/sqlite",
     {"engine/base", "engine/model", "engine/schema", "engine/sql", "engine/driver"}},
    {"drivers/postgresql",
     {"engine/base", "engine/model", "engine/schema", "engine/sql", "engine/driver"}},
    {"drivers/mysql",
     {"engine/base", "engine/model", "engine/schema", "engine/sql", "engine/driver"}},
    {"engine/embed",
     {"engine", "drivers/sqlite/driver.h", "drivers/postgresql/driver.h", "drivers/mysql/driver.h",
      "strata"}},
    {"cmd", {"engine"}},
};

struct Include {
  std::string file;  // relative to the project
  std::size_t line = 0;
  std::string target;
};

bool is_source(const fs::path& path) {
  return path.extension() == ".h" || path.extension() == ".cc";
}

std::vector<fs::path> sources(const std::vector<std::string>& folders) {
  std::vector<fs::path> found;
  for (const std::string& folder : folders) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      if (entry.is_regular_file() && is_source(entry.path())) found.push_back(entry.path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The project's own headers; those in angle brackets belong to others.
std::vector<Include> includes_of(const fs::path& path) {
  std::vector<Include> includes;
  std::ifstream in(path);
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    constexpr std::string_view kOpening = "#include \"";
    if (!line.starts_with(kOpening)) continue;
    const std::size_t end = line.find('"', kOpening.size());
    includes.push_back({fs::relative(path, kRoot).generic_string(), number,
                        line.substr(kOpening.size(), end - kOpening.size())});
  }
  return includes;
}

bool is_within(const std::string& path, const std::string& folder_or_file) {
  return path == folder_or_file || path.starts_with(folder_or_file + "/");
}

// The layer a file belongs to: "engine/base", "drivers/sqlite", "cmd"; "" for none.
std::string layer_of(const std::string& file) {
  for (const auto& [layer, allowed] : kAllowed) {
    if (is_within(file, layer)) return layer;
  }
  return {};
}

bool is_allowed(const Include& include) {
  const std::string layer = layer_of(include.file);
  const std::vector<std::string>& allowed = kAllowed.at(layer);
  return is_within(include.target, layer) ||
         std::any_of(allowed.begin(), allowed.end(),
                     [&](const std::string& one) { return is_within(include.target, one); });
}

TEST(Architecture, EveryFileBelongsToALayer) {
  for (const fs::path& path : sources({"engine", "drivers", "cmd"})) {
    const std::string file = fs::relative(path, kRoot).generic_string();
    EXPECT_NE(layer_of(file), "") << file << " is in a folder that the table does not know";
  }
}

TEST(Architecture, LayersOnlyIncludeWhatIsBelow) {
  std::size_t seen = 0;
  for (const fs::path& path : sources({"engine", "drivers", "cmd"})) {
    for (const Include& include : includes_of(path)) {
      ++seen;
      EXPECT_TRUE(is_allowed(include))
          << include.file << ':' << include.line << ": must not include " << include.target;
    }
  }
  EXPECT_GT(seen, 100U);  // else nothing was looked at
}

TEST(Architecture, IncludedHeadersExist) {
  for (const fs::path& path : sources({"engine", "drivers", "cmd", "tests"})) {
    for (const Include& include : includes_of(path)) {
      // Those for programs are found where they are installed.
      const bool is_public = is_within(include.file, "engine/embed/include");
      EXPECT_TRUE(fs::exists(kRoot / (is_public ? "engine/embed/include" : "") / include.target))
          << include.file << ':' << include.line
          << ": give the path from the project's folder, not " << include.target;
    }
  }
}

// Vendors are told apart in their own folders; elsewhere it would be the start of a thousand cases.
TEST(Architecture, NoVendorIsNamedOutsideOfDrivers) {
  constexpr std::string_view kComparisons[] = {"== \"postgresql\"", "== \"mysql\"",
                                               "== \"mariadb\"", "== \"sqlite\""};
  for (const fs::path& path : sources({"engine", "cmd"})) {
    if (path.filename() == "url.cc" || path.filename() == "url_redaction.cc") continue;
    std::ifstream in(path);
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      for (const std::string_view comparison : kComparisons) {
        EXPECT_EQ(line.find(comparison), std::string::npos)
            << fs::relative(path, kRoot).generic_string() << ':' << number;
      }
    }
  }
}

TEST(Architecture, HeadersSayWhatTheyAre) {
  for (const fs::path& path : sources({"engine", "drivers", "cmd"})) {
    if (path.extension() != ".h") continue;
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    EXPECT_TRUE(line.starts_with("// ") || line.starts_with("/* "))
        << path << " does not open with its purpose";
  }
}

TEST(Architecture, FilesStayReadable) {
  constexpr std::size_t kHardCap = 600;
  for (const fs::path& path : sources({"engine", "drivers", "cmd", "tests"})) {
    std::ifstream in(path);
    const auto lines = std::count(std::istreambuf_iterator<char>(in), {}, '\n');
    EXPECT_LE(static_cast<std::size_t>(lines), kHardCap) << path;
  }
}

}  // namespace
}  // namespace strata
