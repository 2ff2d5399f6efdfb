// A scenario: a text file with files and command lines, each followed by the output it must have.
//
//   # needs: postgresql              first line: variables with the address of an empty database
//   ## what this shows              a remark, between blocks
//   --- file db.changelog.yaml      lines until the next line that opens a block
//   $ strata status --url=sqlite:a.db
//   sqlite:a.db is up to date       output and errors as one stream; <any> stands for anything
//   [exit 3]                         only when it is not 0
//
// Pure but for run().
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace strata::script {

struct Block {
  enum class Kind : std::uint8_t { Remark, File, Command };

  Kind kind = Kind::Remark;
  std::size_t line = 0;  // of its opening line in the scenario
  std::string head;      // remark, file name or command line
  std::string text;      // of the file, or expected output with its [exit N]
};

struct Scenario {
  std::vector<std::string> needs;
  std::vector<Block> blocks;
};

// Throws std::runtime_error for a text that is no scenario.
Scenario parse(std::string_view text);
std::string to_text(const Scenario& scenario);

// Line by line; "<any>" in `expected` matches any run of characters within a line.
bool matches(std::string_view expected, std::string_view actual);

using Environment = std::map<std::string, std::string>;

// Runs a command line by /bin/sh in a folder, with exactly that environment. Returns its output, to
// which "[exit N]" is added.
std::string run(const std::string& command, const std::filesystem::path& folder,
                const Environment& environment);

}  // namespace strata::script
