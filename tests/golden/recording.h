// The files under tests/golden/changes: what the reference answered (`.reference`), and where
// Strata knowingly does better (`.strata`, with a reason for each case).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace strata::golden {

// Answers for one changeset; a field that a `.strata` file does not give is absent.
struct Recording {
  std::optional<std::string> checksum;
  std::optional<std::string> description;
  std::optional<std::string> update;  // statements as recorded, or "ERROR" with anything behind it
  std::optional<std::string> rollback;  // likewise
  std::optional<std::string> reason;
};

using Recordings = std::map<std::string, Recording>;  // by the changeset's id

// Empty if there is no such file. Throws std::runtime_error for a line that does not fit.
Recordings read_recordings(const std::string& path);

bool is_error(const std::string& answer);

}  // namespace strata::golden
