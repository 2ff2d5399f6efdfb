#include "tests/golden/recording.h"

#include <fstream>
#include <stdexcept>

namespace strata::golden {
namespace {

constexpr std::string_view kFields[] = {"checksum", "description", "update", "rollback", "reason"};

std::optional<std::string>& field(Recording& recording, std::string_view name) {
  if (name == "checksum") return recording.checksum;
  if (name == "description") return recording.description;
  if (name == "update") return recording.update;
  if (name == "rollback") return recording.rollback;
  return recording.reason;
}

// "# case-id"; a comment of MySQL inside an answer has more words.
bool is_heading(std::string_view line) {
  return line.starts_with("# ") && line.find(' ', 2) == std::string_view::npos;
}

}  // namespace

Recordings read_recordings(const std::string& path) {
  Recordings recordings;
  std::ifstream in(path);
  Recording* recording = nullptr;
  std::optional<std::string>* open = nullptr;
  std::string blank_lines;
  for (std::string line; std::getline(in, line);) {
    if (is_heading(line)) {
      recording = &recordings[line.substr(2)];
      open = nullptr;
      blank_lines.clear();
      continue;
    }
    if (line.empty()) {
      blank_lines += '\n';
      continue;
    }
    bool is_field = false;
    for (const std::string_view name : kFields) {
      if (recording == nullptr || !line.starts_with(std::string(name) + ":")) continue;
      open = &field(*recording, name);
      std::string rest = line.substr(name.size() + 1);
      if (rest.starts_with(' ')) rest.erase(0, 1);
      *open = rest;
      is_field = true;
    }
    if (!is_field) {
      if (open == nullptr) throw std::runtime_error(path + ": a line outside of any case: " + line);
      if (!(*open)->empty()) **open += '\n' + blank_lines;
      **open += line;
    }
    blank_lines.clear();
  }
  return recordings;
}

bool is_error(const std::string& answer) { return answer.starts_with("ERROR"); }

}  // namespace strata::golden
