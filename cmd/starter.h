// The files of a new project. Pure.
#pragma once

#include <string>
#include <vector>

namespace strata::cmd {

struct Starter {
  std::string format = "yaml";  // yaml, json, xml or sql
  std::string changelog_file;   // "" = example-changelog with the format's ending
  std::string defaults_file = "liquibase.properties";
  std::string url;  // "" = an SQLite file
  std::string username;
};

struct StarterFile {
  std::string name;
  std::string text;
};

// A changelog that can be run and rolled back on every database, and the properties that name it.
// Throws Error(Usage) for a format that is none.
std::vector<StarterFile> starter_files(const Starter& starter);

}  // namespace strata::cmd
