#include "engine/changelog/parameters.h"

#include <pwd.h>
#include <unistd.h>

#include <filesystem>

#include <fmt/format.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace strata::changelog {
namespace {

using document::Value;

constexpr int kDeepest = 64;
constexpr int kDeepestBraces = 64;    // of ${...} in the name of another; more are text
constexpr int kMostNested = 100'000;  // definitions looked up within definitions, for one text

// What opens the database is nothing for its changelogs, whose SQL is printed and logged.
constexpr std::string_view kPasswords[] = {"STRATA_PASSWORD", "LIQUIBASE_COMMAND_PASSWORD",
                                           "LIQUIBASE_PASSWORD", "PGPASSWORD", "MYSQL_PWD"};

Value text_value(std::string_view text) {
  Value value;
  value.kind = Value::Kind::Text;
  value.text = std::string(text);
  return value;
}

}  // namespace

Parameters Parameters::of_process() {
  Parameters parameters;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos || is_one_of(text.substr(0, equals), kPasswords)) continue;
    parameters.set(text.substr(0, equals), text.substr(equals + 1));
  }
  std::error_code ignored;
  parameters.set("user.dir", std::filesystem::current_path(ignored).string());
  if (const passwd* user = getpwuid(getuid())) {
    parameters.set("user.name", user->pw_name);
    parameters.set("user.home", user->pw_dir);
  }
  parameters.set("file.separator", "/");
  parameters.set("path.separator", ":");
  parameters.set("line.separator", "\n");
  return parameters;
}

void Parameters::set(std::string_view name, const Value& value) {
  if (value) global_.try_emplace(to_lower(name), value);
}

void Parameters::set(std::string_view name, std::string_view value) {
  set(name, text_value(value));
}

void Parameters::set_local(const std::string& file, std::string_view name, const Value& value) {
  if (value) locals_[file][to_lower(name)] = value;
}

const Value* Parameters::find(const std::string& name, const std::string& file) const {
  if (const auto found = global_.find(name); found != global_.end()) return &found->second;
  const auto local = locals_.find(file);
  if (local == locals_.end()) return nullptr;
  const auto found = local->second.find(name);
  return found == local->second.end() ? nullptr : &found->second;
}

// One pass over a text; a name between the braces may itself hold ${...}.
struct Parameters::Run {
  const Parameters& parameters;
  const std::string& file;
  std::set<std::string>& unknown;
  Expansion expansion;
  int& nested;
  std::string_view text;
  int depth = 0;
  Replacements* replacements = nullptr;  // of the text itself, not of definitions
  std::size_t next = 0;
  int braces = 0;

  std::string run(bool in_braces) {
    std::string out;
    while (next < text.size()) {
      const char c = text[next++];
      if (c == '$' && braces < kDeepestBraces && next < text.size() && text[next] == '{') {
        const std::size_t from = next++ - 1;
        ++braces;
        const std::string name = run(true);
        --braces;
        const std::string value = value_of(name);
        note(out.size(), value, from);
        out += value;
      } else if (c == '}' && in_braces) {
        closed = true;
        return out;
      } else {
        out += c;
      }
    }
    closed = !in_braces;
    return in_braces ? "${" + out : out;
  }

  void note(std::size_t begin, std::string_view value, std::size_t from) {
    if (replacements == nullptr || braces > 0 || value == text.substr(from, next - from)) return;
    replacements->push_back({begin, begin + value.size(), from, next});
  }

  std::string value_of(const std::string& name) {
    if (!closed) return name;  // the rest of the text, as it was
    if (expansion.has_escapes && name.starts_with(':'))
      return fmt::format("${{{}}}", trim(std::string_view(name).substr(1)));
    const std::string key = to_lower(trim(name));
    const Value* value = parameters.find(key, file);
    if (value == nullptr) {
      unknown.insert(name);
      return expansion.missing == Expansion::Missing::Empty ? "" : "${" + name + "}";
    }
    if (value->kind != Value::Kind::Text) return value->text;
    if (depth >= kDeepest) {
      throw Error(ErrorKind::Changelog, fmt::format("the parameter '{}' refers to itself", name));
    }
    if (depth > 0 && ++nested > kMostNested) {
      throw Error(ErrorKind::Changelog,
                  fmt::format("the parameter '{}' expands to too much text", name));
    }
    return Run{parameters, file, unknown, expansion, nested, value->text, depth + 1}.run(false);
  }

  bool closed = true;
};

std::string Parameters::expand(std::string_view text, const std::string& file,
                               std::set<std::string>& unknown, Expansion expansion,
                               Replacements* replacements) const {
  if (text.find("${") == std::string_view::npos) return std::string(text);
  int nested = 0;
  return Run{*this, file, unknown, expansion, nested, text, 0, replacements}.run(false);
}

}  // namespace strata::changelog
