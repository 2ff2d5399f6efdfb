#include "cmd/annotations.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/digest.h"
#include "engine/base/text.h"

namespace strata::cmd {
namespace {

std::string with_hint(const Diagnostic& diagnostic) {
  return diagnostic.hint.empty() ? diagnostic.message
                                 : fmt::format("{} ({})", diagnostic.message, diagnostic.hint);
}

std::string escaped(std::string text) {
  text = replace_all(std::move(text), "%", "%25");
  text = replace_all(std::move(text), "\r", "%0D");
  return replace_all(std::move(text), "\n", "%0A");
}

std::string escaped_property(const std::string& text) {
  return replace_all(replace_all(escaped(text), ":", "%3A"), ",", "%2C");
}

}  // namespace

std::string github_annotations(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& one : diagnostics) {
    std::string place;
    if (!one.path.empty()) place = fmt::format(" file={}", escaped_property(one.path));
    if (one.line > 0) place += fmt::format(",line={}", one.line);
    if (one.column > 0) place += fmt::format(",col={}", one.column);
    text += fmt::format("::{}{}::{}\n", one.severity == Severity::Error ? "error" : "warning",
                        place, escaped(with_hint(one)));
  }
  return text;
}

std::string gitlab_report(const std::vector<Diagnostic>& diagnostics) {
  nlohmann::ordered_json report = nlohmann::ordered_json::array();
  for (const Diagnostic& one : diagnostics) {
    const std::string what = fmt::format("{}:{}:{}", one.path, one.line, one.message);
    report.push_back(
        {{"description", with_hint(one)},
         {"check_name", "strata"},
         {"fingerprint", md5_hex(what)},
         {"severity", one.severity == Severity::Error ? "major" : "minor"},
         {"location", {{"path", one.path}, {"lines", {{"begin", std::max(1U, one.line)}}}}}});
  }
  return report.dump(2) + "\n";
}

}  // namespace strata::cmd
