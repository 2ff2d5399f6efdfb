// What a command has to say: for people, for programs, and as exit status. Plain data.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "cmd/exit_code.h"
#include "engine/base/error.h"

namespace strata::cmd {

using Json = nlohmann::ordered_json;

struct Answer {
  ExitCode code = ExitCode::Done;
  std::string text;            // the answer itself, for people: standard output, or --output-file
  std::string note;            // a last word for people, on standard error; left out by --quiet
  Json data = Json::object();  // the answer for programs
  std::optional<Error> error;  // what ended a run before it was done
};

}  // namespace strata::cmd
