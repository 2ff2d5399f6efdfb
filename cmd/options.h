// What the user asked for on the command line, after parsing. Plain data.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/run/client_settings.h"

namespace strata::cmd {

struct Options {
  std::string url;
  std::string username;
  std::string password;
  std::string changelog_file;
  std::string search_path;
  std::string contexts;
  std::string label_filter;
  std::string default_schema_name;
  std::string output_file;
  std::string unknown_keys = "auto";
  bool support_property_escaping = false;
  std::string missing_property_mode = "preserve";
  int lock_wait_seconds = 300;
  std::vector<std::string> custom_changes;  // CLASS=sql:FILE, CLASS=command:PROGRAM
  std::string on_unknown_custom_change = "fail";
  std::vector<std::pair<std::string, std::string>> parameters;  // -Dname=value
  run::AllClientSettings clients;
  std::string script_transactions = "needed";

  // Of single commands.
  std::optional<std::size_t> count;
  std::string tag;
  std::string date;
  bool verbose = false;
};

}  // namespace strata::cmd
