// How users want a client called that `runWith` names, beyond what the address says
// (liquibase.psql.path and the like). Plain data.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace strata::run {

struct ClientSettings {
  std::string path;                    // of the program or of its folder; empty: looked up in PATH
  std::vector<std::string> arguments;  // behind those that connect
  std::optional<std::chrono::seconds> timeout =
      std::chrono::minutes(30);  // as the reference has it
  std::string log_file;          // gets what the client writes, at its end
  bool keeps_script = false;     // in a file, also after an error
  std::string script_folder;     // of that file; empty: that for temporary files
  std::string script_name;       // empty: one that says client, changeset and time
  bool overwrites_script = true;
};

using AllClientSettings = std::map<std::string, ClientSettings>;  // by the client's name

// "-a -b c" as words; quotes hold blanks together. Throws Error(Usage) for a quote that is open.
std::vector<std::string> split_arguments(const std::string& text);

}  // namespace strata::run
