// Changes that do something besides SQL: they print, stop the run, or start programs. Plain data;
// the fields are described in field_tables_action.cc.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/value.h"

namespace strata::model {

struct Output {
  Text message;
  Text target;  // STDOUT, STDERR, FATAL, WARN, INFO, DEBUG

  bool operator==(const Output&) const = default;
};

struct Stop {
  Text message;

  bool operator==(const Stop&) const = default;
};

struct ExecuteCommand {
  Text executable;
  Text timeout;                        // "10s", "5m", "1h"; a bare number is seconds
  std::vector<std::string> arguments;  // `args`; not part of the checksum
  std::vector<std::string> systems;    // `os`: names of systems it applies to; empty = all

  bool operator==(const ExecuteCommand&) const = default;
};

// A Java class of the user's own, in the reference. Here the name stands for what the embedding
// program or the configuration says it does.
struct CustomChange {
  Text class_name;
  std::map<std::string, Text> parameters;
  bool undoes = false;  // the way back

  bool operator==(const CustomChange&) const = default;
};

}  // namespace strata::model
