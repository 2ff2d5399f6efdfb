// Mistakes found in a changelog, and the one function that turns them into text.
// Collected in Diagnostics so that a user sees all of them at once. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/location.h"

namespace strata {

enum class Severity : std::uint8_t { Error, Warning };

// One mistake. Owns all its text, so it outlives the file it was found in.
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string path;
  std::uint32_t line = 0;    // 0 = unknown
  std::uint32_t column = 0;  // 0 = unknown
  std::uint32_t length = 0;
  std::string source_line;          // of very long lines only the part around the place
  std::uint32_t source_column = 1;  // where in its line source_line starts
  std::string message;
  std::string hint;  // "did you mean 'tableName'?"; printed behind the caret

  bool operator==(const Diagnostic&) const = default;
};

Diagnostic make_diagnostic(Severity severity, const Location& at, std::string message,
                           std::string hint = {});

// The text a user sees, without a final newline:
//   changelogs/004.yaml:12:11: error: addColumn: unknown key 'tabelName'
//       tabelName: person
//       ^~~~~~~~~ did you mean 'tableName'?
std::string to_text(const Diagnostic& diagnostic);

class Diagnostics {
 public:
  void error(const Location& at, std::string message, std::string hint = {});
  void warning(const Location& at, std::string message, std::string hint = {});
  void add(Diagnostic diagnostic);

  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

}  // namespace strata
